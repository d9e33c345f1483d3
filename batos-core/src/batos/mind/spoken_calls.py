"""Sentences that name an object and say what it shall do: *add milk for 2 to the shopping list*.

They are calls and no missions. What is unmistakable is read without a model: the object by its
name, the method by its name among those that it understands, the values in the order in which
they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from batos.errors import UsageError
from batos.learning.evidence.sources import parameters_of
from batos.learning.request.literals import Literal, find_literals
from batos.learning.request.naming import spoken
from batos.memory.words import words_of
from batos.mind.genesis import is_native
from batos.objects import Method, UvmObject, ancestors, call_line, name_of

if TYPE_CHECKING:
    from batos.image import Root

__all__ = ["SpokenCall", "call_in"]

_BETWEEN = re.compile(
    r"[,:;]|\b(?:to|from|on|onto|in|into|of|off|for|at|with|by|and|as|costs?|is|are|it|please)\b",
    re.IGNORECASE,
)
"""What stands between values."""
_ARTICLE = re.compile(r"^(?:the|an?|some|my|our|this|that|what|how|many|much)\b\s*", re.IGNORECASE)


@dataclass(frozen=True)
class SpokenCall:
    """A message that a sentence says.

    Attributes:
        receiver: Name of the object.
        selector: Name of the method.
        args: What it is given.
    """

    receiver: str
    selector: str
    args: tuple[Any, ...]

    @property
    def line(self) -> str:
        """It as it is written, such as ``shopping_list.add('milk', 2)``."""
        return f"{self.receiver}.{call_line(self.selector, self.args, {})}"


def call_in(root: Root, text: str) -> SpokenCall | None:
    """Return the message that a sentence says, or None where it names no object and method.

    Raises:
        UsageError: It does, but does not give what the method takes.
    """
    named = _object_in(root, text)
    if named is None:
        return None
    obj, start, end = named
    rest = f"{text[:start]} , {text[end:]}"
    found = _method_in(root, obj, rest)
    if found is None:
        return None
    method, rest = found
    names, defaults = parameters_of(method.source)
    values = tuple(_values(rest))
    if not len(names) - defaults <= len(values) <= len(names):
        wanted = " and ".join(names) or "nothing"
        given = ", ".join(map(repr, values)) or "nothing"
        example = f"batos send {name_of(obj)} {method.selector} {' '.join(names).upper()}".rstrip()
        raise UsageError(
            f"{name_of(obj)}.{method.selector} takes {wanted}, and {given} is given.",
            hint=f"Put values in quotation marks, or send it: {example}",
        )
    return SpokenCall(name_of(obj), method.selector, values)


def _object_in(root: Root, text: str) -> tuple[UvmObject, int, int] | None:
    """Return the object with the longest name that stands in a text, and where it stands."""
    best: tuple[UvmObject, int, int] | None = None
    for name, obj in root.each():
        if is_native(root, name):
            continue
        words = r"[\s_]+".join(map(re.escape, name.split("_")))
        match = re.search(rf"\b{words}\b", text, re.IGNORECASE)
        if match and (best is None or len(match[0]) > best[2] - best[1]):
            best = obj, match.start(), match.end()
    return best


def _method_in(root: Root, obj: UvmObject, text: str) -> tuple[Method, str] | None:
    """Return the method of an object that a text names, and the text without its name."""
    best: tuple[Method, str] | None = None
    nearest = (0, 0)
    words = list(re.finditer(r"\w+", text))
    for method in _methods(root, obj):
        wanted = spoken(method.selector).split()
        used = [word for each in wanted if (word := _said(each, words)) is not None]
        # The very words before those that mean the same, and more words before fewer.
        exact = sum(word[0].lower() == each for word, each in zip(used, wanted, strict=False))
        if len(used) == len(wanted) and (exact, len(used)) > nearest:
            nearest = exact, len(used)
            rest = text
            for word in sorted(used, key=lambda word: -word.start()):
                rest = f"{rest[: word.start()]} , {rest[word.end() :]}"
            best = method, rest
    return best


def _said(wanted: str, words: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """Return where a word is said, in its own form or in one that means the same."""
    exact = (word for word in words if word[0].lower() == wanted)
    alike = (word for word in words if words_of(word[0]) == words_of(wanted) != [])
    return next(exact, None) or next(alike, None)


def _methods(root: Root, obj: UvmObject) -> Iterator[Method]:
    """Yield what an object understands of its own and of objects like it."""
    seen: set[str] = set()
    for holder in ancestors(obj):
        if is_native(root, name_of(holder)):
            continue
        for name, value in holder._slots.items():
            if type(value) is Method and name not in seen:
                yield value
            seen.add(name)


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
        words = part.strip(" \t\n.?!'\"")
        while (shorter := _ARTICLE.sub("", words)) != words:
            words = shorter
        if words:
            yield words
