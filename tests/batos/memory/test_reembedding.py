"""Vectors that are made later: of all documents that can have one, whatever one of them is."""

import pytest

from batos.errors import BackendError, CancelledError
from batos.memory import Document, LocalEmbedding
from batos.memory.fractal import FractalMemory
from batos.memory.intake import Onlooker

from .word_bag import WordBag, word_bag


@pytest.fixture
def memory(session):
    return FractalMemory(session, word_bag(), largest=1 << 20)


def titles(found):
    return [each.hit.title for each in found[0]]


def test_a_reembedding_that_was_stopped_goes_on(memory, session, monkeypatch):
    for number in range(8):
        memory.add_content(f"{number}.txt", f"Text {number}.".encode())
    monkeypatch.setattr("batos.memory.reembedding.BATCH", 2)
    other = FractalMemory(session, LocalEmbedding("other", WordBag))
    looks = iter([False, False, False, False])
    with pytest.raises(CancelledError):
        other.reembed(Onlooker(stopped=lambda: next(looks, True)))
    left = other.status().lacking
    assert 0 < left < 8
    assert other.reembed() == left
    assert list(other.status().spaces) == ["other bag 64"]


def test_methods_get_their_vectors_too(memory, session):
    session.change(
        lambda root: root.memory["catalog"].add(
            Document("m", "method", "Count the vowels in a text.", "")
        ),
        note="a method",
    )
    assert memory.status().lacking == 1
    assert memory.catch_up() == 1
    assert titles(memory.search("the vowels in", by="meaning")) == ["Count the vowels in a text."]


def test_a_text_that_no_embedder_reads_leaves_the_others_their_vectors(memory, session, caplog):
    def add(root):
        for key, text in (("a", "Half \ud800."), ("b", "A zebra."), ("c", "A lion.")):
            root.memory["catalog"].add(Document(key, "method", text, ""))

    session.change(add, note="as older versions took them in")
    assert memory.catch_up() == 2
    assert "the document 'a' gets no vector" in caplog.text
    memory.add_content("later.txt", b"A tiger.")
    assert memory.catch_up() == 0
    with pytest.raises(BackendError) as caught:
        memory.reembed()
    said = "0 documents have got their vectors; that of the document 'a' cannot be made: "
    assert caught.value.message.startswith(said)
    assert titles(memory.search("a zebra", by="meaning", limit=1)) == ["A zebra."]
    assert memory.status().lacking == 1
    session.change(lambda root: root.memory["catalog"].remove("a"), note="it is gone")
    assert memory.reembed() == 0


def test_an_embedder_that_fails_at_everything_is_asked_for_no_text_alone(memory, session):
    class Failing(WordBag):
        def embed(self, texts, cancel):
            self.texts += 1
            raise OSError("it is gone")

    bag = Failing()
    other = FractalMemory(session, LocalEmbedding("bag", lambda: bag))
    session.change(
        lambda root: [
            root.memory["catalog"].add(Document(str(n), "method", "A rose.", "")) for n in range(9)
        ],
        note="methods",
    )
    with pytest.raises(BackendError, match="it is gone"):
        other.catch_up()
    assert bag.texts == 2
