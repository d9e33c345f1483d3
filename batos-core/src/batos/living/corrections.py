"""Corrections: sentences that were misread, set right by a person in the image.

They lie in a slot of the steward, where rules find the same sentence first and its model is shown
the latest; who has changed them, and when, is in the history of that slot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from batos.dialogue.understanding.sentences import Meant, is_same, meant_in
from batos.dialogue.understanding.steward import ACTIONS, CORRECTIONS
from batos.dialogue.who import steward_of
from batos.errors import UnknownNameError, UsageError
from batos.handwork.objects.shaping import Shaping
from batos.learning.candidates.sources import parameters_of
from batos.learning.cycle.host import Host
from batos.wire.messages.talk.corrections import CorrectionLine

__all__ = ["Corrections"]

_ACTIONS: Mapping[str, str] = {word: action for action, word in ACTIONS.items()}
_LONGEST = 600
"""Characters of a sentence, as many as its reader is shown."""


class Corrections:
    """What people have said that sentences mean.

    Args:
        host: The image.
        shaping: Changes the slot.
    """

    def __init__(self, host: Host, shaping: Shaping) -> None:
        self._host = host
        self._shaping = shaping

    def lines(self) -> list[CorrectionLine]:
        """Return a line for each sentence, the latest last."""
        steward = steward_of(self._host)
        given = steward.slots.get(CORRECTIONS) if steward is not None else ()
        return [_line(each) for each in meant_in(given)]

    def add(
        self, said: str, means: str, args: Sequence[Any] = (), *, user: str = "user"
    ) -> CorrectionLine:
        """Say what a sentence means, from now on and for everybody.

        Args:
            said: The sentence.
            means: ``OBJECT.SELECTOR``, or the word of another command, such as ``talk``.
            args: The values of a call.
            user: Who says so.

        Returns:
            Its line.

        Raises:
            UnknownNameError: There is no such method or command.
            UsageError: The sentence is empty or too long, or the method does not take the values.
        """
        sentence = " ".join(said.split())
        if not 0 < len(sentence) <= _LONGEST:
            raise UsageError(f"A sentence has 1 to {_LONGEST} characters.")
        meant = Meant(sentence, self._action(means.strip(), args), tuple(args))
        self._change(lambda found: [*_without(found, sentence), meant], user)
        return _line(meant)

    def remove(self, said: str, *, user: str = "user") -> CorrectionLine:
        """Have a sentence be read as it was before.

        Returns:
            What it was.

        Raises:
            UnknownNameError: It was not set right.
        """
        lines = self.lines()
        gone = [each for each in lines if is_same(each["said"], said)]
        if not gone:
            known = [each["said"] for each in lines]
            hint = "'batos corrections' lists them."
            raise UnknownNameError("correction of a sentence", said, known, hint=hint)
        self._change(lambda found: _without(found, said), user)
        return gone[-1]

    def _change(self, change: Callable[[list[Meant]], list[Meant]], user: str) -> None:
        steward = steward_of(self._host)
        if steward is None:
            raise UsageError("No persona lives in this image that reads sentences.")
        self._shaping.update(
            f"{steward.name}.{CORRECTIONS}",
            lambda given: [each.to_plain() for each in change(list(meant_in(given)))],
            user=user,
        )

    def _action(self, means: str, args: Sequence[Any]) -> str:
        """Return the action that a meaning is kept as."""
        receiver, _, selector = means.rpartition(".")
        if receiver and selector:
            with self._host.session.read() as root:
                _, method = root.method(root.find(receiver), selector)
                names, defaults = parameters_of(method.source)
            if not len(names) - defaults <= len(args) <= len(names):
                wanted = ", ".join(names) or "nothing"
                raise UsageError(f"{means} takes {wanted}; {len(args)} values are given.")
            return means
        word = means.replace("_", " ").lower()
        action = means if means in ACTIONS else _ACTIONS.get(word)
        if action is None:
            raise UnknownNameError(
                "meaning", means, _ACTIONS, hint=f"Write OBJECT.METHOD, or {', '.join(_ACTIONS)}."
            )
        if args:
            raise UsageError(f"{means!r} takes no values; those of a method do.")
        return action


def _without(found: Sequence[Meant], said: str) -> list[Meant]:
    return [each for each in found if not is_same(each.said, said)]


def _line(meant: Meant) -> CorrectionLine:
    means = ACTIONS.get(meant.action, meant.action)
    return {"said": meant.said, "means": means, "args": list(meant.args)}
