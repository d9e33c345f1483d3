"""The globals of compiled methods: the dialect's names, the hidden guards, and nothing else."""

from __future__ import annotations

import _strptime  # type: ignore[import-not-found]  # of the standard library, without stubs
import builtins
import hashlib
import random
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from itertools import compress
from typing import Any

from batos.guardian.dialect import (
    BUILTINS,
    EXCEPTIONS,
    MAX_PRINTED,
    built_ins,
    formatting,
    kinds,
    measure,
    operators,
)
from batos.guardian.dialect.budget import look
from batos.guardian.dialect.clock import Clock, date_members
from batos.guardian.dialect.facade import Facade
from batos.guardian.dialect.facades import pure_facades, random_facade
from batos.guardian.dialect.methods import METHOD_GUARDS

__all__ = ["make_namespace"]

_MOST_KINDS = 100
_FOR_DATES = {"time": time, "_strptime": _strptime}


def _sha256(text: Any) -> str:
    data = text.encode() if isinstance(text, str) else text
    return hashlib.sha256(data).hexdigest()


def _is_instance(value: Any, kinds: Any) -> bool:
    """Return ``isinstance``, where a facade such as ``date`` stands for its class."""
    parts: list[Any] = [kinds]
    resolved: list[Any] = []
    for _ in range(_MOST_KINDS):  # tuples of tuples may be endless
        if not parts:
            return isinstance(value, tuple(resolved))
        kind = parts.pop()
        if isinstance(kind, tuple):
            parts.extend(kind[:_MOST_KINDS])
            continue
        if kind is built_ins.make_range:
            kind = range
        elif isinstance(kind, Facade):
            kind = kind._kind
        if kind is None:
            break
        resolved.append(kind)
    raise TypeError("isinstance() arg 2 must be a type or a tuple of types")


def _look() -> bool:
    look()
    return True


def _attribute_error(*arguments: Any) -> AttributeError:
    return AttributeError(*arguments)


HIDDEN: dict[str, Any] = {
    "_add": operators.add,
    "_iadd": operators.iadd,
    "_mul": operators.mul,
    "_imul": operators.imul,
    "_mod": operators.mod,
    "_pow": operators.power,
    "_lshift": operators.lshift,
    "_text": formatting.text,
    "_show": formatting.show,
    "_str": formatting.to_str,
    "_light": measure.light,
    "_contains": operators.contains,
    "_floordiv": operators.floordiv,
    "_share": operators.share,
    "_atoms": kinds.ATOMS,
    "_max": max,
    "_min": min,
    "_keys": built_ins.watched_keys,
    "_attribute_error": _attribute_error,
    "_look": _look,
    "_hashed": frozenset({str, dict, set, frozenset, Counter, OrderedDict, kinds.DefaultDict}),
    "_tuple": tuple,
    **{f"_{name}": operators.united(name) for name in ("or_", "and_", "xor", "sub")},
    **{f"_{name}": operators.united(name) for name in ("ior", "iand", "ixor", "isub")},
    "_format_text": formatting.format_text,
    "_items": operators.items,
    "_half": operators.half,
    "_iter": iter,
    "_compress": compress,
    "_range": range,
    "_sum": sum,
    "_len": len,
    "_list": list,
    "_round": round,
    "_writable": operators.writable,
    "_set": built_ins.make_set,
    "_frozenset": built_ins.make_frozenset,
    "_dict": built_ins.mapping(dict),
    **{f"_{name}_type": made._kind for name, made in built_ins.TYPES.items()},
    "_int_base": built_ins.int_base,
    "_slice": slice,
    "_type": type,
    "_int": int,
    "_getattr": getattr,
    "_hasattr": hasattr,
    **{f"_guard_{name}": read for name, read in METHOD_GUARDS.items()},
}
"""Hidden names of rewritten code."""


def make_namespace(
    clock: Clock, source: random.Random, print_text: Callable[[str], None]
) -> dict[str, Any]:
    """Return the globals for methods of one runner.

    Args:
        clock: Gives the date and time.
        source: Gives chance.
        print_text: Takes what methods print.
    """

    def show(*values: Any, sep: str | None = " ", end: str | None = "\n") -> None:
        separator = " " if sep is None else sep
        if not isinstance(separator, str):
            raise TypeError(f"sep must be None or a text, not {type(sep).__name__}")
        left = MAX_PRINTED
        for number, value in enumerate(values):
            if left < 0:
                break  # nothing of it would be kept
            text = formatting.to_str(value)
            print_text(f"{separator}{text}" if number else text)
            left -= len(text) + 1
        print_text("\n" if end is None else end)

    special = {"now", "today", "sha256", "print"}
    names: dict[str, Any] = {
        name: built_ins.BUILTIN_GUARDS.get(name) or getattr(builtins, name)
        for name in BUILTINS
        if name not in special
    }
    names |= {name: getattr(builtins, name) for name in EXCEPTIONS}
    names |= built_ins.TYPES
    names |= pure_facades()
    names |= date_members(clock)
    names |= {"random": random_facade(source), "sha256": _sha256, "print": show}
    names |= HIDDEN
    names |= {"_isinstance": _is_instance, "__builtins__": {"__import__": _import_for_dates}}
    names["__name__"] = "batos.method"
    return names


def _import_for_dates(name: str, *_details: Any) -> Any:
    """Import what the C code of ``datetime`` needs, and nothing else.

    ``strftime`` and ``strptime`` import two modules through the builtins of whoever calls them.
    A method cannot reach this function: the audit refuses its name and every import.
    """
    if name in _FOR_DATES:
        return _FOR_DATES[name]
    raise ImportError(f"{name!r} is not offered")
