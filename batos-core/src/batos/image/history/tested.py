"""What came of the examples of methods when they were run last, beside how they were used.

It is kept by version, as usage is: an undo brings back what is known of the version before. What
is known of versions that are no longer in the image is forgotten by :func:`forget_lost`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from BTrees.LOBTree import LOBTree

from batos.image.history.usage import SHARES, usage_rows
from batos.objects.references import load_record

if TYPE_CHECKING:
    from batos.image.root import Root
    from batos.objects import Method

__all__ = ["TESTS_NOTE", "LastTest", "forget_lost", "last_test", "note_tests", "number_of"]

TESTS_NOTE = "Tests of methods are kept"
"""Note of the transactions that keep them."""
_TESTS = "tests"
_LONGEST = 300
"""Characters of a problem that are kept."""


@dataclass(frozen=True)
class LastTest:
    """What came of the examples of a version of a method.

    Attributes:
        state: ``right``, ``wrong``, or ``untested`` without any example.
        examples: How many there were.
        right: How many of them came true.
        problem: What went wrong with the first that did not, a sentence.
        at: When they were run, ISO text in UTC.
        since: Since when it has been so at every test, ISO text in UTC.
    """

    state: str
    examples: int
    right: int
    problem: str = ""
    at: str = ""
    since: str = ""

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def number_of(method: Method) -> int:
    """Return the number by which a stored version of a method is known."""
    return int.from_bytes(method._p_oid, "big") if method._p_oid else 0


def note_tests(root: Root, tests: Mapping[int, LastTest]) -> None:
    """Keep what came of tests that were made just now, in the running transaction.

    Args:
        root: The image.
        tests: By the number of the version (see :func:`number_of`); their times are filled in.
    """
    history: Any = root.history
    if _TESTS not in history:
        history[_TESTS] = LOBTree()
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    for number, test in tests.items():
        before = _found(history[_TESTS], number)
        since = before.since if before is not None and before.state == test.state else now
        kept = replace(test, problem=test.problem[:_LONGEST], at=now, since=since)
        history[_TESTS][number] = tuple(kept.to_plain().values())


def last_test(root: Root, method: Method) -> LastTest | None:
    """Return what came of the last test of a version of a method; None where there was none."""
    return _found(root.history.get(_TESTS, {}), number_of(method))


def _found(tests: Any, number: int) -> LastTest | None:
    kept = tests.get(number)
    return LastTest(*kept) if kept is not None else None


def forget_lost(root: Root, after: int, most: int) -> tuple[int, int | None]:
    """Forget use and tests of versions that were packed away, in the running transaction.

    Args:
        root: The image.
        after: The number of the version that was looked at last; -1 for none.
        most: Versions to look at.

    Returns:
        How many were forgotten, and the number of the last one; None where there are no more.
    """
    usage, tests = usage_rows(root), root.history.get(_TESTS, {})
    used = islice(usage.keys((after + 1) * SHARES), most * SHARES) if usage else ()
    tested = islice(tests.keys(after + 1), most) if tests else ()
    numbers = sorted({*(key // SHARES for key in used), *tested})[:most]
    lost = [
        each for each in numbers if load_record(root.connection, each.to_bytes(8, "big")) is None
    ]
    for number in lost:
        if number in tests:
            del tests[number]
        for key in list(usage.keys(number * SHARES, (number + 1) * SHARES - 1)) if usage else ():
            del usage[key]
    return len(lost), numbers[-1] if len(numbers) == most else None
