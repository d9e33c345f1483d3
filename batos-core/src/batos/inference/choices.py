"""A choice between a few texts, for backends that bind to JSON schemas and know no grammars.

Most grammars that are asked for are no more than that. The model then writes a small JSON object
instead, which is taken off again before anybody sees it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from batos.errors import BackendError
from batos.inference.requests import Chunk, CompletionRequest, TextChunk

__all__ = ["as_schema", "choices_of", "taken_off"]

_TEXT = r'"(?:[^"\\]|\\["\\nt])*"'
_GRAMMAR = re.compile(
    rf'\s*root\s*::=\s*(?:" "\?\s*)?(\(\s*)?({_TEXT}(?:\s*\|\s*{_TEXT})*)(?(1)\s*\))\s*'
)
_NAME = "choice"
_ROOM = 24
"""Tokens of the object around a choice, and some to spare."""


def choices_of(grammar: str) -> tuple[str, ...] | None:
    """Return the texts that a grammar lets a model choose from; ``None`` where it is no choice.

    A blank that may stand before all of them is left out.

    Example:
        >>> choices_of('root ::= " "? ("allow" | "veto")')
        ('allow', 'veto')
        >>> choices_of("root ::= [0-9]+") is None
        True
    """
    found = _GRAMMAR.fullmatch(grammar)
    if found is None:
        return None
    return tuple(json.loads(text) for text in re.findall(_TEXT, found[2]))


def as_schema(request: CompletionRequest, choices: tuple[str, ...]) -> CompletionRequest:
    """Return a request that is bound to the same choices by a JSON schema."""
    schema = {
        "type": "object",
        "properties": {_NAME: {"type": "string", "enum": list(choices)}},
        "required": [_NAME],
        "additionalProperties": False,
    }
    most = max(request.max_tokens, _ROOM + max(map(len, choices)))
    return replace(request, grammar=None, json_schema=schema, max_tokens=most)


def taken_off(
    chunks: Iterator[tuple[int, Chunk]], choices: tuple[str, ...]
) -> Iterator[tuple[int, Chunk]]:
    """Yield the choices out of what :func:`as_schema` has asked for.

    Raises:
        BackendError: An answer that the model has ended itself is none of them.
    """
    texts: dict[int, str] = {}
    for number, chunk in chunks:
        if isinstance(chunk, TextChunk):
            texts[number] = texts.get(number, "") + chunk.text
            continue
        if chunk.finish_reason == "stop":
            yield number, TextChunk(_read(texts.get(number, ""), choices))
        yield number, chunk


def _read(text: str, choices: tuple[str, ...]) -> str:
    try:
        said = json.loads(text)[_NAME]
    except (ValueError, KeyError, TypeError):
        said = None
    if said not in choices:
        raise BackendError(f"The answer is none of {', '.join(map(repr, choices))}.")
    return str(said)
