"""Finding examples in plain language: calls or values, and what they give."""

from __future__ import annotations

import re
from itertools import pairwise

from batos.errors import UsageError
from batos.learning.request.calls import (
    Given,
    calls_in,
    follows_limit,
    is_rule,
    leads_to,
    values_in,
)
from batos.learning.request.literals import find_literals, within
from batos.learning.request.rows import find_rows, pieces_in, without_rows
from batos.objects import Example

__all__ = ["find_examples", "read_examples"]

_HINT = (
    "Write values, an arrow and a value: \"'abc' -> 3\"; or slots, calls and what they give: "
    '"items=[1]; push(2) -> 1; items=[1, 2]".'
)
_CELL = re.compile(r"^(?:(?P<in>In) ?|Out ?)\[\d+\]:", re.MULTILINE)
_NAME_BEFORE = re.compile(
    r"\b(?:called|named|name\s+it|call\s+it|selector)\s*:?\s*$", re.IGNORECASE
)
_FOR = re.compile(r"^\s*(?:for|from|given|when\s+given|on|with|if\s+given)\s*$", re.IGNORECASE)
_ANSWERS = re.compile(r"(?:gives?|returns?|yields?|produces?|answers?|is|be)\s*$", re.IGNORECASE)
_JOINS = re.compile(
    r"^\s*(?:,\s*(?:and|then)?|and|with|&|by|to|from|at|in)\s*(?:\b[a-z_]\w*\s*=)?\s*$",
    re.IGNORECASE,
)


def find_examples(text: str) -> tuple[list[Example], list[tuple[int, int]]]:
    """Return the examples in a text and where each of them stands.

    An example is one or more literals, a word or sign that says "gives", and a literal:
    ``'banana split' gives 4``, ``3, 4 -> 7``, ``f([1, 2], k=3) == 3``, ``for 5 it returns 120``;
    or the other way round: ``returns 4 for 'banana split'``. Or it speaks of slots, and of
    several calls (see :mod:`batos.learning.request.rows`).

    Returns:
        The examples, each with the name that it calls if it spells a call, and the start and end
        of each.
    """
    text = _unmarked(text)
    examples, spans = find_rows(text)
    text = without_rows(text, spans)
    pending: list[Given] = []
    answer: Given | None = None
    given = _values_and_calls(text)
    for number, each in enumerate(given):
        between = text[pending[-1].end : each.start] if pending else ""
        following = given[number + 1] if number + 1 < len(given) else None
        ahead = text[each.end : following.start] if following else ""
        if pending and answer is None and leads_to(text, pending, between, each, ahead):
            examples.append(_example(pending, each))
            spans.append((pending[0].start, each.end))
            pending = []
        elif (
            len(pending) == 1
            and not pending[0].is_call
            and _FOR.match(between)
            and (answer is not None or _ANSWERS.search(text[: pending[0].start]))
            and not is_rule(text, pending[0].start)
        ):
            answer, pending = pending[0], [each]
            examples.append(_example(pending, answer))
            spans.append((answer.start, each.end))
        elif answer is not None and _JOINS.match(between) and _FOR.match(ahead):
            # "4 for 'a' and 5 for 'b'": the next answer, not another argument.
            pending = [each]
        elif pending and _joins(text, pending, between, each):
            pending.append(each)
            if answer is not None:
                examples[-1] = _example(pending, answer)
                spans[-1] = (spans[-1][0], each.end)
        else:
            pending, answer = [each], None
    ordered = sorted(zip(examples, spans, strict=True), key=lambda pair: pair[1])
    return [each for each, _ in ordered], [span for _, span in ordered]


def _unmarked(text: str) -> str:
    """Return a text of the same length without the marks around code, outside of values.

    A notebook's ``In [1]:`` stands for the ``>>>`` of a console.
    """
    text = _CELL.sub(lambda cell: (">>>" if cell["in"] else "").ljust(len(cell[0])), text)
    if "`" not in text:
        return text
    in_value = within((each.start, each.end) for each in find_literals(text))
    return "".join(" " if c == "`" and not in_value(n) else c for n, c in enumerate(text))


def read_examples(text: str) -> list[Example]:
    """Return the examples that a text consists of.

    Raises:
        UsageError: A part of it is no example, or says nothing of what must come of it.
    """
    found, spans = find_examples(text)
    pieces = pieces_in(text)
    readable = sorted((*spans, *pieces))
    for start, end in _parts(text):
        begin, left = start, ""
        for a, b in readable:
            if start <= a < end:
                left, begin = f"{left}{text[begin:a]} ", max(begin, b)
        left += text[begin:end]
        is_idle = begin == start and re.search(r"\w", left) and len(_parts(text)) > 1
        if is_idle or find_literals(left) or re.search(r"[=\[{]|\w\(|->", left):
            raise _unreadable(text, start, end)
    for a, b in pieces:
        if found and not any(start <= a < end for start, end in spans):
            raise _unreadable(text, a, b)
    if found:
        return found
    if pieces:
        problem = f"The example {text.strip()!r} does not say what must come of it."
        raise UsageError(problem, hint=_HINT)
    raise UsageError(f"{text!r} is no example.", hint=_HINT)


def _unreadable(text: str, start: int, end: int) -> UsageError:
    part, whole = text[start:end].strip(" \t\n;"), text.strip()
    if part == whole:
        return UsageError(f"The example {whole!r} cannot be read.", hint=_HINT)
    return UsageError(f"{part!r} cannot be read in the example {whole!r}.", hint=_HINT)


def _parts(text: str) -> list[tuple[int, int]]:
    """Return where the parts of a text stand that semicolons divide."""
    values = [(each.start, each.end) for each in calls_in(text)]
    values += [(each.start, each.end) for each in find_literals(text)]
    ends = [
        match.start()
        for match in re.finditer(";", text)
        if not any(start <= match.start() < end for start, end in values)
    ]
    return list(pairwise([0, *ends, len(text)]))


def _values_and_calls(text: str) -> list[Given]:
    """Return the values of a text and the calls with values for arguments, left to right."""
    calls = calls_in(text)
    values = [
        each
        for each in values_in(text, calls)
        if not _NAME_BEFORE.search(text[max(0, each.start - 20) : each.start])
    ]
    return sorted((*calls, *values), key=lambda each: each.start)


def _joins(text: str, pending: list[Given], between: str, value: Given) -> bool:
    """Return whether a value is a further argument."""
    if value.is_call or pending[-1].is_call or not _JOINS.match(between):
        return False
    # "longer than 4, 'hello' gives 1": the 4 belongs to the mission.
    return not follows_limit(text, pending[-1])


def _example(given: list[Given], result: Given) -> Example:
    args = tuple(value for each in given for value in each.args)
    return Example(
        args=args,
        kwargs=dict(given[0].kwargs),
        result=result.args[0],
        selector=given[0].callee,
    )
