"""The catalog: documents come, change and go, and are found again after a restart."""

from __future__ import annotations

import functools
import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batos.image import Root, Session
from batos.memory import Document, Hit, KnowledgeCatalog, VectorSpace
from batos.memory.vectors import Meaning, VectorShelf

TITLES = {
    "vowels": "Count the vowels in a text.",
    "reverse": "Reverse the order of the letters of a text.",
    "largest": "Find the largest of several numbers.",
    "primes": "List the prime numbers up to a limit.",
}


def _document(key: str, title: str, kind: str = "recipe", **meta: Any) -> Document:
    return Document(key, kind, title, "", meta)


@pytest.fixture
def catalog() -> KnowledgeCatalog:
    catalog = KnowledgeCatalog()
    for key, title in TITLES.items():
        catalog.add(_document(key, title))
    return catalog


@pytest.fixture
def change(session: Session) -> Callable[[Callable[[KnowledgeCatalog], Any]], Any]:
    """Do something to the catalog of the image in a transaction."""
    return lambda work: session.change(
        lambda root: work(root.memory["catalog"]), note="change the catalog"
    )


def _keys(hits: list[Hit]) -> list[str]:
    return [hit.key for hit in hits]


# --- documents -------------------------------------------------------------------------------


def test_documents_come_change_and_go(catalog: KnowledgeCatalog) -> None:
    assert len(catalog) == 4
    assert "vowels" in catalog
    assert catalog.add(_document("extra", "Boil an egg.", kind="codex", minutes=4))
    found = catalog.get("extra")
    assert found is not None
    assert (found.kind, found.title, found.meta) == ("codex", "Boil an egg.", {"minutes": 4})
    assert catalog.kinds() == {"codex": 1, "recipe": 4}
    assert catalog.remove("extra")
    assert not catalog.remove("extra")
    assert catalog.get("extra") is None
    assert "extra" not in catalog
    assert catalog.kinds() == {"recipe": 4}
    assert catalog.search("boil an egg") == []


def test_the_same_document_changes_nothing(catalog: KnowledgeCatalog) -> None:
    assert not catalog.add(_document("vowels", TITLES["vowels"]))
    assert len(catalog) == 4


@pytest.mark.parametrize("kind", ["recipe", "method"])
def test_a_new_text_takes_the_place_of_the_old_one(catalog: KnowledgeCatalog, kind: str) -> None:
    assert catalog.add(_document("vowels", "Boil an egg.", kind=kind))
    assert len(catalog) == 4
    assert sum(catalog.kinds().values()) == 4
    assert "vowels" not in _keys(catalog.search("vowels"))
    assert _keys(catalog.search("eggs")) == ["vowels"]


def test_a_new_meta_alone_is_a_change(catalog: KnowledgeCatalog) -> None:
    assert catalog.add(_document("vowels", TITLES["vowels"], calls=1))
    assert catalog.search("vowels")[0].meta == {"calls": 1}


def test_documents_of_one_kind_or_all(catalog: KnowledgeCatalog) -> None:
    catalog.add(_document("note", "A note.", kind="document"))
    assert [document.key for document in catalog.documents("document")] == ["note"]
    assert len(list(catalog.documents())) == 5
    assert list(catalog.documents("nothing")) == []


def test_an_empty_document_can_be_kept_and_removed(catalog: KnowledgeCatalog) -> None:
    assert catalog.add(Document("empty", "document", "", ""))
    assert "empty" in catalog
    assert catalog.remove("empty")
    assert len(catalog) == 4


def test_the_last_document_can_be_removed() -> None:
    catalog = KnowledgeCatalog()
    catalog.add(_document("only", "The only one."))
    assert catalog.remove("only")
    assert len(catalog) == 0
    assert catalog.search("only") == []
    assert catalog.add(_document("next", "The next one."))
    assert _keys(catalog.search("next")) == ["next"]


# --- search ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("how many vowels are in a string", "vowels"),
        ("write a method that counts vowels", "vowels"),
        ("flip the characters of a phrase", "reverse"),
        ("backwards text", "reverse"),
        ("the maximum of some integers", "largest"),
        ("biggest number", "largest"),
        ("primes", "primes"),
    ],
)
def test_people_find_it_in_their_own_words(catalog: KnowledgeCatalog, query: str, key: str) -> None:
    assert catalog.search(query)[0].key == key


