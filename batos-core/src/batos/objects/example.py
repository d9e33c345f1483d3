"""Examples: what a method was asked to do, in a form that can be run again for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypedDict

__all__ = [
    "UNSET",
    "Example",
    "PlainCall",
    "PlainExample",
    "call_line",
    "example_line",
    "value_line",
]

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


class PlainCall(TypedDict, total=False):
    """A call that goes before others, and what is expected of it, as plain data.

    Attributes:
        args: Positional arguments.
        kwargs: Keyword arguments.
        result: What it must give; left out where nobody says.
        after: Slots expected after it; left out where nobody says.
        raises: Name of the exception class that is expected.
        selector: The method that is called, where it is another one than the example's own.
    """

    args: list[Any]
    kwargs: dict[str, Any]
    result: Any
    after: dict[str, Any]
    raises: str
    selector: str


class PlainExample(TypedDict, total=False):
    """One call of a method and what is expected of it, as plain data.

    Attributes:
        args: Positional arguments.
        kwargs: Keyword arguments.
        result: What it must give; left out where nobody says.
        state: The receiver's slots before the calls.
        after: Slots expected after it; left out where nobody says.
        raises: Name of the exception class that is expected.
        origin: Who gave it: ``user``, ``answer``, ``recipe``, ``call`` or ``model``.
        selector: The method that is called, where it is another one than the example's own.
        earlier: Calls that go before on the same object, in order.
    """

    args: list[Any]
    kwargs: dict[str, Any]
    result: Any
    state: dict[str, Any]
    after: dict[str, Any]
    raises: str
    origin: str
    selector: str
    earlier: list[PlainCall]


@dataclass(frozen=True, kw_only=True)
class Example:
    """One call of a method and what is expected of it.

    Attributes:
        args: Positional arguments, plain data.
        kwargs: Keyword arguments, plain data.
        result: The expected result, or ``UNSET`` when only the call is known.
        state: The receiver's slots before the call, and before what is called earlier.
        after: Slots expected after the call, or ``UNSET``.
        raises: Name of the exception class that is expected, or an empty text.
        origin: Who gave it: ``user``, ``answer`` (a person, who was asked), ``recipe``, ``call`` or
            ``model``.
        selector: The method that is called, where it is another one than the example's own.
        earlier: Calls that go before on the same object, in order, with what is expected of each;
            they have neither a state nor calls before them of their own.
    """

    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    result: Any = UNSET
    state: Mapping[str, Any] = field(default_factory=dict)
    after: Any = UNSET
    raises: str = ""
    origin: str = "user"
    selector: str = ""
    earlier: tuple[Example, ...] = ()

    @property
    def expects(self) -> bool:
        """Whether it says what must come of its own call."""
        return self.result is not UNSET or self.after is not UNSET or bool(self.raises)

    @property
    def claims(self) -> tuple[Example, ...]:
        """Each of its calls of which something is expected, as an example that ends with it."""
        calls = (*self.earlier, self)
        return tuple(self.until(number) for number, call in enumerate(calls) if call.expects)

    def until(self, number: int) -> Example:
        """Return the example as far as one of its calls, from 0; it ends with that one."""
        if number >= len(self.earlier):
            return self
        call, before = self.earlier[number], self.earlier[:number]
        return replace(call, state=self.state, earlier=before, origin=self.origin)

    def asking(self) -> Example:
        """Return the same calls, with nothing expected of them."""
        calls = tuple(each.asking() for each in self.earlier)
        return replace(self, result=UNSET, after=UNSET, raises="", earlier=calls)

    def belonging(self, *names: str) -> Example:
        """Return the example as one of a method; calls by one of these names are its own."""
        earlier = tuple(each.belonging(*names) for each in self.earlier)
        selector = "" if self.selector in names else self.selector
        return replace(self, selector=selector, earlier=earlier)

    def to_plain(self) -> PlainExample:
        """Return the example as plain data, leaving out what was not given."""
        plain: PlainExample = {"args": list(self.args), "origin": self.origin}
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
        if self.selector:
            plain["selector"] = self.selector
        if self.earlier:
            earlier = [each.to_plain() for each in self.earlier]
            for each in earlier:
                del each["origin"]
            plain["earlier"] = [*earlier]
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Example:
        """Return the example that :meth:`to_plain` described.

        Raises:
            TypeError: It is none; the message says which part is wrong.
        """
        return cls(**_checked(plain))


_FIELDS: Mapping[str, tuple[type, ...]] = {
    "args": (list, tuple),
    "kwargs": (Mapping,),
    "state": (Mapping,),
    "after": (Mapping,),
    "raises": (str,),
    "origin": (str,),
    "selector": (str,),
    "earlier": (list, tuple),
}
_NOT_EARLIER = frozenset(("state", "origin", "earlier"))
"""What a call that goes before others has none of."""


def _checked(plain: Any) -> dict[str, Any]:
    """Return the fields of an example from its plain form.

    Raises:
        TypeError: It is none.
    """
    if not isinstance(plain, Mapping):
        raise TypeError("it is no map")
    for name, value in plain.items():
        if name not in Example.__dataclass_fields__:
            raise TypeError(f"it has a field that is not known: {name!r}")
        kinds = _FIELDS.get(name, (object,))
        if not isinstance(value, kinds) and not (name == "after" and value is UNSET):
            raise TypeError(f"{name!r} has the wrong type")
        if (
            isinstance(value, Mapping)
            and Mapping in kinds
            and not all(isinstance(key, str) for key in value)
        ):
            raise TypeError(f"a name in {name!r} is no text")
    given = {**plain, "args": tuple(plain.get("args", ()))}
    if earlier := given.get("earlier"):
        if any(isinstance(each, Mapping) and _NOT_EARLIER & each.keys() for each in earlier):
            raise TypeError("a call in 'earlier' has a field that belongs to the whole example")
        given["earlier"] = tuple(Example.from_plain(each) for each in earlier)
    return given


def example_line(selector: str, example: Example) -> str:
    """Return an example as one line of Python, such as ``count_vowels('ab') == 1``."""
    parts = [f"self.{name} = {value_line(value)}" for name, value in example.state.items()]
    for each in (*example.earlier, example):
        call = call_line(each.selector or selector, each.args, each.kwargs)
        if each.result is not UNSET:
            call = f"{call} == {value_line(each.result)}"
        elif each.raises:
            call = f"{call} raises {each.raises}"
        parts.append(call)
        if each.after is not UNSET:
            parts += [f"self.{name} == {value_line(value)}" for name, value in each.after.items()]
    return "; ".join(parts)


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
