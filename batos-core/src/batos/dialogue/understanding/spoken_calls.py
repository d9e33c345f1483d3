"""Sentences that name an object and say what it shall do: *add milk for 2 to the shopping list*.

They are calls and no missions. What is unmistakable is read without a model: the object by its
name, the method by its name among those that it understands, the values in the order in which
they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from batos.dialogue.understanding.grounding import without_article
from batos.dialogue.understanding.moods import DENIED
from batos.dialogue.understanding.repertoire import may_change, methods_seen, names_in
from batos.errors import UsageError
from batos.learning.candidates.sources import parameters_of
from batos.learning.model.commands import Call
from batos.learning.request.literals import Literal, find_literals
from batos.learning.request.naming import spoken
from batos.memory.words import words_of
from batos.objects import Method, UvmObject, name_of
from batos.stewardship.natives import is_native

if TYPE_CHECKING:
    from batos.image import Root

__all__ = ["call_in"]

_BETWEEN = re.compile(
    r"[,:;]|\b(?:to|from|on|onto|in|into|of|off|for|at|with|by|and|as|costs?|is|are|it|please)\b",
    re.IGNORECASE,
)
"""What stands between values."""
_BEGINNING = re.compile(
    r"[\s,:;]|\b(?:please|now|then|on|to|in|from)\b|\b(?:the|my|our)\b", re.IGNORECASE
)
"""What may stand before the verb of an order."""
_MASK = re.compile("\0")


def call_in(root: Root, text: str) -> Call | None:
    """Return the message that a sentence says, or None where it is none.

    What may change something is sent only where the sentence is an order: it begins with the
    method's name. A question is none, nor is what denies something.

    Raises:
        UsageError: It is an order, but does not give what the method takes.
    """
    masked, quoted = _masked(text)
    named = _object_in(root, masked)
    if named is None or DENIED.search(masked):
        return None
    obj, start, end = named
    rest = f"{masked[:start]} , {masked[end:]}"
    found = _method_in(root, obj, rest)
    if found is None:
        return None
    method, masked_words, said = found
    hidden = iter(quoted)
    words = _MASK.sub(lambda _found: next(hidden), masked_words)
    is_order = "?" not in text and not _BEGINNING.sub("", rest[: said.start()])
    is_exact = said[0].lower() == spoken(method.selector).split()[0]
    if not (is_order and is_exact) and may_change(method):
        return None
    names, defaults = parameters_of(method.source)
    values = tuple(_values(words))
    literals = tuple(each.value for each in find_literals(words))
    if not _fit(values, names, defaults) and literals and _fit(literals, names, defaults):
        values = literals  # what stands beside them are units: *for 7 minutes*
    if _fit(values, names, defaults):
        return Call(name_of(obj), method.selector, values)
    if not is_order:
        return None
    wanted = " and ".join(names) or "nothing"
    given = ", ".join(map(repr, values)) or "nothing"
    example = f"batos send {name_of(obj)} {method.selector} {' '.join(names).upper()}".rstrip()
    raise UsageError(
        f"{name_of(obj)}.{method.selector} takes {wanted}, and {given} is given.",
        hint=f"Put values in quotation marks, or send it: {example}",
    )


def _masked(text: str) -> tuple[str, list[str]]:
    """Return a text without what is quoted in it, and that: it is data, and names nothing."""
    quoted = []
    masked, at = "", 0
    for literal in find_literals(text):
        if not isinstance(literal.value, int | float):
            quoted.append(text[literal.start : literal.end])
            masked += text[at : literal.start] + "\0"
            at = literal.end
    return masked + text[at:], quoted


def _fit(values: Sequence[Any], names: Sequence[str], defaults: int) -> bool:
    return len(names) - defaults <= len(values) <= len(names)


def _object_in(root: Root, text: str) -> tuple[UvmObject, int, int] | None:
    """Return the object with the longest name that stands in a text, and where it stands."""
    words = list(re.finditer(r"\w+", text))
    said = [
        (obj, part)
        for name, part in names_in(root, words)
        if isinstance(obj := root.objects.get(name), UvmObject) and not is_native(root, name)
    ]
    if not said:
        return None
    obj, part = max(said, key=lambda each: len(each[1]))
    return obj, part[0].start(), part[-1].end()


def _method_in(root: Root, obj: UvmObject, text: str) -> tuple[Method, str, re.Match[str]] | None:
    """Return the method that a text names, the text without its name, and where that begins."""
    best: tuple[Method, str, re.Match[str]] | None = None
    nearest = (0, 0)
    words = list(re.finditer(r"\w+", text))
    for method in methods_seen(root, obj):
        wanted = spoken(method.selector).split()
        used = [word for each in wanted if (word := _said(each, words)) is not None]
        # The very words before those that mean the same, and more words before fewer.
        exact = sum(word[0].lower() == each for word, each in zip(used, wanted, strict=False))
        if len(used) == len(wanted) and (exact, len(used)) > nearest:
            nearest = exact, len(used)
            rest = text
            for word in sorted(used, key=lambda word: -word.start()):
                rest = f"{rest[: word.start()]} , {rest[word.end() :]}"
            best = method, rest, used[0]
    return best


def _said(wanted: str, words: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """Return where a word is said, in its own form or in one that means the same."""
    exact = (word for word in words if word[0].lower() == wanted)
    alike = (word for word in words if words_of(word[0]) == words_of(wanted) != [])
    return next(exact, None) or next(alike, None)


def _values(text: str) -> Iterator[Any]:
    """Yield the values of a text in their order: literals, and the words between them."""
    at = 0
    literals: Sequence[Literal] = find_literals(text)
    for literal in literals:
        yield from _words(text[at : literal.start])
        yield literal.value
        at = literal.end
    yield from _words(text[at:])


def _words(text: str) -> Iterator[str]:
    for part in _BETWEEN.split(text):
        if words := without_article(part.strip(" \t\n.?!'\"")):
            yield words