def test_the_best_comes_first_and_ties_break_the_same_way_every_time() -> None:
    catalog = KnowledgeCatalog()
    for key in ("c", "a", "b"):
        catalog.add(_document(key, "Count the sheep."))
    catalog.add(_document("best", "Count the black sheep, and again the black sheep."))
    hits = catalog.search("black sheep")
    assert _keys(hits) == ["best", "c", "a", "b"]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert catalog.search("black sheep") == hits


def test_kinds_and_limit_narrow_a_search(catalog: KnowledgeCatalog) -> None:
    catalog.add(_document("note", "Notes about vowels and vowels.", kind="document"))
    assert _keys(catalog.search("vowels", kinds=["recipe"])) == ["vowels"]
    assert _keys(catalog.search("vowels", kinds=["document", "recipe"], limit=1)) == ["note"]
    assert catalog.search("vowels", kinds=["nothing"]) == []
    assert catalog.search("vowels", limit=0) == []
    assert catalog.search("vowels", limit=-1) == []


@pytest.mark.parametrize(
    "query",
    [
        *("", " ", "\n", "the of a", "?!*()[]{}\"'", "AND OR NOT", "vowel*", '"vowels"', "\x00"),
        *("unheardof", "\ud800", "🙂", "x" * 100_000, "a-b_c", "१२३", "ﬁ", "İ", "-vowels"),
    ],
)
def test_strange_queries_are_only_queries(catalog: KnowledgeCatalog, query: str) -> None:
    hits = catalog.search(query)
    assert all(hit.key in TITLES for hit in hits)
    assert bool(hits) == ("vowel" in query)


def test_a_huge_query_is_read_in_part(catalog: KnowledgeCatalog) -> None:
    assert catalog.search("vowels " * 200_000)[0].key == "vowels"
    words = " ".join(f"word{number}" for number in range(200_000))
    assert catalog.search(f"vowels {words}")[0].key == "vowels"


def test_nothing_is_found_in_an_empty_catalog() -> None:
    catalog = KnowledgeCatalog()
    assert catalog.search("anything") == []
    assert catalog.kinds() == {}
    assert len(catalog) == 0


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Crème brûlée for two", "creme brulee"),
        ("CAFÉ", "cafe\u0301"),
        ("Die Straße nach Köln", "strasse koln"),
        ("Сосчитать гласные буквы", "ГЛАСНЫЕ"),
        ("数字 の 合計", "合計"),
        ("Øre and 42 things", "42"),
    ],
)
def test_other_languages_are_found_whatever_the_accents(title: str, query: str) -> None:
    catalog = KnowledgeCatalog()
    catalog.add(_document("other", "Something else."))
    catalog.add(_document("wanted", title))
    assert _keys(catalog.search(query)) == ["wanted"]


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_every_text_can_be_kept_and_asked_for(text: str) -> None:
    catalog = KnowledgeCatalog()
    catalog.add(Document("key", "document", text, text))
    assert _keys(catalog.search(text)) in ([], ["key"])
    assert catalog.remove("key")
    assert catalog.search(text) == []


# --- in the image ----------------------------------------------------------------------------


def test_the_index_is_there_after_a_restart_and_goes_on(
    session: Session, change: Callable[..., Any], open_session: Callable[[], Session]
) -> None:
    for key, title in TITLES.items():
        change(lambda catalog, key=key, title=title: catalog.add(_document(key, title, at=key)))
    change(lambda catalog: catalog.remove("primes"))
    again = open_session()

    def go_on(root: Root) -> None:
        catalog = root.memory["catalog"]
        assert len(catalog) == 3
        assert catalog.kinds() == {"recipe": 3}
        assert catalog.search("count vowels")[0] == Hit(
            "vowels",
            "recipe",
            TITLES["vowels"],
            "",
            catalog.search("count vowels")[0].score,
            {"at": "vowels"},
        )
        assert catalog.search("prime") == []
        assert catalog.add(_document("egg", "Boil an egg."))

    again.change(go_on, note="go on")
    with open_session().read() as root:
        assert _keys(root.memory["catalog"].search("egg")) == ["egg"]
        assert len(root.memory["catalog"]) == 4


def test_hits_are_plain_data_that_may_leave_the_transaction(
    session: Session, change: Callable[..., Any]
) -> None:
    change(lambda catalog: catalog.add(_document("vowels", TITLES["vowels"], tags=["text"])))
    with session.read() as root:
        hits = root.memory["catalog"].search("vowels")
    assert hits[0].meta == {"tags": ["text"]}
    assert hits[0].title == TITLES["vowels"]


