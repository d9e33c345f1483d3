"""Handwork: what a person does to methods without having anything learned.

``image.handwork`` of a :class:`batos.living.LivingImage` is one :class:`Handwork`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from batos.guardian.trial.trial import Trial
from batos.handwork.methods.defining import define
from batos.handwork.methods.examples import add_example
from batos.handwork.methods.retesting import Progress, retest, untold
from batos.handwork.methods.trying import try_method
from batos.image import Session
from batos.inference import CancelToken
from batos.learning.records.trail import named
from batos.objects.surroundings import Watch
from batos.plugins import PluginSet
from batos.wire.messages.methods import DefinedMethod, Draft, MethodExamples, Tested, Tried

__all__ = ["Handwork"]


class Handwork:
    """Writes, tries and tests methods of an image.

    The policy of approval is not asked: whoever works by hand is the person whose word it wants.

    Args:
        session: The image.
        plugins: Whose rules judge what is written.
        trial: Runs examples.
        watch: Told which message is being carried out.
    """

    def __init__(
        self, session: Session, plugins: PluginSet, trial: Trial, watch: Watch | None = None
    ) -> None:
        self._session = session
        self._plugins = plugins
        self._trial = trial
        self._watch = watch

    def define(
        self,
        address: str,
        source: str,
        *,
        drop_examples: Sequence[str] = (),
        seen: str | None = None,
        user: str = "user",
    ) -> DefinedMethod:
        """Install a text as a new version of a method, or as its first one.

        A method that the object has from another one stays what it is there; the new one is the
        object's own.

        Args:
            address: ``OBJECT.SELECTOR``.
            source: One ``def SELECTOR(self, ...)``.
            drop_examples: Examples of the version that is there that are taken off (see
                :class:`batos.learning.model.brief.MissionBrief`); all others that people gave must
                come true.
            seen: The sha256 of the version that the text was made of, empty for none; another one
                that is there by now is not replaced. None replaces any.
            user: Who has written it.

        Returns:
            What was installed.

        Raises:
            UnknownNameError: There is no such object.
            UsageError: The address names no method, there is no text, or no such example.
            SlotError: No method can have that name there.
            AuditRefusedError: The guardian refuses it; ``details["findings"]`` has the lines.
            GuardianError: It does not do what people have asked of the version that is there.
            QuarantinedError: This very text is in quarantine.
            ImageError: Somebody else has changed the method meanwhile.
        """
        draft = Draft(address, source, tuple(drop_examples), seen)
        return self.define_all([draft], user=user)[0]

    def define_all(self, drafts: Sequence[Draft], *, user: str = "user") -> list[DefinedMethod]:
        """Install several texts, all of them or none; they may call each other.

        Args:
            drafts: The texts.
            user: Who has written them.

        Returns:
            What :meth:`define` tells, of each in order.

        Raises:
            BatosError: As :meth:`define`; ``details["address"]`` says of which it speaks.
        """
        return define(self._session, self._trial, self._plugins, drafts, named(user))

    def try_(
        self,
        address: str,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        state: Mapping[str, Any] | None = None,
    ) -> Tried:
        """Send a message on a scratch view; nothing of it is kept.

        Args:
            address: ``OBJECT.SELECTOR``.
            args: Positional arguments, plain data.
            kwargs: Keyword arguments, plain data.
            state: Slots that the object has for this run.

        Returns:
            What it would do.

        Raises:
            UnknownNameError: There is no such object or method.
            UsageError: It is a value.
            GuardianError: The method failed or was stopped.
        """
        limits = self._trial.limits
        found = try_method(
            self._session,
            address,
            tuple(args),
            dict(kwargs or {}),
            state=dict(state or {}),
            limits=limits,
            watch=self._watch,
        )
        return found.to_plain()

    def test(
        self,
        address: str = "",
        *,
        progress: Progress = untold,
        cancel: CancelToken | None = None,
    ) -> Tested:
        """Run the examples of methods again, in the trial's child process.

        Args:
            address: ``OBJECT.SELECTOR``, ``OBJECT`` for its own methods, or an empty text for
                every learned method of the named objects.
            progress: Told before each method which it is, and how many are done of how many.
            cancel: Stops between examples.

        Returns:
            What came of them, for each method.

        Raises:
            UnknownNameError: There is no such object or method.
            CancelledError: It was cancelled.
        """
        token = cancel or CancelToken()
        return retest(self._session, self._trial, address, progress=progress, cancel=token)

    def example(self, address: str, line: str, *, user: str = "user") -> MethodExamples:
        """Add examples to a method that makes them true.

        Args:
            address: ``OBJECT.SELECTOR``.
            line: Such as ``push(2) -> 1`` or ``items=[1]; push(2) -> 2; items=[1, 2]``.
            user: Who gives them.

        Returns:
            The examples that people gave it by now.

        Raises:
            UnknownNameError: There is no such method.
            UsageError: The line is no example of the method, or contradicts one that it has.
            QuarantinedError: The method is in quarantine.
            GuardianError: The method does not make it true; it says what came instead.
            ImageError: Somebody else has changed the method meanwhile.
        """
        return add_example(self._session, self._trial, address, line, named(user))
