"""The host of the states: what a state may use while a thought is in it.

It reads personas, asks models within the budget of the thought, tells what happens, and holds
what a state tries candidates with. What moves a thought from state to state is the runner's.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator, Mapping
from typing import Any

from batos.config import CycleConfig
from batos.guardian.trial.trial import Trial
from batos.image import Session
from batos.inference import Completion, CompletionRequest, Thinker, prompt_hash, prompt_text
from batos.learning.cycle.chronicle import Chronicle
from batos.learning.cycle.oversight import Oversight
from batos.learning.cycle.views import PersonaView, persona_view
from batos.learning.model.thought import Thought
from batos.learning.records.cycles import keep_record
from batos.learning.records.trail import Trail
from batos.plugins import PluginSet
from batos.plugins.cycle_event import CycleEvent

__all__ = ["Host"]

_logger = logging.getLogger(__name__)


class Host:
    """What the states of cycles work with.

    Args:
        session: The image.
        thinker: Answers prompts.
        trial: Tries candidates in a child process.
        plugins: Guardian rules and observers.
        config: Budgets.
        oversight: Says what may be learned.
        trail: Where the audit trail is written as JSON lines.
    """

    def __init__(
        self,
        session: Session,
        thinker: Thinker,
        trial: Trial,
        plugins: PluginSet,
        config: CycleConfig,
        oversight: Oversight,
        trail: Trail,
    ) -> None:
        self.session = session
        self.thinker = thinker
        self.trial = trial
        self.plugins = plugins
        self.config = config
        self.oversight = oversight
        self._trail = trail
        self._chronicles: dict[str, Chronicle] = {}

    def persona(self, name: str) -> PersonaView:
        """Return a persona's prototype as it is in the image now.

        Raises:
            UnknownNameError: The image has no such persona.
        """
        with self.session.read() as root:
            return persona_view(root, name)

    def ask(
        self, thought: Thought, persona: PersonaView, requests: list[CompletionRequest]
    ) -> list[Completion]:
        """Ask a persona's model, within the budget; fewer answers may come than questions.

        Raises:
            BackendError: The backend cannot answer.
            CancelledError: The cycle was cancelled.
        """
        allowed = requests[: thought.budget.take(len(requests))]
        granted = [persona.asks(each) for each in allowed]
        if not granted:
            return []
        thought.model_calls += len(granted)
        hashes = [prompt_hash(prompt_text(request)) for request in granted]
        thought.prompts.extend(
            each for each in dict.fromkeys(hashes) if each not in thought.prompts
        )
        begun = time.monotonic()
        try:
            answers = self.thinker.sample(persona.role, granted, cancel=thought.cancel)
        finally:
            thought.model_seconds += time.monotonic() - begun
        thought.thinker = self.thinker.describe(persona.role, persona.name)
        who = {"persona": persona.name, **thought.thinker}
        if adapter := answers[0].adapter:
            who["adapter"] = adapter
        thought.notes["asked"] = {**thought.notes.get("asked", {}), **dict.fromkeys(hashes, who)}
        return answers

    def tell(
        self,
        thought: Thought,
        kind: str,
        text: str,
        *,
        state: str = "",
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """Record an event, and tell it to whoever listens."""
        record = self._chronicles[thought.cycle]
        event = record.event(thought, kind, text, state=state, data=data)
        record.entries.append(event.to_plain())
        self.tell_event(record, event)

    def keep(self, thought: Thought, state: str) -> None:
        """Commit what a state has found so far: whoever goes on with the cycle goes on from there.

        A state that is left commits it anyway; this is for one that asks for much.

        Raises:
            TakenOverError: The cycle is somebody else's by now.
            ImageError: The image cannot be written.
        """
        record = self._chronicles[thought.cycle]
        self.session.change(
            lambda root: keep_record(
                root,
                thought,
                state,
                history=record.history,
                entries=record.entries,
                owner=record.owner,
                seq=record.seq,
            ),
            note=f"Cycle {thought.cycle}: {state} so far",
            user=thought.brief.asked_by,
        )

    @contextlib.contextmanager
    def telling(self, chronicle: Chronicle) -> Iterator[None]:
        """Let a cycle tell what happens in it, for as long as it is at work."""
        self._chronicles[chronicle.cycle] = chronicle
        try:
            yield
        finally:
            del self._chronicles[chronicle.cycle]

    def tell_event(self, chronicle: Chronicle, event: CycleEvent) -> None:
        """Tell an event that is on record to the trail, to observers and to who listens."""
        self._trail.write(event.to_plain())
        self.plugins.notify(event)
        try:
            chronicle.listener(event)
        except Exception:
            # Who listens must not end what is listened to: the one who asked may have gone.
            _logger.exception("A listener of cycle %s failed", chronicle.cycle)
