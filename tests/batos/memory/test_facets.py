"""What is known about documents: looked up by number, and gone with them."""

import doctest

import pytest

from batos.memory import Document, KnowledgeCatalog, facets
from batos.memory.facets import Facets, Wanted, known_of


@pytest.fixture
def known():
    known = Facets()
    known.put(1, [("author", "ann"), ("tag", "a"), ("tag", "b"), ("source", "/notes/garden.md")])
    known.put(2, [("author", "ann"), ("tag", "b"), ("source", "/notes/kitchen.md")])
    known.put(30, [("author", "annabel"), ("source", "/notes/garden.md")])
    return known


def test_the_example_runs():
    assert doctest.testmod(facets).attempted


def test_numbers_are_found_by_all_that_is_asked_for(known):
    def numbers(*where, source=""):
        return known.numbers(Wanted(source=source, where=where))

    assert numbers(("author", "Ann")) == {1, 2}
    assert numbers(("author", "Ann"), ("tag", "a"), ("tag", "b")) == {1}
    assert numbers(source="Garden") == {1, 30}
    assert numbers(("author", "ann"), source="kitchen") == {2}
    assert numbers(("author", "an")) == numbers(("editor", "ann")) == set()
    assert sorted(known.names()) == ["author", "source", "tag"]


def test_what_is_forgotten_is_not_there(known):
    known.remove(2, [("author", "ann"), ("tag", "b"), ("source", "/notes/kitchen.md")])
    assert known.numbers(Wanted(where=(("author", "ann"),))) == {1}
    assert known.numbers(Wanted(source="kitchen")) == set()
    assert list(known.faults({})) == [
        "The index of what is known of documents says something else than they do."
    ]


def test_only_what_is_plain_is_known():
    meta = {"year": 2024, "code": "def f():\n    return 1", "more": {"a": 1}, "tags": ["x", {}, 2]}
    assert known_of(meta) == {"year": 2024, "tags": ["x", 2]}


def test_a_catalog_from_before_is_narrowed_too_and_indexed_with_the_next_document():
    catalog = KnowledgeCatalog()
    catalog.add(Document("a", "document", "", "a rose", {"source": "garden.md"}))
    catalog._facets = None
    wanted = Wanted(source="garden")
    assert catalog.by_words("rose", 5, wanted)
    assert catalog._facets is None
    catalog.add(Document("m", "method", "", "a rose", {"source": "def garden(self): return 1"}))
    assert [number for number, _ in catalog.by_words("rose", 5, wanted)] == [1]
    catalog.remove("a")
    assert catalog.by_words("rose", 5, wanted) == []
    assert list(catalog.faults()) == []
