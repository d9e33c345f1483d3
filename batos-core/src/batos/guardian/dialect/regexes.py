"""Regular expressions with a bound on their time.

Python's own engine holds the interpreter while it matches and cannot be stopped from another
thread. The library ``regex`` looks at a clock on its way, and lets others work meanwhile. Methods
get neither its patterns nor its matches but what stands here, which offers no more than :mod:`re`:
``Match.expandf`` of ``regex`` would read attributes by a format text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

import regex

from batos.guardian.dialect import MAX_TEXT
from batos.guardian.dialect.budget import Breach, seconds_left, stop
from batos.guardian.dialect.measure import bounded, check_length
from batos.guardian.dialect.regex_syntax import respelled

__all__ = ["RE_MEMBERS", "Match", "Pattern"]

_LONGEST_PATTERN = 1_000
_MOST_WORK = 20_000_000
"""Characters of a pattern times those of a text."""
_LONG = 16_000
"""Characters of a text that is matched in portions: ``regex`` looks at the clock every 256 steps,
and one step may go over all of a text, with ten nanoseconds for each character."""

_MOST_GROUPS = 4_000_000
"""Groups of a pattern times characters of a text, at each of which they may match."""
_AROUND = ("(?=", "(?<=")
"""What lets a group match the same characters again and again."""
_FIRST = 0.1
_SHARE = 0.3
"""Seconds, and the part of the time left, that a pattern gets at first."""
_MARGIN = 0.7
_MORE = 4

_FLAGS = {
    re.IGNORECASE: regex.IGNORECASE,
    re.MULTILINE: regex.MULTILINE,
    re.DOTALL: regex.DOTALL,
    re.ASCII: regex.ASCII,
}
_KNOWN_FLAGS = int(re.VERBOSE | re.UNICODE | sum(_FLAGS))


class Pattern:
    """A compiled pattern, as :class:`re.Pattern`.

    Raises:
        re.error: The pattern is broken, or too large.
    """

    __slots__ = ("_compiled", "_longest", "_overlaps", "_patient", "flags", "groups", "pattern")

    _patient: str | regex.Pattern[str]

    def __init__(self, pattern: str, flags: int = 0) -> None:
        if len(pattern) > _LONGEST_PATTERN:
            raise re.error("the pattern is too long", pattern[:40])
        plain, patient, self.flags = respelled(pattern, flags & _KNOWN_FLAGS)
        self.pattern = pattern
        self._compiled = self._compile(plain)
        self._patient = self._compiled if patient == plain else patient
        self.groups: int = self._compiled.groups
        self._overlaps = self.groups > 0 and any(mark in pattern for mark in _AROUND)
        self._longest = min(MAX_TEXT, _MOST_WORK // (len(pattern) + 1))

    def _compile(self, text: str) -> regex.Pattern[str]:
        chosen = sum(other for flag, other in _FLAGS.items() if self.flags & flag)
        try:
            return regex.compile(text, regex.VERSION0 | chosen, cache_pattern=False)
        except regex.error as problem:
            raise re.error(str(problem), self.pattern) from None
        except RecursionError:
            raise re.error("the pattern is nested too deeply", self.pattern[:40]) from None

    def __repr__(self) -> str:
        return f"re.compile({self.pattern!r})"

    @property
    def groupindex(self) -> dict[str, int]:
        """Numbers of the named groups."""
        return dict(self._compiled.groupindex)

    def _run(self, method: Callable[..., Any], string: Any, **named: Any) -> Any:
        """Return what a method of compiled patterns gives for a text.

        Raises:
            Breach: The text is too long for the pattern, or time is up.
        """
        if not isinstance(string, str):
            raise TypeError(f"expected a text, got {type(string).__name__!r}")
        if len(string) > self._longest:
            raise Breach(f"a text of {len(string)} characters is too long for this pattern")
        compiled = self._compiled if len(string) <= _LONG else self._for_long()
        left = seconds_left()
        seconds = min(_FIRST, _SHARE * left)
        # `regex` counts the processor's time, of which there may be a tenth of the time when much
        # else runs. How much there is shows when the time is up: then it begins again with more.
        while True:
            try:
                return method(compiled, string=string, timeout=seconds, **named)
            except TimeoutError:
                before, left = left, seconds_left()
                took = max(before - left, seconds)
                affordable = _MARGIN * left * seconds / took if took else 0.0
                if affordable < 2 * seconds or not seconds:
                    stop("a regular expression ran for too long")
                seconds = min(_MORE * seconds, affordable)
            except regex.error as problem:
                raise re.error(str(problem)) from None

    def _for_long(self) -> regex.Pattern[str]:
        """Return the compiled pattern for long texts, which few patterns are used on."""
        if isinstance(self._patient, str):
            self._patient = self._compile(self._patient)
        return self._patient

    def match(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> Match | None:
        """See :func:`re.match`."""
        return self._matched(self._run(regex.Pattern.match, string, pos=pos, endpos=endpos))

    def fullmatch(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> Match | None:
        """See :func:`re.fullmatch`."""
        return self._matched(self._run(regex.Pattern.fullmatch, string, pos=pos, endpos=endpos))

    def search(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> Match | None:
        """See :func:`re.search`."""
        return self._matched(self._run(regex.Pattern.search, string, pos=pos, endpos=endpos))

    def _matched(self, found: regex.Match[str] | None) -> Match | None:
        return None if found is None else Match(found, self)

    def findall(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> list[Any]:
        """See :func:`re.findall`."""
        self._check_groups(string)
        # With a conditional in the pattern `regex` 2026.11 gives texts in the place of tuples.
        if "(?(" in self._compiled.pattern:
            return [_item(found) for found in self.finditer(string, pos, endpos)]
        found: list[Any] = self._run(regex.Pattern.findall, string, pos=pos, endpos=endpos)
        return found

    def finditer(self, string: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[Match]:
        """See :func:`re.finditer`."""
        return iter(self._matches(string, None, pos=pos, endpos=endpos))

    def _matches(self, string: str, most: int | None, **named: int) -> list[Match]:
        def matches(compiled: regex.Pattern[str], **named: Any) -> list[Match]:
            found = islice(compiled.finditer(**named), most)
            return bounded(Match(each, self) for each in found)

        made: list[Match] = self._run(matches, string, **named)
        return made

    def split(self, string: str, maxsplit: int = 0) -> list[Any]:
        """See :func:`re.split`."""
        self._check_groups(string)
        parts: list[Any] = self._run(regex.Pattern.split, string, maxsplit=maxsplit)
        return parts

    def _check_groups(self, string: Any) -> None:
        """Check that what the groups match everywhere will not be too much."""
        if not isinstance(string, str) or not self.groups:
            return
        _check_spans(self.groups * len(string))
        if self._overlaps:
            self._run(_matched_spans, string)

    def sub(self, repl: Any, string: str, count: int = 0) -> str:
        """See :func:`re.sub`."""
        return self.subn(repl, string, count)[0]

    def subn(self, repl: Any, string: str, count: int = 0) -> tuple[str, int]:
        """See :func:`re.subn`."""
        if not isinstance(repl, str):
            return self._replaced(repl, string, count)
        # Each group may hold all of the text; all else is written once for each match.
        if (len(repl) + 2 * repl.count("\\")) * (len(str(string)) + 1) > 16 * MAX_TEXT:
            raise Breach("a text grew too long")
        if self._overlaps and "\\" in repl:
            self._check_groups(string)
        made: tuple[str, int] = self._run(regex.Pattern.subn, string, repl=repl, count=count)
        return made

    def _replaced(self, repl: Callable[[Match], str], string: str, count: int) -> tuple[str, int]:
        """Return a text with matches replaced by what a function gives, and how many there were.

        The function is called when all of them are known: a search may be begun anew.
        """
        found = self._matches(string, max(count, 0) if count else None)
        parts, place, left = [], 0, MAX_TEXT
        for match in found:
            made = repl(match)
            left -= len(made)
            if left < 0:
                raise Breach("a text grew too long")
            parts += [string[place : match.start()], made]
            place = match.end()
        return "".join([*parts, string[place:]]), len(found)


def _matched_spans(compiled: regex.Pattern[str], **named: Any) -> int:
    """Return how many characters all groups match, while these are not too many."""
    length = 0
    for found in compiled.finditer(**named):
        length += sum(end - start for start, end in found.regs)
        _check_spans(length)
    return length


def _check_spans(length: int) -> None:
    if length > _MOST_GROUPS:
        raise Breach("there are too many groups for such a long text")


class Match:
    """What a pattern found, as :class:`re.Match`."""

    __slots__ = ("_found", "re")

    def __init__(self, found: regex.Match[str], pattern: Pattern) -> None:
        self._found = found
        self.re = pattern

    def __repr__(self) -> str:
        return f"<re.Match object; span={self.span()}, match={self._found.group()[:50]!r}>"

    def __getitem__(self, group: int | str) -> Any:
        return self._found[_group(group)]

    def group(self, *groups: int | str) -> Any:
        """See :meth:`re.Match.group`."""
        return self._found.group(*map(_group, groups))

    def groups(self, default: Any = None) -> tuple[Any, ...]:
        """See :meth:`re.Match.groups`."""
        return self._found.groups(default)

    def groupdict(self, default: Any = None) -> dict[str, Any]:
        """See :meth:`re.Match.groupdict`."""
        return self._found.groupdict(default)

    def start(self, group: int | str = 0) -> int:
        """See :meth:`re.Match.start`."""
        return self._found.start(_group(group))

    def end(self, group: int | str = 0) -> int:
        """See :meth:`re.Match.end`."""
        return self._found.end(_group(group))

    def span(self, group: int | str = 0) -> tuple[int, int]:
        """See :meth:`re.Match.span`."""
        return self._found.span(_group(group))

    def expand(self, template: str) -> str:
        """See :meth:`re.Match.expand`."""
        longest = self._found.end() - self._found.start()
        if len(template) + template.count("\\") * longest > 4 * MAX_TEXT:
            raise Breach("a text grew too long")
        try:
            return self._found.expand(template)
        except regex.error as problem:
            raise re.error(str(problem)) from None

    @property
    def regs(self) -> tuple[tuple[int, int], ...]:
        """The spans of all groups."""
        return self._found.regs

    @property
    def string(self) -> str:
        """The text that was looked at."""
        return self._found.string

    @property
    def pos(self) -> int:
        """Where in it the search began."""
        return self._found.pos

    @property
    def endpos(self) -> int:
        """Where in it the search ended."""
        return self._found.endpos

    @property
    def lastindex(self) -> int | None:
        """Number of the last group that matched."""
        return self._found.lastindex

    @property
    def lastgroup(self) -> str | None:
        """Its name."""
        names = {number: name for name, number in self.re.groupindex.items()}
        return names.get(self.lastindex or 0)


def _item(found: Match) -> Any:
    """Return what :func:`re.findall` gives for a match."""
    groups = found.groups("")
    return groups if len(groups) > 1 else groups[0] if groups else found.group()


def _group(name: Any) -> Any:
    """Return the name or number of a group; anything else would be looked up, and so hashed."""
    if not isinstance(name, (int, str)):
        raise IndexError("no such group")
    return name


@lru_cache(maxsize=128)
def _known(pattern: str, flags: int) -> Pattern:
    return Pattern(pattern, flags)


def _compile(pattern: Any, flags: int = 0) -> Pattern:
    if isinstance(pattern, Pattern):
        return pattern
    if not isinstance(pattern, str):
        raise TypeError("a pattern must be a text")
    return _known(pattern, int(flags))


def _looking(name: str) -> Callable[..., Any]:
    """Return the function of :mod:`re` that stands for a method of a pattern."""

    def call(pattern: Any, string: str, flags: int = 0) -> Any:
        return getattr(_compile(pattern, flags), name)(string)

    return call


def _sub(pattern: Any, repl: Any, string: str, count: int = 0, flags: int = 0) -> str:
    return _compile(pattern, flags).sub(repl, string, count)


def _subn(pattern: Any, repl: Any, string: str, count: int = 0, flags: int = 0) -> Any:
    return _compile(pattern, flags).subn(repl, string, count)


def _split(pattern: Any, string: str, maxsplit: int = 0, flags: int = 0) -> list[Any]:
    return _compile(pattern, flags).split(string, maxsplit)


def _escape(pattern: str) -> str:
    check_length(pattern)
    return re.escape(pattern)


RE_MEMBERS: dict[str, Any] = {
    **{name: _looking(name) for name in ("match", "fullmatch", "search", "findall", "finditer")},
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
