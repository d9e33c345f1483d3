"""A method that an object is to have, as a description says it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Planned", "says_it_gives"]

_GIVING = re.compile(
    r"(?<!\bthe\s)(?<!\ban\s)(?<!\ba\s)\b(?:returns?|returning|gives?|giving|tells?|telling|answers?|"
    r"yields?|whether|how\s+(?:many|much|often)|count|what|gets?|shows?|lists?|finds?|reports?|"
    r"checks?|determines?|true\s+(?:if|when)|computes?|calculates?)\b"
    r"|(?:^|[:.;,])\W*(?:(?:is|are|which)\b|(?:the|an?)\s+(?:list|count|number|sum|total)\b)",
    re.IGNORECASE | re.MULTILINE,
)
"""Words by which a mission says that something is given back; *to the list* is none of them, nor
*if it is*."""
_NOUN = re.compile(r"(?:the|a|an|all|every|each|how|its|whether|which|true)\b", re.IGNORECASE)
_NOTED = re.compile(
    r"\b(?:notes|records|remembers|marks|stores)\b(?:(?!\band\b)[^.,:;])*?\bwhether\b",
    re.IGNORECASE,
)
"""What is noted is not given back."""
_YES_OR_NO = re.compile(r"\bwhether\b|\btrue\s+(?:if|when|or)\b|^\W*is\s+there\b", re.IGNORECASE)


@dataclass(frozen=True)
class Planned:
    """A method that an object is to have.

    Attributes:
        selector: Its name.
        parameters: Names of what it takes.
        meaning: What the description says of it.
    """

    selector: str
    parameters: tuple[str, ...]
    meaning: str = ""

    @property
    def gives(self) -> bool:
        """Whether the description says that something is given back."""
        return says_it_gives(self.meaning) or bool(_NOUN.match(self.meaning))

    @property
    def asks_yes_or_no(self) -> bool:
        """Whether what is given back is a yes or a no."""
        return bool(_YES_OR_NO.search(_NOTED.sub("", self.meaning)))

    @property
    def line(self) -> str:
        """It as a person reads it, such as ``add(item, price)``."""
        return f"{self.selector}({', '.join(self.parameters)})"

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "selector": self.selector,
            "parameters": list(self.parameters),
            "meaning": self.meaning,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Planned:
        """Return what :meth:`to_plain` described."""
        return cls(str(plain["selector"]), tuple(plain["parameters"]), str(plain["meaning"]))


def says_it_gives(text: str) -> bool:
    """Return whether a text says that something is given back."""
    return _GIVING.search(_NOTED.sub("", text)) is not None
