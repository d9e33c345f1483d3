"""Size guards: the operations that could build something huge in one step of C code.

Nothing inside CPython interrupts a single C call, so its size is checked before it is made.
Every guard does exactly what the plain operation does, or raises :class:`Breach`.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterable
from itertools import islice
from types import GenericAlias
from typing import Any, NoReturn

from batos.guardian.budget import Breach
from batos.guardian.dialect import MAX_BITS, MAX_ITEMS, MAX_TEXT, MAX_WIDTH
from batos.objects.uvm import UvmObject

__all__ = [
    "DefaultDict",
    "Deque",
    "add",
    "bounded",
    "breach",
    "format_text",
    "format_value",
    "half",
    "hint",
    "iadd",
    "imul",
    "is_container",
    "items",
    "lshift",
    "materialised",
    "mod",
    "mul",
    "power",
    "show",
    "text",
    "to_ascii",
    "to_repr",
    "to_str",
    "weigh",
    "without_addresses",
    "writable",
]


class Deque(deque[Any]):
    """A deque; a million plain ones inside each other crash CPython when they are freed."""

    __slots__ = ()


class DefaultDict(defaultdict[Any, Any]):
    """A defaultdict, for the same reason as :class:`Deque`."""

    __slots__ = ()


# In texts they have the names that whoever wrote the method knows.
Deque.__name__ = "deque"
DefaultDict.__name__ = "defaultdict"

_ORDINARY = 1 << 64
_TEXTS = (str, bytes)
_SEQUENCES = frozenset({str, bytes, list, tuple, Deque, deque})
_CONTAINERS = frozenset(
    {list, tuple, str, bytes, dict, set, frozenset, range, Counter, OrderedDict, Deque, DefaultDict}
)
_ATOMS = frozenset({type(None), bool, int, float, complex})
_LISTING: Any = (
    *(list, tuple, set, frozenset, deque),
    *(type({}.keys()), type({}.values()), type({}.items())),
)
"""What has the texts of its items in its own."""
_SHORT = _ATOMS | {
    *(range, dt.datetime, dt.date, dt.time, dt.timedelta, dt.timezone, UvmObject),
}
"""What has a short text without an address."""
_ADDRESS = re.compile(r"(?: at| @) 0x[0-9A-Fa-f]{6,}")
_PERCENT = re.compile(r"%(?:\([^)]*\))?[-+ #0]*(\d+|\*)?(?:\.(\d+|\*))?")


def breach(reason: str) -> NoReturn:
    """Stop the method.

    Raises:
        Breach: Always.
    """
    raise Breach(reason)


def _too_long(length: int, value: object) -> bool:
    return length > (MAX_TEXT if isinstance(value, _TEXTS) else MAX_ITEMS)


# -- operators -------------------------------------------------------------------------------------


def add(left: Any, right: Any) -> Any:
    """Return ``left + right``."""
    sequences = type(left) in _SEQUENCES and type(right) in _SEQUENCES
    if sequences and _too_long(len(left) + len(right), left):
        breach("a text or list grew too long")
    return left + right


def iadd(left: Any, right: Any) -> Any:
    """Return ``left`` after ``left += right``."""
    if type(left) in _SEQUENCES:
        if type(right) not in _CONTAINERS and isinstance(left, (list, deque)):
            right = bounded(right)
        if _too_long(len(left) + hint(right), left):
            breach("a text or list grew too long")
    left += right
    return left


def hint(value: Any) -> int:
    """Return how many items a value says it has, or 0."""
    try:
        return operator.length_hint(value, 0)
    except TypeError:
        return 0


def _check_product(left: Any, right: Any) -> None:
    if isinstance(left, int):
        if isinstance(right, int):
            if left.bit_length() + right.bit_length() > MAX_BITS:
                breach("a number got too large")
        elif type(right) in _SEQUENCES and left > 0 and _too_long(len(right) * left, right):
            breach("a repeated text or list is too long")
    elif (
        isinstance(right, int)
        and type(left) in _SEQUENCES
        and right > 0
        and _too_long(len(left) * right, left)
    ):
        breach("a repeated text or list is too long")


def mul(left: Any, right: Any) -> Any:
    """Return ``left * right``."""
    if type(left) is int and type(right) is int:
        # Two allowed numbers give at most twice the allowed size, so the result can be measured.
        result = left * right
        if not -_ORDINARY < result < _ORDINARY and result.bit_length() > MAX_BITS:
            breach("a number got too large")
        return result
    _check_product(left, right)
    return left * right


def imul(left: Any, right: Any) -> Any:
    """Return ``left`` after ``left *= right``."""
    _check_product(left, right)
    left *= right
    return left


def mod(left: Any, right: Any) -> Any:
    """Return ``left % right``, which formats when ``left`` is a text."""
    if not isinstance(left, _TEXTS):
        return left % right
    template = left if isinstance(left, str) else left.decode("latin-1")
    values = right if isinstance(right, tuple) else (right,)
    for width, precision in _PERCENT.findall(template):
        for part in (width, precision):
            if part == "*":
                if any(isinstance(item, int) and abs(item) > MAX_WIDTH for item in values):
                    breach("a width is too large")
            elif part and (len(part) > 6 or int(part) > MAX_WIDTH):
                breach("a width is too large")
    weighed = [_weighed(item) for item in values]
    if template.count("%") * max((weight for weight, _ in weighed), default=0) > 4 * MAX_TEXT:
        breach("a formatted text is too long")
    made = left % right
    if not any(opaque for _, opaque in weighed):
        return made
    if isinstance(made, str):
        return without_addresses(made)
    return without_addresses(made.decode("latin-1")).encode("latin-1")


def power(base: Any, exponent: Any, modulus: Any = None) -> Any:
    """Return ``pow(base, exponent, modulus)``."""
    if isinstance(base, int) and isinstance(exponent, int):
        if modulus is None:
            if abs(base) > 1 and exponent > 0 and base.bit_length() * exponent > MAX_BITS:
                breach("a power is too large")
        elif isinstance(modulus, int):
            if exponent.bit_length() * modulus.bit_length() > 1 << 24:
                breach("a modular power is too large")
            base %= modulus or 1
    return pow(base, exponent) if modulus is None else pow(base, exponent, modulus)


def lshift(left: Any, right: Any) -> Any:
    """Return ``left << right``."""
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() + right > MAX_BITS:
        breach("a number got too large")
    return left << right


# -- texts -----------------------------------------------------------------------------------------


def weigh(value: Any) -> int:
    """Return about how many characters the text of a value has.

    A list that holds another list twice, forty times over, has a text of 2**40 characters.

    Raises:
        Breach: It would be too long.
    """
    return _weighed(value)[0]


def _weighed(value: Any) -> tuple[int, bool]:
    """Return about how long the text of a value is, and whether an address may be in it."""
    if type(value) in _ATOMS:
        return 32 if not isinstance(value, int) else value.bit_length() // 3 + 1, False
    if type(value) in _TEXTS:
        return len(value), False
    weight = 0
    opaque = False
    stack = [value]
    while stack:
        item = stack.pop()
        weight += 4
        if isinstance(item, _TEXTS):
            weight += len(item)
        elif isinstance(item, dict):
            stack.extend(item)
            stack.extend(item.values())
            opaque = opaque or type(item) is DefaultDict
        elif isinstance(item, _LISTING):
            stack.extend(item)
        elif type(item) not in _SHORT:
            opaque = True
            stack.extend(_named_in(item))
        if weight > MAX_TEXT or len(stack) > MAX_ITEMS:
            breach("the text of a value is too long")
    return weight, opaque


def _named_in(item: Any) -> Iterable[Any]:
    """Return the values that the text of another kind of value tells."""
    if isinstance(item, BaseException):
        return item.args
    return item.__args__ if isinstance(item, GenericAlias) else ()


def without_addresses(text: str) -> str:
    """Return a text without places in memory, which Python names for what has no other name."""
    return _ADDRESS.sub("", text) if " 0x" in text else text


class _Shown:
    """Stands in a text for a value whose own text may tell a place in memory."""

    __slots__ = ("_value",)

    def __init__(self, value: Any) -> None:
        self._value = value

    def __str__(self) -> str:
        return without_addresses(str(self._value))

    def __repr__(self) -> str:
        return without_addresses(repr(self._value))

    def __format__(self, spec: str) -> str:
        return without_addresses(format(self._value, spec))


def show(value: Any) -> Any:
    """Return what can be put into a text for a value, which has a sensible length."""
    kind = type(value)
    if kind in _ATOMS or kind is str:
        return value
    return _Shown(value) if _weighed(value)[1] else value


def text(value: str) -> str:
    """Return a text that was put together from several, once its length is checked."""
    if len(value) > MAX_TEXT:
        breach("a text grew too long")
    return value


def to_str(value: Any = "", /, *encoding: str) -> str:
    """Return ``str(value)``."""
    return str(value, *encoding) if encoding else str(show(value))


def to_repr(value: Any, /) -> str:
    """Return ``repr(value)``."""
    return repr(show(value))


def to_ascii(value: Any, /) -> str:
    """Return ``ascii(value)``."""
    return ascii(show(value))


def format_value(value: Any, spec: str = "", /) -> str:
    """Return ``format(value, spec)``."""
    shown = show(value)
    _check_spec(spec)
    return format(shown, spec)


def _check_spec(spec: Any) -> None:
    if isinstance(spec, str) and len(spec) > 4 and not spec.startswith("%"):
        for run in re.findall(r"\d+", spec):
            if len(run) > 6 or int(run) > MAX_WIDTH:
                breach("a width is too large")


def format_text(template: str, /, *values: Any, **named: Any) -> str:
    """Return ``template.format(...)``; the audit saw the literal template."""
    everything = (*values, *named.values())
    weighed = [_weighed(item) for item in everything]
    longest = max((weight for weight, _ in weighed), default=0)
    if template.count("{") * longest > 4 * MAX_TEXT:
        breach("a formatted text is too long")
    # A width may come from an argument, as in "{:{}}".
    if template.count("{") > 1 and ":{" in template.replace(" ", ""):
        for item in everything:
            if isinstance(item, int) and abs(item) > MAX_WIDTH:
                breach("a width is too large")
            _check_spec(str(item) if isinstance(item, str) and len(item) < 64 else "")
    made = template.format(*values, **named)
    return without_addresses(made) if any(opaque for _, opaque in weighed) else made


# -- containers ------------------------------------------------------------------------------------


def items(value: Any) -> Any:
    """Return a list or tuple that was put together from several, once its length is checked."""
    if len(value) > MAX_ITEMS:
        breach("a list grew too long")
    return value


def half(value: Any) -> Any:
    """Return the new value of a slice: at most half of what a list may have."""
    if hint(value) * 2 > MAX_ITEMS:
        breach("a list grew too long")
    return value


def bounded(source: Iterable[Any]) -> list[Any]:
    """Return the items of any iterable as a list."""
    found = list(islice(source, MAX_ITEMS + 1))
    if len(found) > MAX_ITEMS:
        breach("there are too many items")
    return found


def is_container(value: Any) -> bool:
    """Return whether a value is exactly one of the plain containers."""
    return type(value) in _CONTAINERS


def materialised(source: Any) -> Any:
    """Return an iterable that is a plain container.

    Lazy iterators over lazy iterators, a million deep, crash CPython. Built over a container,
    each is one deep.
    """
    return source if type(source) in _CONTAINERS else bounded(iter(source))


def writable(target: Any) -> Any:
    """Return the target of an attribute store when it is an object of the image.

    Raises:
        AttributeError: It is anything else: a helper of the dialect, an exception, a function.
    """
    if not isinstance(target, UvmObject):
        raise AttributeError(f"a {type(target).__name__} has no slots that could be set")
    return target
