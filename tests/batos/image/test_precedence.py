"""Who goes first: who lost goes first, and nobody waits for ever."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from batos.image.precedence import Precedence


@pytest.fixture(params=["threads", "processes"])
def pair(request: pytest.FixtureRequest, tmp_path: Path):
    """Two that share it; those of two processes meet at a file, as two openings of it do."""
    if request.param == "threads":
        precedence = Precedence(None)
        yield precedence, precedence
        return
    one, other = Precedence(tmp_path / ".turn"), Precedence(tmp_path / ".turn")
    yield one, other
    one.close()
    other.close()


def _aside(work) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_who_begins_waits_for_who_lost(pair, monkeypatch):
    monkeypatch.setattr("batos.image.precedence._COURTESY", 60.0)
    loser, newcomer = pair
    order = []

    def begin():
        newcomer.make_way()
        order.append("newcomer")

    with loser.taken():
        thread = _aside(begin)
        order.append("loser")
    thread.join()
    assert order == ["loser", "newcomer"]


def test_who_begins_goes_on_after_a_while(pair):
    loser, newcomer = pair
    with loser.taken():
        thread = _aside(newcomer.make_way)
        thread.join(60)
        assert not thread.is_alive(), "it comes back although it is taken"


def test_losers_go_one_after_the_other(pair):
    one, other = pair
    inside = []

    def lose(precedence, name):
        for _ in range(20):
            with precedence.taken():
                inside.append(name)
                assert len(inside) == 1
                inside.remove(name)

    threads = [_aside(lambda: lose(one, "one")), _aside(lambda: lose(other, "other"))]
    for thread in threads:
        thread.join()
    assert inside == []


def test_a_place_that_cannot_be_had_is_done_without(tmp_path):
    precedence = Precedence(tmp_path / "nowhere" / ".turn")
    precedence.make_way()
    with precedence.taken():
        assert not (tmp_path / "nowhere").exists()
    precedence.close()
