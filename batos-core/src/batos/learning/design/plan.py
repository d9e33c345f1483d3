"""What an object is to be: its name and its methods, as a description says them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from batos.errors import UsageError
from batos.learning.model.planned import Planned
from batos.objects import is_slot_name

__all__ = ["check_plan", "name_in", "planned_in"]

_HEAD = re.compile(r"(?<![\w.'\"])([A-Za-z]\w*)\(([^()]*)\)")
"""A method as a description names it: ``add(item, price)``."""
_SHARES = frozenset({"and", "or", "&", "/"})
"""What stands between two methods of which the same is said."""
_ARTICLE = re.compile(
    r"^\W*(?:make|create|build|i\s+(?:want|need)|an?|the|my|me)\b\W*", re.IGNORECASE
)
_NAME_ENDS = re.compile(
    r"[:.;,(\n]|\b(?:with|that|which|where|who|for|like|to|in|having)\b(?!-)", re.IGNORECASE
)
_MOST_WORDS = 3
_LINKS = frozenset({"a", "an", "and", "of", "the"})
"""Words with which no name ends."""


def planned_in(text: str) -> tuple[Planned, ...]:
    """Return the methods that a description names, in its order; of one named twice the first.

    Raises:
        UsageError: One is named with different parameters.
    """
    heads = [head for head in _HEAD.finditer(text) if _parameters(head[2]) is not None]
    every: list[Planned] = []
    meaning = ""
    for number in range(len(heads) - 1, -1, -1):
        head = heads[number]
        end = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        said = text[head.end() : end]
        if re.sub(r"[^\w&/]+", "", said.lower()) not in _SHARES:
            meaning = said.strip(" ,;:.\n—-")
        every.append(Planned(head[1], _parameters(head[2]) or (), " ".join(meaning.split())))
    found: dict[str, Planned] = {}
    for each in reversed(every):
        other = found.setdefault(each.selector, each)
        if other.parameters != each.parameters:
            raise UsageError(
                f"The description contradicts itself: {other.line} and {each.line}.",
                hint="Name each method once, or always with the same parameters.",
            )
    return tuple(found.values())


def _parameters(text: str) -> tuple[str, ...] | None:
    """Return the names that stand between brackets; None where something else does."""
    names = [each.partition("=")[0].strip() for each in text.split(",")] if text.strip() else []
    return tuple(names) if all(each.isidentifier() for each in names) else None


def check_plan(planned: Sequence[Planned]) -> None:
    """Do nothing for methods that an object can have.

    Raises:
        UsageError: There is none, or one that no object can have.
    """
    if not planned:
        raise UsageError(
            "The description says of no method what it does.",
            hint="Say what it can do, such as: a counter: up(amount) adds to it, total() gives it",
        )
    for each in planned:
        names = (each.selector, *each.parameters)
        wrong = next((name for name in names if not is_slot_name(name) or name == "self"), None)
        if wrong is not None:
            raise UsageError(
                f"{wrong!r} in {each.line} can name nothing in an object.",
                hint="Choose another name: the kernel uses it, or it is a word of Python.",
            )
        if len({*each.parameters}) < len(each.parameters):
            raise UsageError(f"{each.line} names a parameter twice.")


def name_in(text: str) -> str:
    """Return the name that a description gives its object, or an empty text."""
    head = text.strip()
    while (article := _ARTICLE.match(head)) is not None:
        head = head[article.end() :]
    end = _NAME_ENDS.search(head)
    words = re.findall(r"[^\W_]+", head[: end.start()] if end else head)
    words = words[:_MOST_WORDS]
    while words and words[-1].lower() in _LINKS:
        words.pop()
    name = "_".join(words).lower()
    return name if is_slot_name(name) else ""
