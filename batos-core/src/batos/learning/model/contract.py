"""What a method, or an object, must be: name, parameters, examples, what may change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from batos.learning.model.planned import Planned, says_it_gives
from batos.objects import UNSET, Example

__all__ = ["Contract", "says_something"]


@dataclass(frozen=True, kw_only=True)
class Contract:
    """What the method, or the object, must be.

    Attributes:
        selector: Its name.
        parameters: Names of its parameters, without ``self``.
        doc: What it does, one line.
        examples: Examples with a result; all of them must come true.
        calls: Calls without a known result; they must at least run.
        stateful: Whether it deals with slots of its receiver, as far as the examples tell.
        queries: What to look for in the memory.
        used: The statement that calls it, where a method does; empty otherwise.
        kept: How many of the examples, the last ones, people asked of the version that is there
            (see :mod:`batos.learning.request.keeping`).
        text: The mission whole and unchanged, as it is shown to whoever writes.
        slots: Slots that the mission names; the method must read or change each.
        guessed: Whether the parameters are named after the kinds of values alone, so that whoever
            writes may name them better.
    """

    selector: str
    parameters: tuple[str, ...]
    doc: str
    examples: tuple[Example, ...]
    calls: tuple[Example, ...]
    stateful: bool
    queries: tuple[str, ...]
    used: str = ""
    kept: int = 0
    text: str = ""
    slots: tuple[str, ...] = ()
    guessed: bool = False
    methods: tuple[Planned, ...] = ()

    @property
    def signature(self) -> str:
        """Such as ``(self, text)``."""
        return f"({', '.join(('self', *self.parameters))})"

    @property
    def is_open(self) -> bool:
        """Whether nobody has named the parameters, or said that there are none."""
        return self.guessed or not (self.parameters or self.examples or self.calls)

    @property
    def gives(self) -> bool:
        """Whether the mission says that something is given back; unsaid, it may be anything."""
        return (
            not self.slots
            or says_it_gives(f"{self.text}\n{self.doc}")
            or any(each.result is not UNSET for one in self.examples for each in one.claims)
        )

    @property
    def trials(self) -> tuple[Example, ...]:
        """Every call to try: the examples, then the calls without a known result."""
        return self.examples + self.calls

    def to_plain(self) -> dict[str, Any]:
        """Return the contract as plain data."""
        plain: dict[str, Any] = {
            "selector": self.selector,
            "signature": self.signature,
            "doc": self.doc,
            "examples": [example.to_plain() for example in self.examples],
            "calls": [example.to_plain() for example in self.calls],
            "stateful": self.stateful,
            "queries": list(self.queries),
        }
        more = {
            "used": self.used,
            "kept": self.kept,
            "text": self.text,
            "slots": list(self.slots),
            "guessed": self.guessed,
            "methods": [each.to_plain() for each in self.methods],
        }
        return {**plain, **{name: value for name, value in more.items() if value}}


def says_something(example: Example) -> bool:
    """Return whether an example says what must come of its call."""
    return bool(example.claims)
