"""Words and meaning, fused."""

import doctest

import pytest

from batos.inference import CancelToken
from batos.memory import Document, KnowledgeCatalog, hybrid
from batos.memory.facets import Wanted
from batos.memory.hybrid import hybrid_search
from batos.memory.vectors import Meaning, VectorShelf

from .word_bag import word_bag

TEXTS = {
    "undo": "take back what was learned",
    "pack": "drop what is older than a month",
    "garden": "roses and tulips in the garden",
    "kitchen": "a stove stands beside the window",
}


@pytest.fixture
def catalog():
    catalog = KnowledgeCatalog()
    for key, text in TEXTS.items():
        catalog.add(Document(key, "document", "", text))
    embedding = word_bag()
    of = catalog.without_vectors(embedding.space(), 100)
    vectors = embedding.vectors([content for _, content in of], CancelToken())
    catalog.put_vectors(embedding.space(), of, vectors)
    return catalog


def meaning(text):
    embedding = word_bag()
    vector = embedding.vectors([text], CancelToken())[0]
    return Meaning(embedding.space(), vector, VectorShelf())


def keys(hits):
    return [hit.key for hit in hits]


def test_the_example_runs():
    assert doctest.testmod(hybrid).attempted


def test_words_alone_find_without_a_meaning(catalog):
    assert keys(hybrid_search([catalog], "roses")) == ["garden"]


def test_meaning_alone_finds_without_words(catalog):
    found = hybrid_search([catalog], "", meaning=meaning("a stove stands"), limit=1)
    assert keys(found) == ["kitchen"]


def test_what_both_find_comes_first(catalog):
    # "is" says nothing to the index of words; "beside" and "window" are in one document alone.
    found = hybrid_search([catalog], "roses window", meaning=meaning("stands beside the window"))
    assert keys(found)[0] == "kitchen"
    assert "garden" in keys(found)


def test_several_catalogs_are_one(catalog):
    other = KnowledgeCatalog()
    other.add(Document("more", "method", "", "cut the roses"))
    assert sorted(keys(hybrid_search([catalog, other], "roses"))) == ["garden", "more"]


def test_what_is_not_wanted_is_not_found(catalog):
    catalog.add(Document("vase", "method", "", "roses beside the window", {"room": "hall"}))

    def found(wanted):
        return keys(hybrid_search([catalog], "roses", meaning=meaning("roses"), wanted=wanted))

    assert found(Wanted(frozenset({"method"}))) == ["vase"]
    assert found(Wanted(where=(("room", "hall"),))) == ["vase"]
    assert found(Wanted(where=(("room", "attic"),))) == []


def test_each_hit_tells_how_it_was_found(catalog):
    catalog.add(Document("late", "document", "", "roses"))
    near = meaning("roses and tulips in the garden")
    hits = hybrid_search([catalog], "roses kitchen", meaning=near)
    found = {hit.key: hit for hit in hits}
    assert found["garden"].cosine > 0.9
    assert 0 < found["garden"].covers < 1
    assert (found["late"].cosine, found["undo"].covers) == (0.0, 0.0), "not compared"
    (few,) = hybrid_search([catalog], "stove", meaning=meaning("x"), limit=1)
    assert few.cosine != 0.0


def test_a_document_without_a_vector_is_found_by_its_words(catalog):
    catalog.add(Document("late", "document", "", "a lighthouse"))
    assert keys(hybrid_search([catalog], "lighthouse", meaning=meaning("lighthouse")))[0] == "late"
