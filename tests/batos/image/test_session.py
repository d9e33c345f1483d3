"""Transactions: kept whole or not at all, run again on conflicts, and never a bare error."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ZODB.POSException import POSKeyError

from batos.errors import ExitCode, ImageDamagedError, ImageError, UsageError
from batos.guardian.running.run import GuardedRunner
from batos.image import Root, Session
from batos.objects import UvmObject

from ..conftest import others

files_first = pytest.mark.parametrize("kind", ["file", *others("zeo", "sqlite", "postgres")])
"""For what a session does by itself, whatever the storage."""
posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX")


@pytest.fixture(params=["file", "zeo", "sqlite", "postgres"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def counter(session: Session) -> Session:
    session.change(lambda root: root.add("counter", UvmObject(n=0)) and None, note="make")
    return session


def _increment(root: Root) -> int:
    counter = root.find("counter")
    counter.n += 1
    return int(counter.n)


def _count(session: Session) -> int:
    with session.read() as root:
        return int(root.find("counter").n)


def _log(session: Session) -> list[dict[str, Any]]:
    with session.read() as root:
        return list(root.connection.db().undoLog(0, 100))


# --- commit and abort ------------------------------------------------------------------------


def test_what_is_changed_is_kept(counter: Session, open_session: Callable[[], Session]) -> None:
    assert counter.change(_increment, note="count") == 1
    assert _count(open_session()) == 1


def test_an_error_or_interrupt_throws_everything_away_and_comes_through_unchanged(
    counter: Session,
) -> None:
    for number, error in enumerate(
        (ZeroDivisionError("mine"), KeyboardInterrupt(), SystemExit(), GeneratorExit())
    ):

        def fail(root: Root, error: BaseException = error) -> None:
            _increment(root)
            root.add("other", UvmObject())
            raise error

        with pytest.raises(type(error)) as caught:
            counter.change(fail, note="fail")
        assert caught.value is error
        assert _count(counter) == number
        with counter.read() as root:
            assert "other" not in root.objects
        assert counter.metrics.aborts == number + 1
        assert counter.change(_increment, note="count") == number + 1


def test_what_is_changed_while_reading_is_thrown_away_and_an_error_comes_through(
    counter: Session,
) -> None:
    with counter.read() as root:
        _increment(root)
    assert _count(counter) == 0

    def fail() -> None:
        with counter.read() as root:
            _increment(root)
            raise UsageError("mine")

    with pytest.raises(UsageError, match="mine"):
        fail()
    assert _count(counter) == 0


def test_nothing_is_committed_when_nothing_changed(counter: Session) -> None:
    log = len(_log(counter))
    assert counter.change(lambda root: root.find("counter").n, note="look") == 0
    assert len(_log(counter)) == log
    assert counter.metrics.commits == 1


def test_a_transaction_says_who_did_what_and_what_became_of_it(counter: Session) -> None:
    counter.change(_increment, note="counting é", user="amy", extension={"cycle": 7})
    entry = _log(counter)[0]
    assert entry["user_name"] == "amy"
    assert entry["description"] == "counting é"
    assert entry["cycle"] == 7
    counter.change(_increment, note=lambda count: f"it is {count} now", user="amy")
    assert _log(counter)[0]["description"] == "it is 2 now"


def test_a_clock_that_goes_back_stops_nobody(
    counter: Session, open_session: Callable[[], Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = time.time
    tids = []
    for days in (0, 400, 0, -400, 0):
        with monkeypatch.context() as patch:
            patch.setattr(time, "time", lambda days=days: right() + days * 86_400)
            counter.change(_increment, note="count")
            tids.append(counter.database.lastTransaction())
    assert tids == sorted(set(tids))
    assert _count(open_session()) == len(tids)


def test_what_a_transaction_says_fits_into_every_storage(counter: Session) -> None:
    who, what = "amy\udcff" + "x" * 100_000, "y" * 100_000
    counter.change(lambda root: setattr(root.find("counter"), "n", 9), note=what, user=who)
    entry = _log(counter)[0]
    assert entry["user_name"].startswith("amy\\udcffxxx")
    assert entry["description"].startswith("yyy")


@files_first
def test_a_closed_image_says_so(open_session: Callable[[], Session]) -> None:
    session = open_session()
    session.close()
    with pytest.raises(ImageError, match="is closed"), session.read():
        pass
    with pytest.raises(ImageError, match="is closed"):
        session.change(lambda root: None, note="a test")


def test_connections_are_given_back(counter: Session) -> None:
    def fail(root: Root) -> None:
        raise LookupError

    for _ in range(40):
        with pytest.raises(LookupError):
            counter.change(fail, note="fail")
        with pytest.raises(LookupError), counter.read():
            raise LookupError
    with counter.read() as root:
        assert len(root.connection.db().connectionDebugInfo()) == 1


# --- conflicts -------------------------------------------------------------------------------


def test_a_conflict_runs_the_work_again_on_what_the_other_left(counter: Session) -> None:
    seen = []

    def slow(root: Root) -> int:
        seen.append(root.find("counter").n)
        if len(seen) == 1:
            counter.change(_increment, note="quick")
        return _increment(root)

    assert counter.change(slow, note="slow") == 2
    assert seen == [0, 1]
    assert counter.metrics.conflicts == 1


@files_first
def test_endless_conflicts_end_in_a_plain_error_and_no_effect(
    counter: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batos.image.tries._CONTENTION", 0.0)
    tries = []

    def unlucky(root: Root) -> None:
        tries.append(1)
        counter.change(_increment, note="quick")
        root.find("counter").n = -1

    with pytest.raises(ImageError, match="Others kept changing") as caught:
        counter.change(unlucky, note="unlucky")
    assert caught.value.hint
    assert counter.metrics.conflicts == len(tries)
    assert counter.metrics.retries == len(tries) - 1
    assert _count(counter) == len(tries)


def test_who_relies_on_an_object_is_run_again_when_it_changed(session: Session) -> None:
    """Two of them, each reading one object and writing the other: write skew."""

    def make(root: Root) -> None:
        root.add("left", UvmObject(n=1))
        root.add("right", UvmObject(n=1))

    session.change(make, note="make")

    def give_way(root: Root, reads: str, writes: str) -> None:
        # Each may go to 0 only while the other one is 1.
        root.connection.readCurrent(root.find(reads))
        if root.find(reads).n == 1:
            root.find(writes).n = 0

    tries = []

    def first(root: Root) -> None:
        tries.append(root.find("right").n)
        give_way(root, "right", "left")
        if len(tries) == 1:
            session.change(lambda root: give_way(root, "left", "right"), note="second")

    session.change(first, note="first")
    with session.read() as root:
        assert (root.find("left").n, root.find("right").n) == (1, 0)
    assert tries == [1, 0]
    assert session.metrics.conflicts == 1


@files_first
def test_what_transactions_cost_is_measured(counter: Session) -> None:
    for _ in range(5):
        counter.change(_increment, note="count")
    _count(counter)
    plain = counter.metrics.to_plain()
    assert plain["commits"] == 6
    assert plain["changes"]["count"] == 6
    assert plain["reads"]["count"] == 1
    assert 0 < plain["changes"]["p50"] <= plain["changes"]["p95"] <= plain["changes"]["max"]
    assert plain["changes"]["max"] <= plain["changes"]["total"]
    assert plain["slow"] == plain["disconnects"] == 0


@files_first
def test_a_transaction_that_was_open_for_long_is_in_the_log(
    counter: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("batos.image.session._SLOW", 0.0)
    counter.change(_increment, note="count genesis up")
    _count(counter)
    texts = [record.getMessage() for record in caplog.records if "was open for" in record.msg]
    assert any(text.endswith("count genesis up") for text in texts)
    assert any(text.endswith("a look") for text in texts)
    assert counter.metrics.slow >= 2


def _in_threads(number: int, work: Callable[[int], None]) -> list[BaseException]:
    errors: list[BaseException] = []
    start = threading.Barrier(number)

    def run(index: int) -> None:
        try:
            start.wait()
            work(index)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_no_increment_of_a_shared_object_is_lost(counter: Session) -> None:
    def work(_: int) -> None:
        for _ in range(15):
            counter.change(_increment, note="count")

    assert _in_threads(4, work) == []
    assert _count(counter) == 60
    assert counter.metrics.commits == 61


def test_threads_with_objects_of_their_own_meet_no_conflict(session: Session) -> None:
    def make(root: Root) -> None:
        for index in range(4):
            root.add(f"own{index}", UvmObject(n=0))

    session.change(make, note="make")

    def work(index: int) -> None:
        def increment(root: Root) -> None:
            root.find(f"own{index}").n += 1

        for _ in range(20):
            session.change(increment, note="count")

    assert _in_threads(4, work) == []
    with session.read() as root:
        assert [root.find(f"own{index}").n for index in range(4)] == [20] * 4
    assert session.metrics.conflicts == 0


def test_readers_see_one_moment_while_others_write(session: Session) -> None:
    def make(root: Root) -> None:
        root.add("left", UvmObject(n=0))
        root.add("right", UvmObject(n=0))

    session.change(make, note="make")
    done = threading.Event()
    torn: list[tuple[int, int]] = []

    def step(root: Root) -> None:
        root.find("left").n += 1
        root.find("right").n += 1

    def work(index: int) -> None:
        if index == 0:
            try:
                for _ in range(30):
                    session.change(step, note="step")
            finally:
                done.set()
            return
        while not done.is_set():
            with session.read() as root:
                pair = root.find("left").n, root.find("right").n
            if pair[0] != pair[1]:
                torn.append(pair)

    assert _in_threads(3, work) == []
    assert torn == []


# --- storages that fail ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["file"])
@posix
def test_a_full_disk_is_told_and_the_image_goes_on_when_there_is_room(
    child: Callable[[str], subprocess.Popen[str]], open_session: Callable[[], Session]
) -> None:
    said, _ = child("fill").communicate()
    error, text, done = said.splitlines()
    kind, message, hint = error.split("|")
    assert kind == "ImageError"
    assert "could not be written: File too large" in message
    assert "disk full" in hint
    assert (text, done) == ("small", "done")
    with open_session().read() as root:
        assert root.find("kept").text == "afterwards"


@pytest.mark.parametrize("kind", ["file"])
def test_a_disk_that_is_full_at_the_vote_keeps_the_last_state(
    counter: Session, monkeypatch: pytest.MonkeyPatch, open_session: Callable[[], Session]
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        # The package has a class of the module's name, so that a dotted path would miss it.
        patch.setattr(sys.modules["ZODB.FileStorage.FileStorage"], "cp", full)
        with pytest.raises(ImageError, match="No space left") as caught:
            counter.change(_increment, note="count")
    assert caught.value.exit_code == ExitCode.IMAGE
    assert _count(counter) == 0
    assert counter.change(_increment, note="count") == 1
    assert _count(open_session()) == 1


@files_first
def test_a_record_that_is_not_there_is_told(counter: Session) -> None:
    def lose(_: Root) -> None:
        raise POSKeyError(b"\0" * 8)

    with pytest.raises(ImageDamagedError, match="cannot be read") as caught:
        counter.change(lose, note="lose")
    assert "backup" in caught.value.hint
    with pytest.raises(ImageDamagedError), counter.read() as root:
        lose(root)


@pytest.mark.parametrize("kind", ["file"])
def test_a_damaged_record_is_told_by_reading_and_by_changing(
    counter: Session, path: Path, open_session: Callable[[], Session]
) -> None:
    def make(root: Root) -> None:
        root.add("victim", UvmObject(text="unmistakable"))

    counter.change(make, note="make")
    counter.close()
    content = path.read_bytes()
    spot = content.rindex(b"unmistakable")
    path.write_bytes(content[: spot - 5] + b"\xff\x00\xfe" + content[spot - 2 :])
    session = open_session()
    with pytest.raises(ImageDamagedError), session.read() as root:
        _ = root.find("victim").text
    with pytest.raises(ImageDamagedError):
        session.change(lambda root: setattr(root.find("victim"), "text", ""), note="mend")
    assert _count(session) == 0, "the rest can be read"


def test_an_image_opened_for_reading_says_so(counter: Session, uri: str) -> None:
    counter.close()
    join = "&" if "?" in uri else "?"
    session = Session(f"{uri}{join}read_only=1", GuardedRunner)
    try:
        assert _count(session) == 0
        with pytest.raises(ImageError, match="reading only"):
            session.change(_increment, note="count")
    finally:
        session.close()


# --- a process that dies ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "commits", [10, *(pytest.param(n, marks=pytest.mark.long) for n in (1, 60))]
)
def test_a_killed_process_loses_nothing_that_it_acknowledged(
    child: Callable[[str], subprocess.Popen[str]],
    open_session: Callable[[], Session],
    commits: int,
) -> None:
    process = child("count")
    assert process.stdout is not None
    acknowledged = 0
    while acknowledged < commits:
        acknowledged = int(process.stdout.readline())
    process.kill()
    # What it said in the meantime is acknowledged as well; a torn last line is not.
    rest = [line for line in process.stdout.read().splitlines(keepends=True) if line[-1] == "\n"]
    process.wait()
    acknowledged = int(rest[-1]) if rest else acknowledged
    session = open_session()
    with session.read() as root:
        left, right = root.find("left"), root.find("right")
        assert left.n == right.n, "no half of a transaction"
        assert left.n in (acknowledged, acknowledged + 1)
        assert left.trail[-1] == left.n
    session.change(lambda root: setattr(root.find("left"), "n", 0), note="goes on")


def test_sessions_may_be_nested_in_one_process(tmp_path: Path) -> None:
    first = Session(str(tmp_path / "a.fs"), GuardedRunner)
    second = Session(str(tmp_path / "b.fs"), GuardedRunner)
    try:

        def copy(root: Root) -> None:
            root.add("copied", UvmObject())
            second.change(lambda other: other.add("copied", UvmObject()) and None, note="other")

        first.change(copy, note="copy")
        for session in (first, second):
            with session.read() as root:
                assert "copied" in root.objects
    finally:
        first.close()
        second.close()
    assert sys.exc_info() == (None, None, None)
