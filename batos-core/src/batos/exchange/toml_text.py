"""TOML for people, and from anybody.

Writing: values on one line while they fit, keys in the order they have. The writers in use put
tables behind all other keys, which would change the order of a dict that a method walks through,
or take time in the square of a list's length.

Reading is left to ``tomllib``, behind a look at the text: a dotted key of half a million parts
keeps it busy for hours.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

__all__ = ["TomlError", "parsed", "table"]

_WIDTH = 88
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_MOST_DOTS = 16
_LEXEMES = re.compile(
    r"""(?P<long>\"{3}|'{3}) | \#[^\n]* | "(?:[^"\\\n]|\\.)*"? | '[^'\n]*'?""", re.VERBOSE
)
"""Comments and texts; from left to right nothing else can hide a key.

A text that does not end is taken to the end of its line, so that no part is looked at twice.
"""
_BETWEEN = re.compile(r"[^A-Za-z0-9_. \t-]+")


class TomlError(ValueError):
    """A text is not TOML as it is read here; says why in a few words."""


def parsed(data: bytes) -> dict[str, Any]:
    """Return the content of a TOML text that may come from anybody.

    Texts over several lines and keys of many parts, which nothing here writes, are refused.

    Raises:
        TomlError: It is no such text.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise TomlError("it is not UTF-8") from None
    if any(match["long"] for match in _LEXEMES.finditer(text)):
        raise TomlError("it is not valid TOML for this purpose: a text goes over several lines")
    keys = _BETWEEN.split(_LEXEMES.sub("_", text))
    if any(key.count(".") > _MOST_DOTS for key in keys):
        raise TomlError("it is not valid TOML for this purpose: a key has too many parts")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as problem:  # also of a number with too many digits
        reason = str(problem)[:100] or "nested too deeply"
        raise TomlError(f"it is not valid TOML ({reason})") from None


def table(values: Mapping[str, Any], heading: str = "") -> str:
    """Return a table as lines of TOML.

    Args:
        values: What :func:`batos.exchange.toml_values.to_toml` has made.
        heading: Its heading, such as ``[slots]``; none for the first table.
    """
    lines = [f"\n{heading}"] if heading else []
    lines += [f"{_key(name)} = {_value(value, '')}" for name, value in values.items()]
    return "".join(f"{line}\n" for line in lines)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _text(text: str) -> str:
    # JSON escapes what TOML wants escaped, but for the last of the control characters.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any, indent: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, (int, float)):
        return repr(value)
    deeper = f"{indent}    "
    if isinstance(value, Mapping):
        parts = [f"{_key(name)} = {_value(item, deeper)}" for name, item in value.items()]
        # TOML wants an inline table on one line, but for the lists in it.
        return f"{{ {', '.join(parts)} }}" if parts else "{}"
    items = [_value(item, deeper) for item in value]
    if sum(map(len, items)) + 2 * len(items) <= _WIDTH and not any("\n" in item for item in items):
        return f"[{', '.join(items)}]"
    lines = "".join(f"{deeper}{item},\n" for item in items)
    return f"[\n{lines}{indent}]"
