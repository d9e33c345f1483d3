"""Examples: what a method was asked to do, in a form that can be run again for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["UNSET", "Example", "call_line", "example_line", "value_line"]

_LONGEST_VALUE = 160


class _Unset:
    """The mark of an expectation that was not given (``None`` is a possible result)."""

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> bool:
        return False

    def __reduce__(self) -> str:
        # Copied or unpickled it stays the one mark, since it is compared by identity.
        return "UNSET"


UNSET: Any = _Unset()


@dataclass(frozen=True, kw_only=True)
class Example:
    """One call of a method and what is expected of it.

    Attributes:
        args: Positional arguments, plain data.
        kwargs: Keyword arguments, plain data.
        result: The expected result, or ``UNSET`` when only the call is known.
        state: The receiver's slots before the call.
        after: Slots expected after the call, or ``UNSET``.
        raises: Name of the exception class that is expected, or an empty text.
        origin: Who gave it: ``user``, ``answer`` (a person, who was asked), ``recipe``, ``call`` or
            ``model``.
    """

    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    result: Any = UNSET
    state: Mapping[str, Any] = field(default_factory=dict)
    after: Any = UNSET
    raises: str = ""
    origin: str = "user"

    def to_plain(self) -> dict[str, Any]:
        """Return the example as plain data, leaving out what was not given."""
        plain: dict[str, Any] = {"args": list(self.args), "origin": self.origin}
        if self.kwargs:
            plain["kwargs"] = dict(self.kwargs)
        if self.result is not UNSET:
            plain["result"] = self.result
        if self.state:
            plain["state"] = dict(self.state)
        if self.after is not UNSET:
            plain["after"] = dict(self.after)
        if self.raises:
            plain["raises"] = self.raises
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Example:
        """Return the example that :meth:`to_plain` described.

        Raises:
            TypeError: A key is not a field of an example.
        """
        known = dict(plain)
        known["args"] = tuple(known.get("args", ()))
        return cls(**known)


def example_line(selector: str, example: Example) -> str:
    """Return an example as one line of Python, such as ``count_vowels('ab') == 1``."""
    call = call_line(selector, example.args, example.kwargs)
    before = "".join(
        f"self.{name} = {value_line(value)}; " for name, value in example.state.items()
    )
    parts = []
    if example.result is not UNSET:
        parts.append(f"{call} == {value_line(example.result)}")
    elif example.raises:
        parts.append(f"{call} raises {example.raises}")
    else:
        parts.append(call)
    if example.after is not UNSET:
        parts += [f"self.{name} == {value_line(value)}" for name, value in example.after.items()]
    return before + "; ".join(parts)


def call_line(selector: str, args: Iterable[Any], kwargs: Mapping[str, Any]) -> str:
    """Return a call as it is written in Python, such as ``count_vowels('ab')``."""
    given = [value_line(value) for value in args]
    given += [f"{name}={value_line(value)}" for name, value in kwargs.items()]
    return f"{selector}({', '.join(given)})"


def value_line(value: Any) -> str:
    """Return a value as it is written in Python, cut short where it is long."""
    try:
        text = repr(value)
    except ValueError:  # an integer with more digits than this process writes out
        text = hex(value) if isinstance(value, int) else f"a {type(value).__name__}"
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
