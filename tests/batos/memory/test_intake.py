"""Taking documents in: only what is new, whatever ended the last time."""

import json
import os
import signal
import subprocess
import sys

import pytest

from batos.errors import BackendError, CancelledError
from batos.image import Session
from batos.memory import LocalEmbedding, intake
from batos.memory.catalogs import catalogs
from batos.memory.documents.sources import sources
from batos.memory.fractal import FractalMemory
from batos.memory.intake import NOBODY, Intake, Onlooker

from .word_bag import WordBag


def book(chapters):
    return "\n\n".join(
        f"# Chapter {number}\n\n"
        + "".join(f"Sentence {each} tells of item {number} and its colour. " for each in range(30))
        for number in range(chapters)
    )


TEXT = book(12)


class Counting:
    def __init__(self, session):
        self.bag = WordBag()
        self.intake = Intake(session, LocalEmbedding("bag", lambda: self.bag))

    def take(self, text, name="book.md", onlooker=NOBODY):
        self.bag.texts = 0
        return self.intake.take(name, text.encode(), "", onlooker)


@pytest.fixture
def counting(session: Session):
    return Counting(session)


def faults(session):
    with session.read() as root:
        return [fault for catalog in catalogs(root) for fault in catalog.faults()]


def test_a_document_comes_with_its_vectors(session, counting):
    added = counting.take(TEXT)
    assert added.passages == added.fresh >= 12
    with session.read() as root:
        library = root.memory["library"]
        assert len(library) == added.passages
        assert library.lacking(counting.intake._embedding.space()) == 0
        source = sources(root)["book.md"]
        first = library.get(source.documents()[0])
        assert first.title == "book.md > Chapter 0"
        assert first.meta == {"source": "book.md"}
    assert faults(session) == []


def test_the_same_again_costs_nothing(counting):
    first = counting.take(TEXT)
    again = counting.take(TEXT)
    assert (again.unchanged, again.passages, counting.bag.texts) == (True, first.passages, 0)


def test_only_what_has_changed_is_embedded_again(session, counting):
    first = counting.take(TEXT)
    whole = counting.bag.texts
    changed = counting.take(TEXT.replace("item 5 ", "lighthouse "))
    assert changed.passages == first.passages
    assert 0 < changed.fresh == changed.gone < first.passages / 4
    assert 0 < counting.bag.texts < whole / 4
    with session.read() as root:
        assert root.memory["library"].search("lighthouse")[0].title == "book.md > Chapter 5"
    assert faults(session) == []


def test_one_that_was_stopped_goes_on_where_it_stopped(session, counting):
    told = []
    stopping = Onlooker(lambda _what, share: told.append(share), lambda: len(told) > 1)
    with pytest.raises(CancelledError):
        counting.take(book(60), onlooker=stopping)
    with session.read() as root:
        kept = len(root.memory["library"])
        assert not sources(root)["book.md"].complete
    assert kept > 0
    added = counting.take(book(60))
    assert added.fresh + kept == added.passages
    assert faults(session) == []


@pytest.mark.parametrize("name", ["book.md", "book.txt", "book.jsonl"])
def test_one_that_is_stopped_while_it_is_read_leaves_nothing(session, counting, name):
    with pytest.raises(CancelledError, match="was not taken in"):
        counting.take(book(60), name, Onlooker(stopped=lambda: True))
    with session.read() as root:
        assert "library" not in root.memory or not len(root.memory["library"])
        assert not sources(root)


def test_how_far_the_reading_is_is_told(session, counting, monkeypatch):
    monkeypatch.setattr(intake, "_TELL_S", 0.0)
    told = []
    counting.take(book(60), onlooker=Onlooker(lambda what, share: told.append((what, share))))
    assert told[0] == ("reading book.md, 0.0 of 0.1 MiB", 0.0)
    assert told[-1][0] == "taking in book.md"


