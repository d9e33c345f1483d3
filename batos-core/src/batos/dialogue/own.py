"""Commands that wait for the person's word: those of the system's own, and calls that change."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from batos.as_json import json_line
from batos.counting import counted
from batos.dialogue.facts import Facts, is_about_all, nearest_of
from batos.errors import UsageError
from batos.learning.model.commands import Call, Command, Do

__all__ = ["FORGETTING", "OwnCommand", "OwnCommands", "Shown", "is_forgetting"]

FORGETTING = "forget …"
"""What is kept of a sentence that has made a fact be forgotten."""

_UNKNOWN = "Which command do you mean? 'batos --help' lists them."
_UNTOLD = "You have not told me that."
_FORGET = "forget_fact"
_IT = frozenset({"it", "that", "this"})
"""Words for what was told last; others that say nothing are about everything."""


@dataclass(frozen=True)
class OwnCommand:
    """A command of the system's own that a sentence may give.

    Attributes:
        line: It as it is typed, without what it is done to.
        run: Carries it out for a target, which may be empty, and a user; returns what was done,
            in a sentence. None for one that can only be typed.
        latest: Tells what it would be done to where no target is named, and in a few words what
            that is; empty texts for nothing, or where it is not clear.
    """

    line: str
    run: Callable[[str, str], str] | None = None
    latest: Callable[[], tuple[str, str]] = lambda: ("", "")


@dataclass(frozen=True)
class Shown:
    """A command as it is shown before the person's word.

    Attributes:
        text: It as it is typed; or why it cannot be done, in a sentence.
        command: What is carried out after the word; None where nothing can be.
    """

    text: str
    command: Command | None = None


class OwnCommands:
    """The system's own commands.

    Args:
        by_name: They, by name.
        facts: What people tell of themselves.
    """

    def __init__(self, by_name: Mapping[str, OwnCommand], facts: Facts) -> None:
        self._by_name = by_name
        self._facts = facts

    def shown(self, command: Command, user: str) -> Shown:
        """Return a command as it is shown to a person.

        Args:
            command: It. What is shown is what will be done, whatever else happens until the word:
                a target that is not named is found now.
            user: Who has given it.
        """
        if isinstance(command, Call):
            words = [command.object, command.selector, *map(json_line, command.args)]
            return Shown(f"batos send {' '.join(map(shlex.quote, words))}", command)
        own = self._by_name.get(command.name) if isinstance(command, Do) else None
        if own is None or not isinstance(command, Do):
            return Shown(_UNKNOWN)
        if own.run is None:
            return Shown(f"That is a command of its own; type: {own.line}")
        about = ""
        if command.name == _FORGET:
            return self._forgetting(own.line, command.target, user)
        if not command.target:
            target, about = own.latest()
            if not target:
                return Shown(f"It is not clear what that would be done to; type: {own.line}")
            command = Do(command.name, target)
        line = f"{own.line} {command.target}"
        return Shown(f"{line}  # {about}" if about else line, command)

    def _forgetting(self, line: str, target: str, user: str) -> Shown:
        told = self._facts.of(user)
        if is_about_all(target) and len(told) > 1 and not _IT.issuperset(target.lower().split()):
            names = " ".join(each.id for each in told)
            said = f"{line} ID  # {counted(len(told), 'fact')}: all that you have told"
            return Shown(said, Do(_FORGET, names))
        near = nearest_of(told, target, limit=1)
        if not near:
            return Shown(_UNTOLD)
        return Shown(f"{line} {near[0].id}  # {near[0].text}", Do(_FORGET, near[0].id))

    def run(self, command: Do, user: str) -> str:
        """Carry out a command after the person's word, and return what was done.

        Raises:
            UsageError: There is no such command, or it can only be typed.
        """
        own = self._by_name.get(command.name)
        if own is None or own.run is None:
            raise UsageError(f"There is no command {command.name!r} that a sentence can give.")
        return own.run(command.target, user)


def is_forgetting(command: Command | None) -> bool:
    """Return whether a command forgets what a person has told."""
    return isinstance(command, Do) and command.name == _FORGET
