"""Regular expressions with a bound on their time."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from batos.guardian.budget import Breach
from batos.guardian.dialect import MAX_TEXT
from batos.guardian.dialect.backtracking import check_pattern
from batos.guardian.dialect.guards import bounded

__all__ = ["RE_MEMBERS", "Pattern"]

_STEPS = 400_000_000


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: int) -> tuple[re.Pattern[str], int]:
    return re.compile(pattern, flags), check_pattern(pattern, flags)


def _ready(pattern: Any, flags: Any, text: Any) -> re.Pattern[str]:
    """Return a compiled pattern, once it is known that the text is short enough for it."""
    if isinstance(pattern, Pattern):
        found, degree = pattern._compiled, pattern._degree
    else:
        if not isinstance(pattern, str):
            raise TypeError("a pattern must be a text")
        found, degree = _compiled(pattern, int(flags))
    if isinstance(text, str):
        longest = MAX_TEXT if degree <= 1 else int(_STEPS ** (1 / degree))
        if len(text) > longest:
            raise Breach(f"a text of {len(text)} characters is too long for this pattern")
    return found


def _check_replacement(replacement: Any, text: Any) -> None:
    if isinstance(replacement, str) and isinstance(text, str):
        groups = replacement.count("\\") + 1
        if (len(replacement) + groups * 2) * (len(text) + 1) > 16 * MAX_TEXT:
            raise Breach("a text grew too long")


def _match(pattern: Any, string: str, flags: int = 0) -> Any:
    return _ready(pattern, flags, string).match(string)


def _fullmatch(pattern: Any, string: str, flags: int = 0) -> Any:
    return _ready(pattern, flags, string).fullmatch(string)


def _search(pattern: Any, string: str, flags: int = 0) -> Any:
    return _ready(pattern, flags, string).search(string)


def _findall(pattern: Any, string: str, flags: int = 0) -> Any:
    return _ready(pattern, flags, string).findall(string)


def _finditer(pattern: Any, string: str, flags: int = 0) -> Any:
    return iter(bounded(_ready(pattern, flags, string).finditer(string)))


def _sub(pattern: Any, repl: Any, string: str, count: int = 0, flags: int = 0) -> Any:
    _check_replacement(repl, string)
    return _ready(pattern, flags, string).sub(repl, string, count)


def _subn(pattern: Any, repl: Any, string: str, count: int = 0, flags: int = 0) -> Any:
    _check_replacement(repl, string)
    return _ready(pattern, flags, string).subn(repl, string, count)


def _split(pattern: Any, string: str, maxsplit: int = 0, flags: int = 0) -> Any:
    return _ready(pattern, flags, string).split(string, maxsplit)


def _escape(pattern: str) -> str:
    return re.escape(pattern)


class Pattern:
    """A compiled pattern whose every use is checked."""

    __slots__ = ("_compiled", "_degree", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._compiled, self._degree = _compiled(pattern, int(flags))
        self.pattern = pattern

    def __repr__(self) -> str:
        return repr(self._compiled)

    def match(self, string: str) -> Any:
        """See :func:`re.match`."""
        return _match(self, string)

    def fullmatch(self, string: str) -> Any:
        """See :func:`re.fullmatch`."""
        return _fullmatch(self, string)

    def search(self, string: str) -> Any:
        """See :func:`re.search`."""
        return _search(self, string)

    def findall(self, string: str) -> Any:
        """See :func:`re.findall`."""
        return _findall(self, string)

    def finditer(self, string: str) -> Any:
        """See :func:`re.finditer`."""
        return _finditer(self, string)

    def sub(self, repl: Any, string: str, count: int = 0) -> Any:
        """See :func:`re.sub`."""
        return _sub(self, repl, string, count)

    def subn(self, repl: Any, string: str, count: int = 0) -> Any:
        """See :func:`re.subn`."""
        return _subn(self, repl, string, count)

    def split(self, string: str, maxsplit: int = 0) -> Any:
        """See :func:`re.split`."""
        return _split(self, string, maxsplit)


def _compile(pattern: Any, flags: int = 0) -> Pattern:
    return pattern if isinstance(pattern, Pattern) else Pattern(pattern, flags)


RE_MEMBERS: dict[str, Any] = {
    "match": _match,
    "fullmatch": _fullmatch,
    "search": _search,
    "findall": _findall,
    "finditer": _finditer,
    "sub": _sub,
    "subn": _subn,
    "split": _split,
    "escape": _escape,
    "compile": _compile,
    "error": re.error,
    **{
        name: getattr(re, name)
        for name in "IGNORECASE I MULTILINE M DOTALL S ASCII A VERBOSE X".split()
    },
}
"""What the ``re`` facade offers."""
