"""Several methods in one text: where each begins, and what the guardian says of its lines."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from batos.cli.terminal.output import note, sentence
from batos.errors import BatosError
from batos.guardian.audit.wording import plain_words

__all__ = ["Section", "note_findings", "sections_of"]

_DEF = re.compile(r"^(?:async\s+)?def\s+(\w+)", re.MULTILINE)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class Section:
    """A method in a text.

    Attributes:
        name: Its selector; empty where the text has none.
        source: Its lines.
        line: The number of the first of them in the whole text.
    """

    name: str
    source: str
    line: int


def sections_of(text: str) -> list[Section]:
    """Return the methods in a text; what stands before the first belongs to it."""
    lines = _LINE.findall(text)
    # With the heads of all but the first, and with the end: each section goes as far as the next.
    ends = [*_heads(text)[1:], len(lines) + 1]
    found, begin = [], 1
    for end in ends:
        source = "".join(lines[begin - 1 : end - 1])
        head = _DEF.search(source)
        found.append(Section(head[1] if head else "", source, begin))
        begin = end
    return found


def _heads(text: str) -> list[int]:
    """Return the lines on which methods begin, their decorators and comments included."""
    try:
        nodes = ast.parse(text).body
        heads = [
            min([node.lineno, *(each.lineno for each in node.decorator_list)])
            for node in nodes
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # Which of them is wrong is for the guardian to say.
        heads = [text.count("\n", 0, found.start()) + 1 for found in _DEF.finditer(text)]
    lines = text.split("\n")
    return [_above(lines, head) for head in heads]


def _above(lines: Sequence[str], head: int) -> int:
    """Return the line of the first of the comments right above a line."""
    while head > 1 and lines[head - 2].startswith(("#", "@")):
        head -= 1
    return head


def note_findings(error: BatosError, sections: Mapping[str, Section]) -> None:
    """Say on stderr what the guardian has found, each under the line that it is about.

    Args:
        error: What came of the texts.
        sections: They, by address.
    """
    section = sections.get(str(error.details.get("address", "")))
    if section is not None:
        for finding in error.details.get("findings", ()):
            for line in _lines(finding, section):
                note(line)


def _lines(finding: Mapping[str, Any], section: Section) -> Iterator[str]:
    number = int(finding["line"])
    lines = section.source.split("\n")
    if 0 < number <= len(lines):
        yield f"line {number + section.line - 1}: {lines[number - 1]}"
    told = f"{finding['message']} {finding['mend']}".strip()
    yield f"  [{finding['rule']}] {sentence(plain_words(told))}"
