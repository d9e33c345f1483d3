"""What dialogue puts on the audit trail: who read a sentence as what, and what is gone for good.

The words of a person are not among it: the trail stays when a fact is forgotten.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from batos.learning.model.commands import Call, Command, Do, word_of
from batos.learning.records.trail import Trail, named, now_text, record_in_image
from batos.plugins.cycle_event import CycleEvent

if TYPE_CHECKING:
    from batos.image import Root, Session
    from batos.plugins import PluginSet

__all__ = ["Noted", "TalkTrail", "noted_command"]

R = TypeVar("R")


@dataclass(frozen=True)
class Noted:
    """Something that is put on the trail.

    Attributes:
        kind: What happened, such as ``talk.command``.
        text: It in a line.
        receiver: The object that a command is for, where there is one.
        selector: The method of it.
        data: What belongs to the kind, plain data.
    """

    kind: str
    text: str
    receiver: str = ""
    selector: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


class TalkTrail:
    """Commits changes of dialogue together with what the trail tells of them.

    Args:
        session: The image.
        trail: The other half of the trail.
        plugins: Who observes.
    """

    def __init__(self, session: Session, trail: Trail, plugins: PluginSet) -> None:
        self._session = session
        self._trail = trail
        self._plugins = plugins

    def change(
        self,
        work: Callable[[Root], R],
        tell: Callable[[R], Iterable[Noted]],
        *,
        note: str,
        user: str,
    ) -> R:
        """Carry out a change with its entries on the trail, in one transaction.

        Args:
            work: Changes the image.
            tell: Returns the entries for what came of it.
            note: The note of the transaction.
            user: Who changes it.

        Returns:
            What came of it.
        """

        def both(root: Root) -> tuple[R, list[CycleEvent]]:
            done = work(root)
            talk, at = uuid.uuid4().hex[:12], now_text()
            events = [
                CycleEvent(
                    kind=each.kind,
                    cycle=talk,
                    seq=number,
                    at=at,
                    receiver=each.receiver,
                    selector=each.selector,
                    text=each.text,
                    data={"by": named(user), **each.data},
                )
                for number, each in enumerate(tell(done), 1)
            ]
            for event in events:
                record_in_image(root, event.to_plain())
            return done, events

        done, events = self._session.change(both, note=note, user=named(user))
        for event in events:
            self._trail.write(event.to_plain())
            self._plugins.notify(event)
        return done


def noted_command(command: Command, reader: str, **more: Any) -> Noted:
    """Return what the trail tells of a command that was read.

    Args:
        command: It.
        reader: Who has read it; ``person`` where somebody has confirmed it.
        more: Further data.
    """
    word = word_of(command)
    data = {"reader": reader, "command": word, **more}
    if isinstance(command, Call):
        text = f"{reader}: {word} {command.address}"
        return Noted("talk.command", text, command.object, command.selector, data)
    if isinstance(command, Do):
        # Before the person's word a target may be their own words.
        target = command.target if reader == "person" else ""
        data |= {"name": command.name, "target": target}
        return Noted(
            "talk.command", f"{reader}: {word} {command.name} {target}".rstrip(), data=data
        )
    return Noted("talk.command", f"{reader}: {word}", data=data)
