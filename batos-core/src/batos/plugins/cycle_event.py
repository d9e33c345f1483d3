"""What a cycle, or a talk, tells while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

__all__ = ["CycleEvent"]


@dataclass(frozen=True, kw_only=True)
class CycleEvent:
    """An event of a cycle, or of a talk, which has a ``kind``, a ``text`` and ``data`` alone.

    Attributes:
        kind: What happened, such as ``cycle.state``.
        cycle: Id of the cycle.
        seq: Number within the cycle: 1, 2, 3 and so on.
        at: Time in UTC, ISO form.
        receiver: Who learns.
        selector: What is learned.
        state: The state that it is about, or empty.
        text: One line for a person; the source in ``cycle.code``.
        elapsed: Seconds since the cycle began.
        data: What belongs to the kind, plain data.
    """

    TYPE: ClassVar[str] = "cycle.event"
    """Its name on the wire."""

    kind: str
    cycle: str = ""
    seq: int = 0
    at: str = ""
    receiver: str = ""
    selector: str = ""
    state: str = ""
    text: str = ""
    elapsed: float = 0.0
    data: Mapping[str, Any] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data, as the trail keeps it; empty ``data`` is left out."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "TYPE"}
        if not self.data:
            del plain["data"]
        return plain
