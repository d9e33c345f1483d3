"""How text becomes words: the steps that the index and the ranking share.

These classes are stored in the image by their import path; keep the path.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable

__all__ = ["STOP_WORDS", "WordSteps", "words_of"]

_WORD = re.compile(r"[^\W\d_]+|\d+")

STOP_WORDS = frozenset(
    "a about all an and any are as at be been but by called can could create do does each either "
    "every for from function gets give given gives had has have how i if in into is it its itself "
    "learn like make makes me method my named new no not of off on one or our out please should "
    "skill so some such takes tell that the their them then there these they this those to "
    "using want was were what when where which who whose will with within would write you "
    "your return returns returning".split()
)
"""Words that say nothing about what a method does."""

_SAME = {
    "string": "text",
    "str": "text",
    "phrase": "text",
    "integer": "number",
    "int": "number",
    "num": "number",
    "array": "list",
    "dictionary": "dict",
    "mapping": "dict",
    "character": "letter",
    "char": "letter",
    "chars": "letter",
    "biggest": "largest",
    "greatest": "largest",
    "maximum": "largest",
    "max": "largest",
    "highest": "largest",
    "minimum": "smallest",
    "min": "smallest",
    "lowest": "smallest",
    "least": "smallest",
    "mean": "average",
    "total": "sum",
    "add": "sum",
    "backward": "reverse",
    "backwards": "reverse",
    "flip": "reverse",
    "delete": "remove",
    "drop": "remove",
    "strip": "remove",
    "calculate": "compute",
    "determine": "compute",
    "work": "compute",
    "frequent": "common",
    "uppercase": "upper",
    "capital": "upper",
    "lowercase": "lower",
    "report": "tell",
    "show": "tell",
    "say": "tell",
    "uniq": "unique",
    "distinct": "unique",
    "elements": "item",
    "element": "item",
    "values": "value",
    "entries": "item",
    "entry": "item",
    "initial": "first",
    "repeated": "duplicate",
    "convert": "turn",
    "transform": "turn",
    "change": "turn",
    "many": "count",
    "weekday": "day",
    # "a number of times" is not about the time.
    "times": "repeat",
    "alphabetically": "alphabet",
    "alphabetical": "alphabet",
    "order": "sort",
    "arrange": "sort",
    "entri": "item",
    "both": "common",
}
"""Words that people use for the same thing when they describe a method."""


_ONLY_AS_WRITTEN = frozenset({"capital", "initial", "mapping"})
"""Words whose other forms mean something else: initials, to capitalize, to map."""


@functools.cache
def _same_stems() -> dict[str, str]:
    """Return the stem that stands for each stem that means the same."""
    return {
        _stem_of(word): _stem_of(meant)
        for word, meant in _SAME.items()
        if word not in _ONLY_AS_WRITTEN
    }


def _stem_of(word: str) -> str:
    import snowballstemmer

    # A stemmer keeps the word that it works on, so that threads cannot share one. Making one
    # takes a hundredth of the time of using it.
    return str(snowballstemmer.stemmer("english").stemWord(word))


@functools.lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    stem = _stem_of(_SAME.get(word, word))
    return _same_stems().get(stem, stem)


def words_of(text: str) -> list[str]:
    """Return the telling words of a text: lower case, stemmed, without accents, synonyms as one."""
    words = _WORD.findall(_plain_letters(text))
    return [_stem(word) for word in words if word not in STOP_WORDS]


def _plain_letters(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


class WordSteps:
    """The pipeline of the lexicon of ``zope.index``."""

    def process(self, parts: Iterable[str]) -> list[str]:
        """Return the words of several texts."""
        return [word for part in parts for word in words_of(part)]
