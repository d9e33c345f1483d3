"""The image, composed of its parts, and what is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, Self

from batos.as_json import allow_long_numbers
from batos.care import Care, MissingEnd
from batos.config import Loaded, load_config
from batos.dialogue.conversations import Conversations
from batos.dialogue.facts import Facts
from batos.dialogue.orchestrator import Orchestrator
from batos.dialogue.trail import TalkTrail
from batos.exchange.skills import Skills
from batos.genesis import StepReport, awaken
from batos.guardian.trial.trial import Trial
from batos.handwork.adapters import Adapters
from batos.handwork.methods.handwork import Handwork
from batos.handwork.objects.shaping import Shaping
from batos.heartbeat.heartbeat import Heartbeat
from batos.heartbeat.work import Organs
from batos.image import Session
from batos.image.models import HeldModels
from batos.inference import CancelToken, Thinker
from batos.learning.cycle.host import Host
from batos.learning.cycle.runner import CycleRunner
from batos.learning.messages.delivery import Messenger
from batos.learning.messages.learner import Learner
from batos.learning.messages.misses import check_known
from batos.learning.model.circumstances import Circumstances, Listener, unheard
from batos.learning.model.commands import Command
from batos.learning.model.outcome import Delivery, Outcome, Reply
from batos.learning.records.trail import Trail
from batos.learning.resuming.answering import Questions
from batos.learning.resuming.interrupted import Resumer
from batos.living.corrections import Corrections
from batos.living.own_commands import own_commands
from batos.living.teachable import Teachable
from batos.living.teacher import Teacher
from batos.memory import Embedding
from batos.memory.fractal import FractalMemory
from batos.objects import Example
from batos.objects.surroundings import Watch
from batos.opening import configured_trial, guarded_session
from batos.plugins import PluginSet, load_plugins
from batos.plugins.backends import local_thinker
from batos.plugins.embedders import lender, local_embedding
from batos.stewardship.approval.deciding import Approvals
from batos.stewardship.health.quarantine import quarantine_blamed
from batos.stewardship.health.soundness import PROBES
from batos.stewardship.history.history import History
from batos.stewardship.oversight import ImageOversight
from batos.stewardship.retention.retention import Retention
from batos.stewardship.retention.status import status_of
from batos.wire.messages.image import ImageState
from batos.wire.messages.methods import Confirmed

__all__ = ["LivingImage"]


class LivingImage(Teachable):
    """A living image that is open in this process.

    Args:
        session: Its transactions.
        loaded: The configuration.
        plugins: What is installed.
        thinker: Answers prompts.
        trial: Tries candidates.
        watch: Told which message is being carried out.
        embedding: Makes vectors; the configured embedder in this process when left out.

    Attributes:
        messenger: Sends messages.
        orchestrator: Takes requests in plain language.
        facts: What people tell of themselves.
        conversations: What was said, by whom and when.
        corrections: What people have said that sentences mean.
        history: What happened to methods and objects, and taking it back.
        shaping: Objects by hand: making them, giving them values, taking them away.
        adapters: LoRA adapters, and who answers through them.
        memory: The Fractal Memory: documents to read, and what is found in it.
        care: Check, pack and backup of the image, while it is in use.
        retention: Removes old records of cycles and old entries of the trail.
        heartbeat: What the image does by itself to stay well.
    """

    def __init__(
        self,
        session: Session,
        loaded: Loaded,
        plugins: PluginSet,
        thinker: Thinker,
        trial: Trial,
        watch: Watch | None = None,
        embedding: Embedding | None = None,
    ) -> None:
        super().__init__(session, plugins)
        self.thinker = thinker
        self._trial = trial
        kept = loaded.config.retention
        trail = Trail(
            loaded.paths.log_dir / "metacognition.jsonl",
            largest=kept.log_mb << 20,
            files=kept.log_files,
        )
        policy = loaded.config.approval.policy
        oversight = ImageOversight(policy)
        self._host = Host(session, thinker, trial, plugins, loaded.config.cycle, oversight, trail)
        self._runner = CycleRunner(self._host)
        waits = watch.waiting if watch is not None else lambda: None
        self._learner = Learner(self._host, self._runner, waits)
        self._approvals = Approvals(self._host, trail, policy, watch)
        self.history = History(session, plugins, trial, watch)
        self.shaping = Shaping(session)
        self._handwork = Handwork(session, plugins, trial, watch)
        depth, usage = loaded.config.cycle.depth, self.history.usage
        self.messenger = Messenger(self._host, self._learner, depth, watch=watch, usage=usage)
        said = TalkTrail(session, trail, plugins)
        self.facts = Facts(session, said)
        self.conversations = Conversations(session, said)
        self._embedding = embedding or local_embedding(loaded, plugins, lender(thinker))
        largest = loaded.config.memory.max_file_mb << 20
        self.memory = FractalMemory(session, self._embedding, largest=largest)
        own = own_commands(self.history, self._approvals, self.shaping, self.facts)
        self.orchestrator = Orchestrator(
            self._host,
            self._learner,
            self.messenger,
            self.facts,
            self.conversations,
            self.memory,
            own,
            said,
        )
        self.corrections = Corrections(self._host, self.shaping)
        self._skills = Skills(session, plugins, trial, loaded)
        self.models = HeldModels(session)
        self.adapters = Adapters(session)
        self.care = Care(session.uri, loaded.paths.state_dir, reader=session, probes=PROBES)
        self._questions = Questions(self._host, self._runner, self._learner)
        self.teacher = Teacher(session, thinker, self._learner, self._questions)
        self._resumer = Resumer(self._runner, self._learner)
        self._resumer.register()
        self.retention = Retention(session, kept)
        self._runner.on_ended = self.retention.cycle_ended
        organs = Organs(self._host, self._learner, self._resumer, self.retention, self.care)
        self.heartbeat = Heartbeat(organs, loaded.config.heartbeat, trail)

    @classmethod
    def open(
        cls,
        uri: str | None = None,
        *,
        loaded: Loaded | None = None,
        thinker: Thinker | None = None,
        plugins: PluginSet | None = None,
        trial: Trial | None = None,
        on_step: Callable[[StepReport], None] | None = None,
        watch: Watch | None = None,
        embedding: Embedding | None = None,
        blamed: Iterable[Mapping[str, Any]] = (),
    ) -> Self:
        """Open an image and wake what lives in it.

        Args:
            uri: The image's storage; the configured one when left out.
            loaded: The configuration; read from the user's file when left out.
            thinker: Answers prompts; the configured backends in this process when left out.
            plugins: What is installed; found when left out.
            trial: Tries candidates; one with the configured limits when left out. Closed with the
                image.
            on_step: Told of each step of genesis.
            watch: Told which message is being carried out.
            embedding: Makes vectors; the configured embedder in this process when left out.
            blamed: Methods that ended workers and go into quarantine before anything is run (see
                :func:`batos.stewardship.health.quarantine.quarantine_blamed`), and objects that did
                and are set aside (see :mod:`batos.image.aside`).

        Raises:
            ConfigError: The configuration cannot be used.
            ImageError: The image cannot be opened.
            PluginError: A plugin's contribution cannot be taken into the image.
        """
        allow_long_numbers()
        settings = loaded or load_config()
        found = plugins or load_plugins(
            enabled=settings.config.plugins.enabled, disabled=settings.config.plugins.disabled
        )
        session = guarded_session(settings, uri or settings.image_uri)
        tried_by = trial or configured_trial(settings)
        try:
            if watch is not None:
                session.watch(watch)
            guilty = [dict(each) for each in blamed]
            session.set_aside([each for each in guilty if each.get("kind") == "object"])
            awaken(session, found, on_step=on_step)
            quarantine_blamed(session, (e for e in guilty if e.get("kind") != "object"))
            chosen = thinker or local_thinker(settings, found)
            return cls(session, settings, found, chosen, tried_by, watch, embedding)
        except BaseException:
            tried_by.close()
            session.close()
            raise

    def close(self) -> None:
        """Close the image and end its child processes.

        Cycles that were being resumed are left for the next time.
        """
        self._resumer.close()
        self.retention.close()
        self._trial.close()
        for each in (self._embedding, self.thinker):
            closing = getattr(each, "close", None)
            if closing is not None:
                closing()
        self.history.close()
        self.session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def send(self, receiver: str | int, selector: str, *args: Any, **kwargs: Any) -> Any:
        """Send a message to an object; what it does not understand, it learns.

        Raises:
            UnknownNameError: There is no such object, or the selector looks mistyped.
            TakenBackError: The method was taken back; :meth:`deliver` with ``learn=True`` learns
                it anew.
            MissionFailedError: The method could not be learned.
            GuardianError: The method failed; nothing was changed.
        """
        return self.messenger.deliver(receiver, selector, args, kwargs).value

    def deliver(
        self,
        receiver: str | int,
        selector: str,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        learn: bool | None = None,
        anew: bool | None = None,
        user: str = "user",
        attended: bool = False,
        approve: str = "",
        discuss: bool | None = None,
        listener: Listener = unheard,
        cancel: CancelToken | None = None,
    ) -> Delivery:
        """Send a message and tell what was learned on the way (see :class:`Messenger`)."""
        asked = Circumstances(user, attended, approve, listener, cancel, discuss)
        return self.messenger.deliver(
            receiver, selector, args, kwargs, learn=learn, anew=anew, circumstances=asked
        )

    def ask(
        self,
        text: str,
        *,
        receiver: str = "genesis",
        examples: tuple[Example, ...] = (),
        drop_examples: tuple[str, ...] = (),
        selector: str = "",
        confirmed: Command | None = None,
        conversation: str = "",
        user: str = "user",
        attended: bool = False,
        approve: str = "",
        discuss: bool | None = None,
        listener: Listener = unheard,
        cancel: CancelToken | None = None,
    ) -> Reply:
        """Take a request in plain language (see :meth:`Orchestrator.process_message`)."""
        return self.orchestrator.process_message(
            text,
            receiver=receiver,
            examples=examples,
            drop_examples=drop_examples,
            selector=selector,
            confirmed=confirmed,
            conversation=conversation,
            circumstances=Circumstances(user, attended, approve, listener, cancel, discuss),
        )

    def resume_interrupted(
        self, *, listener: Listener = unheard, cancel: CancelToken | None = None
    ) -> list[Outcome]:
        """Go on with the cycles that a killed process has left in the middle.

        It may run in a thread of its own, while the image already answers; :meth:`close` stops
        it. Where nobody calls it, a cycle goes on when somebody asks for its method.

        Args:
            listener: Told of their events.
            cancel: Stops; the cycle that is at work is left for the next time.

        Returns:
            How the cycles ended that went on.

        Raises:
            CancelledError: It was cancelled, or the image is being closed.
        """
        return self._resumer.run(listener=listener, cancel=cancel)

    @property
    def interrupted(self) -> int:
        """How many cycles have been left in the middle and wait to go on."""
        return self._resumer.register()

    @property
    def exclusive(self) -> bool:
        """Whether no other process can have the image open."""
        return self._runner.exclusive

    def suspend(self) -> None:
        """Ask the cycles that go on behind to stop where they are, without waiting for it."""
        self._resumer.suspend()

    def warm(self) -> None:
        """Compile the proven methods in the trial process, so that the first cycle need not.

        It may run in a thread of its own, while the image already answers.
        """
        with self.session.read() as root:
            catalog = root.memory["catalog"]
            sources = [
                str(document.meta["source"])
                for kind in ("recipe", "method")
                for document in catalog.documents(kind)
            ]
        self._trial.survey(sources, ())

    @property
    def skills(self) -> Skills:
        """Methods and objects on their way to other images and from them."""
        return self._skills

    @property
    def approvals(self) -> Approvals:
        """What was learned and waits for a person's word."""
        return self._approvals

    @property
    def handwork(self) -> Handwork:
        """Methods that people write, try and test by hand."""
        return self._handwork

    def confirm(self, address: str, *, by: str = "user") -> Confirmed:
        """Say that a tentative method is right, so that others may build on it.

        Args:
            address: ``OBJECT.SELECTOR``.
            by: Who says so.

        Returns:
            The version that is proven now.

        Raises:
            UsageError: There is no such method.
            QuarantinedError: It is in quarantine.
        """
        return self.history.confirm(address, user=by)

    def status(self) -> ImageState:
        """Return how large the image is and what it has seen."""
        return status_of(
            self.session, interrupted=len(self._runner.interrupted()), torn=self.missing_ends
        )

    @property
    def missing_ends(self) -> tuple[MissingEnd, ...]:
        """What is missing at the end of the image's file, until somebody has acknowledged it.

        It is told in the log as well, when the image is opened.
        """
        return self.care.missing_ends

    def check_selector(self, receiver: str | int, selector: str) -> None:
        """Do nothing when an object understands a message.

        Raises:
            UnknownNameError: It does not.
            TakenBackError: It does not, since the method was taken back.
        """
        with self.session.read() as root:
            check_known(root, root.find(receiver), selector, self._host.oversight)