def test_without_an_embedder_it_is_cut_by_size_and_found_by_words(session):
    def missing():
        raise BackendError("There is none.")

    added = Intake(session, LocalEmbedding("none", missing)).take(
        "book.md", TEXT.encode(), "", NOBODY
    )
    assert added.passages >= 12
    with session.read() as root:
        assert root.memory["library"].spaces() == {}
        assert root.memory["library"].search("item 7")[0].title == "book.md > Chapter 7"


def test_an_embedder_that_fails_ends_nothing(session, tmp_path):
    class Failing(WordBag):
        fails = True

        def embed(self, texts, cancel):
            if self.fails and any("Chapter 9" in text for text in texts):
                raise RuntimeError("out of memory")
            return super().embed(texts, cancel)

    bag = Failing()
    memory = FractalMemory(session, LocalEmbedding("bag", lambda: bag))
    (tmp_path / "a.md").write_text(TEXT, "utf-8")
    (tmp_path / "b.md").write_text("A lighthouse.", "utf-8")
    first, second = memory.add(tmp_path)
    assert "found by words for now. The embedder 'bag' failed" in first.remark
    assert (second.passages, second.remark) == (1, "")
    lacking = memory.status().lacking
    assert 0 < lacking <= first.passages
    assert memory.search("item 9", by="words")[0][0].hit.title == "a.md > Chapter 9"
    bag.fails = False
    assert memory.catch_up(most=1_000) == lacking
    assert memory.add(tmp_path)[0].unchanged
    assert faults(session) == []


def test_golden_pairs_stand_with_those_of_the_personas(session, counting):
    lines = [{"prompt": "Who waters?", "response": "The gardener.", "persona": "robin"}, {"x": 1}]
    added = counting.take("\n".join(map(json.dumps, lines)), "pairs.jsonl")
    assert (added.passages, len(added.refused)) == (1, 1)
    again = counting.take("\n".join(map(json.dumps, lines)), "pairs.jsonl")
    assert (again.passages, len(again.refused)) == (1, 1), "they are told the next time too"
    with session.read() as root:
        [pair] = root.memory["catalog"].documents("codex")
        assert (pair.title, pair.text) == ("Who waters?", "The gardener.")
        assert pair.meta == {"persona": "robin", "source": "pairs.jsonl"}


PROGRAM = """
import os, sys
from batos.guardian.running.run import GuardedRunner
from batos.image import Session
from batos.inference import CancelToken
from batos.memory import LocalEmbedding, intake
from batos.memory.intake import Intake, Onlooker

class Bag:
    model, dimension, calls = "bag", 4, 0
    def embed(self, texts, cancel):
        Bag.calls += 1
        if Bag.calls > int(sys.argv[2]):
            os.kill(os.getpid(), 9)
        return [[1.0, len(text), 0.0, 0.5] for text in texts]
    def close(self):
        pass

session = Session(sys.argv[1], GuardedRunner)
text = sys.stdin.buffer.read()
print(Intake(session, LocalEmbedding("bag", Bag)).take("book.md", text, "", Onlooker()).fresh)
session.close()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_a_kill_leaves_whole_parts_and_the_next_time_goes_on(tmp_path, open_session):
    image = str(tmp_path / "live_image.fs")
    open_session().close()

    def run(calls):
        return subprocess.run(
            [sys.executable, "-c", PROGRAM, image, str(calls)],
            input=(book(60)).encode(),
            capture_output=True,
            check=False,
            env=os.environ,
        )

    killed = run(5)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    session = open_session()
    with session.read() as root:
        kept = len(root.memory["library"])
        assert kept > 0
        assert not sources(root)["book.md"].complete
    assert faults(session) == []
    session.close()
    assert int(run(1_000).stdout) > 0
    session = open_session()
    with session.read() as root:
        assert sources(root)["book.md"].complete
        assert len(root.memory["library"]) == len(sources(root)["book.md"].documents()) > kept
    assert faults(session) == []