def test_what_was_aborted_is_not_found(session: Session, change: Callable[..., Any]) -> None:
    def fail(catalog: KnowledgeCatalog) -> None:
        catalog.add(_document("egg", "Boil an egg."))
        assert catalog.search("egg")
        raise LookupError

    with pytest.raises(LookupError):
        change(fail)
    with session.read() as root:
        catalog = root.memory["catalog"]
        assert len(catalog) == 0
        assert catalog.search("egg") == []
        assert "egg" not in catalog


def test_adding_what_is_there_commits_nothing(session: Session, change: Callable[..., Any]) -> None:
    change(lambda catalog: catalog.add(_document("egg", "Boil an egg.")))
    before = session.metrics.commits
    assert change(lambda catalog: catalog.add(_document("egg", "Boil an egg."))) is False
    assert session.metrics.commits == before


def test_threads_that_add_at_once_lose_nothing(
    session: Session, change: Callable[..., Any]
) -> None:
    errors: list[BaseException] = []
    start = threading.Barrier(4)

    def work(index: int) -> None:
        chance = random.Random(index)
        try:
            start.wait()
            for number in range(10):
                words = " ".join(chance.choices(["apple", "pear", "plum", f"only{index}"], k=5))

                def add(catalog: KnowledgeCatalog, key: str, title: str) -> None:
                    # Made here, since the work may run again in another connection.
                    catalog.add(_document(key, title))

                change(functools.partial(add, key=f"{index}:{number}", title=f"{words} shared"))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with session.read() as root:
        catalog = root.memory["catalog"]
        assert len(catalog) == 40
        assert catalog.kinds() == {"recipe": 40}
        assert len(catalog.search("shared", limit=100)) == 40
        for document in catalog.documents():
            found = catalog.get(document.key)
            assert found is document, "every key has a number of its own"


def _filled(catalog: KnowledgeCatalog) -> None:
    for key, title in TITLES.items():
        catalog.add(_document(key, title))
    catalog.add(_document("vowels", "Count all vowels."))
    catalog.remove("primes")


def _swap(catalog: KnowledgeCatalog) -> None:
    catalog._ids["vowels"], catalog._ids["reverse"] = (
        catalog._ids["reverse"],
        catalog._ids["vowels"],
    )


def _retitle(catalog: KnowledgeCatalog) -> None:
    found = catalog.get("vowels")
    assert found is not None
    found.title = "Something else."


def _forget(catalog: KnowledgeCatalog) -> None:
    del catalog._documents[catalog._ids["vowels"]]


def _unindex(catalog: KnowledgeCatalog) -> None:
    catalog._index.unindex_doc(catalog._ids["vowels"])


def _miscount(catalog: KnowledgeCatalog) -> None:
    catalog._kinds["recipe"].change(1)


def _go_back(catalog: KnowledgeCatalog) -> None:
    catalog._next.change(-3)


def test_a_catalog_in_use_has_no_faults(session: Session, change: Callable[..., Any]) -> None:
    change(_filled)
    with session.read() as root:
        assert list(root.memory["catalog"].faults()) == []


@pytest.mark.parametrize("harm", [_swap, _retitle, _forget, _unindex, _miscount, _go_back])
def test_a_catalog_knows_its_faults(
    session: Session, change: Callable[..., Any], harm: Callable[[KnowledgeCatalog], None]
) -> None:
    change(_filled)
    change(harm)
    with session.read() as root:
        assert list(root.memory["catalog"].faults())


SPACE = VectorSpace(embedder="test", model="two", dimension=2)


def _meaning(*vector: float) -> Meaning:
    return Meaning(SPACE, vector, VectorShelf())


def test_vectors_come_after_their_documents(catalog: KnowledgeCatalog) -> None:
    assert catalog.lacking(SPACE) == len(TITLES)
    of = catalog.without_vectors(SPACE, 3)
    assert catalog.put_vectors(SPACE, of, [(1.0, 0.0), (0.0, 1.0), (0.6, 0.8)]) == 3
    assert len(catalog.without_vectors(SPACE, 10)) == catalog.lacking(SPACE) == 1
    near = [catalog.by_number(number) for number, _ in catalog.by_meaning(_meaning(0, 1), 5)]
    assert [each.key for each in near if each] == [of[1][0], of[2][0], of[0][0]]


