"""Who reads does not wait for the disk of who writes."""

import os
import threading

import pytest

from batos.errors import ImageError
from batos.image import Session
from batos.image.storage import unhurried
from batos.objects import UvmObject


@pytest.fixture
def session(tmp_path):
    made = Session((tmp_path / "image.fs").as_uri(), lambda: None)

    def work(root):
        root.add("one", UvmObject(n=0))
        root.add("two", UvmObject(n=0))

    made.change(work, note="Objects")
    yield made
    made.close()


@pytest.fixture
def slow_disk(monkeypatch):
    """A disk that is not done before a test lets it."""

    class Disk:
        reached = threading.Event()
        done = threading.Event()

        def sync(self, _descriptor):
            self.reached.set()
            assert self.done.wait(30)

    slow = Disk()
    monkeypatch.setattr(unhurried, "fsync", slow.sync)
    return slow


def put(session, name, value):
    session.change(lambda root: setattr(root.find(name), "n", value), note="put")


def value(session, name):
    with session.read() as root:
        return root.find(name).n


def test_readers_go_on_and_see_nothing_of_what_is_not_on_the_disk(session, slow_disk):
    writer = threading.Thread(target=put, args=(session, "one", 1))
    writer.start()
    assert slow_disk.reached.wait(30)
    before = session.database.lastTransaction()
    session.database.cacheMinimize()
    for _ in range(3):
        assert (value(session, "one"), value(session, "two")) == (0, 0)
    slow_disk.done.set()
    writer.join(30)
    assert (value(session, "one"), value(session, "two")) == (1, 0)
    assert session.database.lastTransaction() > before


def test_a_second_writer_waits_for_the_first_one(session, slow_disk):
    writers = [threading.Thread(target=put, args=(session, name, 1)) for name in ("one", "two")]
    for writer in writers:
        writer.start()
    assert slow_disk.reached.wait(30)
    assert (value(session, "one"), value(session, "two")) == (0, 0)
    slow_disk.done.set()
    for writer in writers:
        writer.join(30)
    assert (value(session, "one"), value(session, "two")) == (1, 1)


def fail(_descriptor):
    raise OSError(5, "Input/output error")


def test_what_the_disk_did_not_take_is_taken_back(session, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(unhurried, "fsync", fail)
        with pytest.raises(ImageError, match="could not be written"):
            put(session, "one", 1)
    assert value(session, "one") == 0
    put(session, "two", 2)
    uri = session.uri
    session.close()
    again = Session(uri, lambda: None)
    assert (value(again, "one"), value(again, "two")) == (0, 2)
    again.close()


def test_a_disk_that_fails_altogether_closes_the_image(session, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(unhurried, "fsync", fail)
        patch.setattr(os, "fsync", fail)
        with pytest.raises(ImageError):
            put(session, "one", 1)
    for work in (put, value):
        with pytest.raises(ImageError, match="closed because its disk failed") as caught:
            work(*(session, "two", 1)[: 3 if work is put else 2])
        assert "start again" in caught.value.hint


def test_many_at_once_lose_nothing(session):
    def hammer(name):
        for _ in range(30):
            session.change(
                lambda root: setattr(root.find(name), "n", root.find(name).n + 1), note="count"
            )

    def look():
        last = 0
        while not done.is_set():
            now = value(session, "one")
            assert now >= last
            last = now

    done = threading.Event()
    readers = [threading.Thread(target=look) for _ in range(2)]
    writers = [threading.Thread(target=hammer, args=(name,)) for name in ("one", "two")]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert (value(session, "one"), value(session, "two")) == (30, 30)
