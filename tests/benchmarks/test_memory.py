"""The memory is measured beside a peer that finds the same, on questions that have an answer."""

from __future__ import annotations

from pathlib import Path

from benchmarks.memory import MadeTexts, Peer, questions

DOCS = Path(__file__).parents[2] / "docs"


def test_there_are_fifty_questions_and_the_pages_that_answer_them() -> None:
    found = questions()
    assert len({question for question, _ in found}) == 50
    assert all((DOCS / page).is_file() for _, page in found)


def test_the_peer_finds_what_is_nearest_and_what_is_said() -> None:
    made = MadeTexts(200)
    peer = Peer(made)
    for number in (3, 77):
        assert peer.nearest(made.vectors[number], 5)[0] == number
        assert made.texts[number] in peer.search(made.texts[number], made.vectors[number])


def test_what_is_made_is_the_same_each_time() -> None:
    one, other = MadeTexts(50), MadeTexts(50)
    assert one.texts == other.texts
    assert (one.vectors == other.vectors).all()
