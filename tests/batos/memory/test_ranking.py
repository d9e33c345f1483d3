"""Ranking by words: in a large index as in a small one, and only as far as somebody looks."""

import random
from itertools import islice

import pytest

from batos.memory import Document, KnowledgeCatalog, ranking
from batos.memory.ranking import by_weight, heaviest


@pytest.fixture(scope="module")
def index():
    """An index of documents that nearly all have a few words, and each some of many others."""
    chance = random.Random(7)
    often, seldom = ["stone", "river"], [f"{a}{b}ock" for a in "bcdfgl" for b in "aeiou"]
    catalog = KnowledgeCatalog()
    for number in range(600):
        words = chance.choices(often, k=4) + chance.sample(seldom, 2)
        catalog.add(Document(f"d{number}", "document", "", " ".join(words)))
    return catalog._index


def ranked(index, query, limit):
    words = index._lexicon.termToWordIds(query)
    return [number for number, _ in islice(heaviest(index, words, limit), limit)]


@pytest.mark.parametrize(
    "query", ["stone baock ceock", "river river guock", "stone", "laock foock"]
)
def test_the_first_are_those_of_the_whole_ranking(index, query, monkeypatch):
    monkeypatch.setattr(ranking, "_LARGE", 100)
    monkeypatch.setattr(ranking, "_FREQUENT", 2)
    whole = [number for number, _ in by_weight(index.search(query))]
    assert ranked(index, query, 10) == whole[:10]


def test_who_looks_further_finds_all(index, monkeypatch):
    monkeypatch.setattr(ranking, "_LARGE", 100)
    monkeypatch.setattr(ranking, "_FREQUENT", 2)
    words = index._lexicon.termToWordIds("stone baock")
    found = [number for number, _ in heaviest(index, words, 5)]
    assert len(found) == len(set(found)) == len(index.search("stone baock"))


def test_only_as_many_as_are_looked_at_are_ranked_by_frequent_words(index, monkeypatch):
    asked = []
    monkeypatch.setattr(ranking, "_LARGE", 100)
    monkeypatch.setattr(ranking, "_FREQUENT", 2)
    search = index._search_wids
    monkeypatch.setattr(
        index, "_search_wids", lambda words: asked.append(len(words)) or search(words)
    )
    assert len(ranked(index, "stone river baock", 5)) == 5
    assert asked == [1]
