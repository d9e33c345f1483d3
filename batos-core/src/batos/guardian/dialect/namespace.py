"""The globals of compiled methods: the dialect's names, the hidden guards, and nothing else."""

from __future__ import annotations

import _strptime  # type: ignore[import-not-found]  # of the standard library, without stubs
import builtins
import hashlib
import random
import time
from collections.abc import Callable
from typing import Any

from batos.guardian.dialect import BUILTINS, EXCEPTIONS, guards
from batos.guardian.dialect.bounded import BUILTIN_GUARDS, HIDDEN, make_bytes, make_range
from batos.guardian.dialect.clock import Clock, date_members
from batos.guardian.dialect.facades import Facade, facade, pure_facades, random_facade

__all__ = ["make_namespace"]

_FOR_DATES = {"time": time, "_strptime": _strptime}


def _sha256(text: Any) -> str:
    data = text.encode() if isinstance(text, str) else text
    return hashlib.sha256(data).hexdigest()


def _is_instance(value: Any, kinds: Any) -> bool:
    """Return ``isinstance``, where a facade such as ``date`` stands for its class."""
    parts = kinds if isinstance(kinds, tuple) else (kinds,)
    resolved = []
    for part in parts:
        if part is make_range:
            kind: Any = range
        elif part is guards.to_str:
            kind = str
        elif isinstance(part, Facade):
            kind = part._kind
        else:
            kind = part
        if kind is None:
            raise TypeError("isinstance() arg 2 must be a type or a tuple of types")
        resolved.append(kind)
    return isinstance(value, tuple(resolved))


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
        print_text(separator.join(guards.to_str(value) for value in values))
        print_text("\n" if end is None else end)

    special = {"now", "today", "sha256", "print"}
    names: dict[str, Any] = {
        name: BUILTIN_GUARDS.get(name) or getattr(builtins, name)
        for name in BUILTINS
        if name not in special
    }
    names |= {name: getattr(builtins, name) for name in EXCEPTIONS}
    names["bytes"] = facade("bytes", {"fromhex": bytes.fromhex}, call=make_bytes, kind=bytes)
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
