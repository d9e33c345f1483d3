"""Front matter: what a Markdown file says of itself before it begins.

Of YAML it is read what people write there: names with a text, a number, or a list of those. TOML
between lines of ``+++`` is read as it is.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

__all__ = ["front_matter"]

_BLOCK = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_LONGEST = 20_000
_ENTRY = re.compile(r"([^\s:#-][^:#]*):(?:[ \t]+(.*))?$")
_ITEM = re.compile(r"\s*-[ \t]+(.+)$")


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    r"""Return what a text says of itself, and the text behind it.

    Example:
        >>> front_matter("---\nauthor: Ann\ntags: [garden, 'red roses']\n---\n# Roses\n")
        ({'author': 'Ann', 'tags': ['garden', 'red roses']}, '# Roses\n')
    """
    found = _BLOCK.match(text)
    if found is None or len(found[2]) > _LONGEST:
        return {}, text
    if found[1] == "+++":
        try:
            return tomllib.loads(found[2]), text[found.end() :]
        except (ValueError, RecursionError):  # no TOML, too deep, or a number of too many digits
            return {}, text
    known = _entries(found[2])
    # A rule above a text and one below it are no front matter.
    return (known, text[found.end() :]) if known else ({}, text)


def _entries(block: str) -> dict[str, Any]:
    known: dict[str, Any] = {}
    name = ""
    for line in block.splitlines():
        entry, item = _ENTRY.match(line), _ITEM.match(line)
        if entry:
            name, value = entry[1].strip(), (entry[2] or "").strip()
            listed = value.startswith("[") and value.endswith("]")
            known[name] = [*map(_value, value[1:-1].split(","))] if listed else _value(value)
        elif item and name:
            before = known[name]
            known[name] = [*(before if isinstance(before, list) else []), _value(item[1])]
    return {name: value for name, value in known.items() if value != ""}


def _value(typed: str) -> str:
    text = typed.strip()
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "'\""
    return text[1:-1] if quoted else text.partition(" #")[0].strip()