def test_one_that_changes_has_no_vector_until_it_gets_another(catalog: KnowledgeCatalog) -> None:
    of = catalog.without_vectors(SPACE, 10)
    catalog.put_vectors(SPACE, of, [(1.0, 0.0)] * len(of))
    catalog.add(_document("vowels", "Count the consonants in a text."))
    # What was made of the old text comes too late.
    assert catalog.put_vectors(SPACE, of[:1], [(1.0, 0.0)]) == 0
    assert [key for key, _ in catalog.without_vectors(SPACE, 10)] == ["vowels"]
    catalog.add(_document("reverse", TITLES["reverse"], verified=3))
    assert catalog.lacking(SPACE) == 1
    assert list(catalog.faults()) == []


def test_vectors_of_another_space_are_let_go(catalog: KnowledgeCatalog) -> None:
    of = catalog.without_vectors(SPACE, 10)
    catalog.put_vectors(SPACE, of, [(1.0, 0.0)] * len(of))
    other = VectorSpace(embedder="test", model="three", dimension=2)
    assert catalog.lacking(other) == len(TITLES)
    assert catalog.by_meaning(Meaning(other, (1, 0), VectorShelf()), 5) == []
    catalog.put_vectors(other, of, [(0.0, 1.0)] * len(of))
    catalog.keep_only(other)
    assert catalog.spaces() == {"test three 2": len(TITLES)}


def test_one_that_is_forgotten_leaves_no_word(catalog: KnowledgeCatalog) -> None:
    catalog.add(_document("secret", "the hovercraft is full of eels"))
    catalog.put_vectors(SPACE, catalog.without_vectors(SPACE, 10), [(1.0, 0.0)] * 5)
    catalog.remove("secret")
    assert "hovercraft" not in catalog._lexicon._wids
    assert "hovercraft" not in catalog._lexicon._words.values()
    assert catalog.spaces() == {SPACE.label: len(TITLES)}
    assert [hit.key for hit in catalog.search("vowels")] == ["vowels"]
    assert list(catalog.faults()) == []


def test_a_catalog_from_before_there_were_vectors_gets_some(
    session: Session, change: Callable[[Callable[[KnowledgeCatalog], Any]], Any]
) -> None:
    change(_filled)
    with session.read() as root:
        assert "_spaces" not in vars(root.memory["catalog"])
        assert root.memory["catalog"].spaces() == {}
        of = root.memory["catalog"].without_vectors(SPACE, 100)
    change(lambda catalog: catalog.put_vectors(SPACE, of, [(1.0, 0.0)] * len(of)))
    with session.read() as root:
        assert root.memory["catalog"].lacking(SPACE) == 0


def test_many_documents_rank_as_few_do() -> None:
    catalog = KnowledgeCatalog()
    for number in range(700):
        text = "stone " * (number % 7 + 1) + "river"
        catalog.add(Document(f"d{number}", "document", "", text))
    found = catalog.by_words("stone", 700)
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
    assert len(found) == 700


def test_words_that_wait_are_found_at_once_and_indexed_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("batos.memory.catalog._TOGETHER", 3)
    catalog, other = KnowledgeCatalog(), KnowledgeCatalog()

    def found(catalog: KnowledgeCatalog, query: str) -> list[str]:
        return [hit.key for hit in catalog.search(query)]

    texts = {"a": "red roses", "b": "red red tulips", "c": "a lily", "d": "roses and a lighthouse"}
    for count, (key, text) in enumerate(texts.items(), start=1):
        catalog.add(Document(key, "fact", "", text), waits=True)
        other.add(Document(key, "fact", "", text))
        for query in ("red roses", "lily", "lighthouse roses", "stove"):
            here, there = found(catalog, query), found(other, query)
            assert (here[:1], sorted(here)) == (there[:1], sorted(there)), (count, query)
        assert len(catalog) == count
        assert list(catalog.faults()) == []
    assert len(catalog._waiting) == 1
    assert catalog.lacking(SPACE) == 4
    for key in ("d", "a"):
        assert catalog.remove(key)
        assert found(catalog, "lighthouse roses") == (["a"] if key == "d" else [])
    assert list(catalog.faults()) == []


def test_one_that_waited_and_changes_is_found_by_what_it_says_now() -> None:
    catalog = KnowledgeCatalog()
    catalog.add(Document("a", "fact", "", "a rose"), waits=True)
    catalog.add(Document("a", "fact", "", "a tulip", {"at": "now"}), waits=True)
    assert catalog.add(Document("a", "fact", "", "a tulip", {"at": "later"}), waits=True)
    assert [hit.meta["at"] for hit in catalog.search("tulip")] == ["later"]
    assert catalog.search("rose") == []
    catalog.add(Document("a", "fact", "", "a lily"))
    assert catalog.search("lily")
    assert not catalog._waiting
    assert list(catalog.faults()) == []
