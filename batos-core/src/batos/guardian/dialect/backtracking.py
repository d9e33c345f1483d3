r"""How long a regular expression may take to match.

Python's engine backtracks, holds the interpreter while it does, and cannot be stopped from
another thread. So a pattern is looked at before it runs:

* a repeat inside a repeat is refused unless each round of the outer one must pass a character
  that the inner ones cannot match, as in ``(\w+\.)*``; so are repeated alternatives that can
  begin alike. These are the exponential ones;
* what is left is polynomial. Its degree is the longest run of repeats that can match the same
  characters with nothing certain between them; texts are limited so that ``length ** degree``
  stays below some hundred million steps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["check_pattern"]

_LONGEST_PATTERN = 1_000
_FEW_WAYS = 4096
"""That many ways to match one place may be tried without counting as a loop."""

_SAMPLES = frozenset(range(0x250)) | {0x3B1, 0x416, 0x5D0, 0x4E2D, 0x1F600}
"""Characters by which two sets are compared: Latin, and one of some other scripts."""


class _Refused(Exception):  # noqa: N818 - internal, turned into re.error
    """A pattern that could take for ever."""


def check_pattern(pattern: str, flags: int = 0) -> int:
    """Return the degree of the polynomial that bounds a pattern's time.

    Raises:
        re.error: The pattern is broken, too long, or could take exponential time.
    """
    if len(pattern) > _LONGEST_PATTERN:
        raise re.error("the pattern is too long", pattern[:40])
    try:
        parsed = re._parser.parse(pattern, flags)  # type: ignore[attr-defined]
        fold = bool(parsed.state.flags & re.IGNORECASE) or "(?i" in pattern
        return _Analysis(fold).cost(list(parsed)).degree + 1
    except _Refused as problem:
        raise re.error(f"{problem}; write it without nested repeats", pattern) from None
    except RecursionError:
        raise re.error("the pattern is nested too deeply", pattern[:40]) from None


@dataclass
class _Cost:
    """How many ways there are to match a sequence.

    Attributes:
        degree: Loops that can match the same characters with nothing certain between them.
        ways: Ways that finite repeats and alternatives add, multiplied.
    """

    degree: int = 0
    ways: int = 1

    def worst(self, other: _Cost) -> None:
        self.degree = max(self.degree, other.degree)
        self.ways = max(self.ways, other.ways)
        if self.ways > _FEW_WAYS * 16:
            raise _Refused("repeats beside each other could take for ever")


_Run = list[tuple[frozenset[int], int]]
"""Repeats that can still be confused with what follows: characters and ways, 0 for endless."""


class _Analysis:
    """Analyses one pattern.

    Args:
        fold: Whether the pattern ignores case.
    """

    def __init__(self, fold: bool) -> None:
        self._fold = fold

    def cost(self, items: list[Any], run: _Run | None = None) -> _Cost:
        """Return the cost of a sequence; `run` is what stands before it and is carried on."""
        cost = _Cost()
        run = [] if run is None else run
        for item in _flattened(items):
            name, argument = str(item[0]), item[1]
            if name.endswith("_REPEAT"):
                cost.worst(self._repeat_cost(argument, run))
            elif name == "BRANCH":
                before = list(run)
                for branch in argument[1]:
                    part = list(before)
                    cost.worst(self.cost(list(branch), part))
                    run += [entry for entry in part if entry not in run]
            elif name in {"ASSERT", "ASSERT_NOT"}:
                cost.worst(self.cost(list(argument[1])))
            elif name == "GROUPREF":
                run.append((_SAMPLES, 0))
            elif mine := self._characters([item]):
                # A character that must be there parts what stands before it from what follows.
                run[:] = [entry for entry in run if entry[0] & mine]
            cost.worst(_run_cost(run))
        return cost

    def _repeat_cost(self, argument: Any, run: _Run) -> _Cost:
        low, high, body = int(argument[0]), int(argument[1]), list(argument[2])
        inner = self.cost(body)
        endless = high >= 1000
        choices = inner.degree > 0 or inner.ways > 1 or _has_branch(body)
        if high > 1 and choices and (endless or inner.degree or _ways(inner, high) > _FEW_WAYS):
            self._check_body(body)
        mine = self._characters(body)
        kept = [entry for entry in run if entry[0] & mine]
        if low:
            run[:] = kept
        else:
            kept = list(run)
        if endless or inner.degree:
            run.append((mine, 0))
        elif low < high or inner.ways > 1:
            run.append((mine, min(_FEW_WAYS, max(high - low + 1, _ways(inner, high)))))
        return inner

    def _check_body(self, body: list[Any]) -> None:
        """Refuse the body of a loop when one text can be split into rounds in many ways."""
        flat = list(_flattened(body))
        variable = _variable(body)
        if variable:
            loose = frozenset().union(*(self._characters(part) for part in variable))
            certain = [
                self._characters([item]) for item in flat if str(item[0]) in {"LITERAL", "IN"}
            ]
            parted = any(mine and not (mine & loose) for mine in certain)
            if not parted or self._confused(body):
                raise _Refused("a repeat inside a repeat could take for ever")
        self._check_branches(flat)

    def _confused(self, body: list[Any]) -> bool:
        """Whether two repeats beside each other in a body can match the same characters."""
        run: _Run = []
        for item in _flattened(body):
            if str(item[0]).endswith("_REPEAT"):
                mine = self._characters(item[1][2])
                if any(entry[0] & mine for entry in run):
                    return True
                run.append((mine, 0))
            elif found := self._characters([item]):
                run = [entry for entry in run if entry[0] & found]
        return False

    def _check_branches(self, flat: list[Any]) -> None:
        """Refuse repeated alternatives that can begin with the same character."""
        for item in flat:
            if str(item[0]).endswith("_REPEAT"):
                self._check_branches(list(_flattened(item[1][2])))
            elif str(item[0]) == "BRANCH":
                seen: frozenset[int] = frozenset()
                for branch in item[1][1]:
                    first = self._first(list(branch))
                    if first & seen or not first:
                        raise _Refused("repeated alternatives that begin alike could take for ever")
                    seen |= first
                    self._check_branches(list(_flattened(branch)))

    def _first(self, items: list[Any]) -> frozenset[int]:
        """Return the characters that a sequence can begin with, or none when it can be empty."""
        for item in _flattened(items):
            name = str(item[0])
            if name in {"AT", "ASSERT", "ASSERT_NOT"}:
                continue
            if name.endswith("_REPEAT"):
                low, _, body = item[1]
                return self._first(list(body)) if low else frozenset()
            if name == "BRANCH":
                parts = [self._first(list(branch)) for branch in item[1][1]]
                return frozenset().union(*parts) if all(parts) else frozenset()
            return self._characters([item])
        return frozenset()

    def _characters(self, items: Iterable[Any]) -> frozenset[int]:
        """Return the sample characters that may occur in what some items match."""
        found: frozenset[int] = frozenset()
        for item in _flattened(items):
            name, argument = str(item[0]), item[1]
            if name == "LITERAL":
                found |= self._folded(int(argument))
            elif name == "NOT_LITERAL":
                found |= _SAMPLES - {int(argument)}
            elif name == "ANY":
                found |= _SAMPLES
            elif name == "IN":
                found |= self._set_characters(argument)
            elif name.endswith("_REPEAT"):
                found |= self._characters(argument[2])
            elif name == "BRANCH":
                for branch in argument[1]:
                    found |= self._characters(branch)
            elif name in {"GROUPREF", "GROUPREF_EXISTS"}:
                found |= _SAMPLES
        return found

    def _set_characters(self, parts: Any) -> frozenset[int]:
        found: set[int] = set()
        negated = False
        for name, argument in ((str(part[0]), part[1]) for part in parts):
            if name == "NEGATE":
                negated = True
            elif name == "LITERAL":
                found |= {int(argument)} if negated else self._folded(int(argument))
            elif name == "RANGE":
                low, high = argument
                found |= {code for code in _SAMPLES if low <= code <= high}
                if not negated:
                    for code in [c for c in found if c < 0x250]:
                        found |= self._folded(code)
                found |= {int(low)}
            elif name == "CATEGORY":
                found |= {code for code in _SAMPLES if _in_category(str(argument), chr(code))}
        return frozenset(_SAMPLES - found if negated else found)

    def _folded(self, code: int) -> frozenset[int]:
        """Return a character, in both cases when case does not count."""
        if not self._fold:
            return frozenset({code})
        letter = chr(code)
        return frozenset(
            ord(form) for form in (letter, letter.lower(), letter.upper()) if len(form) == 1
        )


def _run_cost(run: _Run) -> _Cost:
    ways = 1
    for _, count in run:
        ways *= max(1, count)
    return _Cost(sum(1 for _, count in run if not count), ways)


def _ways(inner: _Cost, rounds: int) -> int:
    """Return how many ways all rounds of a finite repeat have, up to some number."""
    return 1 << 40 if rounds > 40 and inner.ways > 1 else int(min(inner.ways**rounds, 1 << 40))


def _flattened(items: Iterable[Any]) -> Iterable[Any]:
    for item in items:
        if str(item[0]) == "SUBPATTERN":
            yield from _flattened(item[1][3])
        elif str(item[0]) == "ATOMIC_GROUP":
            yield from _flattened(item[1])
        else:
            yield item


def _has_branch(body: list[Any]) -> bool:
    return any(
        str(item[0]) == "BRANCH"
        or (str(item[0]).endswith("_REPEAT") and _has_branch(list(item[1][2])))
        for item in _flattened(body)
    )


def _variable(body: list[Any]) -> list[list[Any]]:
    """Return the bodies of the repeats inside a body that do not have a fixed length."""
    found = []
    for item in _flattened(body):
        name, argument = str(item[0]), item[1]
        if name.endswith("_REPEAT"):
            inner = list(argument[2])
            if argument[0] != argument[1]:
                found.append(inner)
            found += _variable(inner)
        elif name == "BRANCH":
            for branch in argument[1]:
                found += _variable(list(branch))
        elif name in {"ASSERT", "ASSERT_NOT"}:
            found += _variable(list(argument[1]))
    return found


def _in_category(category: str, letter: str) -> bool:
    tests: dict[str, Callable[[str], bool]] = {
        "DIGIT": str.isdigit,
        "SPACE": str.isspace,
        "WORD": lambda text: text.isalnum() or text == "_",
    }
    for name, test in tests.items():
        if category.endswith(f"NOT_{name}"):
            return not test(letter)
        if category.endswith(name):
            return test(letter)
    return True
