"""Records that cannot be read in any time: each is told by its name, and the rest goes on."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from ZODB.Connection import TransactionMetaData

from batos.care import Care
from batos.care.checking import examiner as module
from batos.care.checking.examine import examine
from batos.care.checking.examiner import Examiner
from batos.image import Session
from batos.image.walk import count_methods, walk

from ..conftest import flip, numbers

_PLACE = b"X\x06\x00\x00\x00POISON"
"""The text in a pickle, in whose place the poison comes."""


def _one_hash(keys: int) -> bytes:
    """The pickle of a dict whose keys have one hash; to make it would take as long as to read."""
    pairs = b"".join(
        b"\x8a\x0b" + (number * (2**61 - 1)).to_bytes(11, "little") + b"K\x01"
        for number in range(keys)
    )
    return b"}(" + pairs + b"u"


def _one_large_key(depth: int) -> bytes:
    """The pickle of a dict whose key is a tuple of two, each of which is one of two, and so on."""
    twice = b"".join(
        b"r" + struct.pack("<I", level) + b"j" + struct.pack("<I", level) + b"\x86"
        for level in range(10_000, 10_000 + depth)
    )
    return b"})" + twice + b"K\x01s"


_POISONS = {"one hash": _one_hash(30_000), "one large key": _one_large_key(40)}


@pytest.fixture(params=["one large key", pytest.param("one hash", marks=pytest.mark.long)])
def poison(request: pytest.FixtureRequest) -> bytes:
    return _POISONS[str(request.param)]


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Less time for a record, so that nobody waits for the tests."""
    monkeypatch.setattr(module, "SECONDS", 0.5)


def put_poison(session: Session, name: str, poison: bytes) -> bytes:
    """Put a value that takes for ever into a slot, past everything that would stop it."""
    session.change(lambda root: setattr(root.find(name), "slot", "POISON"), note="slot")
    storage = session.database.storage
    with session.read() as root:
        oid = root.find(name)._p_oid
        data, serial = root.connection._storage.load(oid)
    assert data.count(_PLACE) == 1
    current = TransactionMetaData()
    storage.tpc_begin(current)
    storage.store(oid, serial, data.replace(_PLACE, poison), "", current)
    storage.tpc_vote(current)
    storage.tpc_finish(current)
    return bytes(oid)


@pytest.fixture
def poisoned(session: Session, path: Path, poison: bytes) -> Path:
    """The file of an image whose thing 3 cannot be loaded, and whose thing 9 came later."""
    put_poison(session, "thing_3", poison)
    session.change(lambda root: setattr(root.find("thing_9"), "number", 99), note="later")
    session.close()
    return path


@pytest.mark.parametrize("poison", _POISONS, indirect=True)
def test_a_check_passes_over_it_and_tells_whose_it_is(poisoned: Path, care: Care) -> None:
    report = care.check()
    assert report.complete
    assert {finding.kind for finding in report.findings} == {"slow"}
    named = next(finding for finding in report.findings if finding.name)
    assert named.name == "thing_3"
    assert f"thing_3 (@{named.oid})" in named.message
    assert "takes too long" in named.message
    assert "salvage" in named.mend
    assert report.counts["objects"] == 20
    assert report.counts["methods"] == 2, "what it refers to is looked at"


@pytest.mark.long
def test_the_rest_is_looked_at_all_the_same(poisoned: Path, care: Care) -> None:
    content = poisoned.read_bytes()
    flip(poisoned, content.index(b"number * 3") + 9)
    kinds = {finding.kind for finding in care.check().findings}
    assert {"slow", "method"} <= kinds


def test_a_check_of_an_image_in_use_passes_over_it(
    session: Session, path: Path, tmp_path: Path, poison: bytes
) -> None:
    put_poison(session, "thing_3", poison)
    report = Care(str(path), tmp_path, reader=session).check()
    assert {finding.kind for finding in report.findings} == {"slow"}
    assert "thing_3" in {finding.name for finding in report.findings}
    with session.read() as root:
        assert root.find("thing_4").number == 4


def test_a_part_of_a_container_that_takes_for_ever_is_passed_over(
    session: Session, path: Path, tmp_path: Path, poison: bytes
) -> None:
    session.change(lambda root: root.meta.update({"entry": "POISON"}), note="entry")
    storage = session.database.storage
    for oid in list(storage.base._index if hasattr(storage, "base") else storage._index):
        data, serial = storage.load(oid)
        if _PLACE in data:
            current = TransactionMetaData()
            storage.tpc_begin(current)
            storage.store(oid, serial, data.replace(_PLACE, poison), "", current)
            storage.tpc_vote(current)
            storage.tpc_finish(current)
    session.close()
    report = Care(str(path), tmp_path).check()
    assert not report.sound
    assert "slow" in {finding.kind for finding in report.findings}


def test_a_salvage_leaves_it_out_and_the_object_is_what_it_was(
    poisoned: Path, care: Care, tmp_path: Path
) -> None:
    result = care.salvage(str(tmp_path / "saved.fs"))
    assert result.lost_records == 1
    assert len(result.objects_older) == 1
    assert "takes too long" in result.losses[0]
    assert result.report.sound
    saved = Session(str(tmp_path / "saved.fs"), lambda: None)
    held = numbers(saved)
    assert (held["thing_3"], held["thing_9"]) == (3, 99)
    saved.close()


def test_a_drill_tells_of_it(poisoned: Path, care: Care, tmp_path: Path) -> None:
    care.backup(tmp_path / "backups")
    report = care.verify(tmp_path / "backups")
    assert report.drill is not None
    assert {finding.kind for finding in report.drill.findings} == {"slow"}


@pytest.mark.long
def test_a_pack_is_not_held_up_by_it(session: Session, path: Path, tmp_path: Path) -> None:
    oid = put_poison(session, "thing_3", _POISONS["one hash"])
    care = Care(str(path), tmp_path, reader=session)
    care.pack(0, drop_history=True)
    session.change(lambda root: setattr(root.find("thing_9"), "number", 99), note="it goes on")
    # All that it refers to is still there.
    assert {finding.oid for finding in care.check().findings} == {int.from_bytes(oid, "big")}


def test_the_status_does_not_load_it(poisoned: Path, care: Care) -> None:
    assert care.status()["records"] > 20


def test_methods_are_counted_without_loading_it(
    session: Session, opened: Callable[[], Session]
) -> None:
    put_poison(session, "genesis", _POISONS["one hash"])
    with opened().read() as root:
        assert count_methods(root) == 1
        assert root.objects["genesis"]._p_changed is None


def test_a_walk_is_not_held_up_by_it(session: Session, opened: Callable[[], Session]) -> None:
    before = {record.oid for batch in walk(session) for record in batch}
    put_poison(session, "genesis", _POISONS["one hash"])
    assert {record.oid for batch in walk(opened()) for record in batch} == before


# --- the process itself --------------------------------------------------------------------------


def _records(session: Session) -> list[bytes]:
    with session.read() as root:
        return [root.connection._storage.load(root.find(name)._p_oid)[0] for name in root.objects]


def test_it_tells_what_reading_in_this_process_tells(session: Session) -> None:
    odd = [b"", b"garbage", b"\x80\x03cos\nsystem\n.", b"\x80\x03}."]
    records = [*_records(session), *odd]
    with Examiner() as examiner:
        assert examiner(records) == [examine(record) for record in records]
        assert examiner([]) == []


def test_one_that_takes_for_ever_is_tried_once(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = _records(session)[:5]
    put_poison(session, "thing_3", _POISONS["one large key"])
    with session.read() as root:
        bad = root.connection._storage.load(root.find("thing_3")._p_oid)[0]
    started: list[Examiner] = []
    stop = Examiner._stop
    monkeypatch.setattr(Examiner, "_stop", lambda self: (started.append(self), stop(self)))
    with Examiner() as examiner:
        for _ in range(3):
            told = examiner([good[0], bad, *good[1:], bad])
            assert [facts.endless for facts in told] == [False, True, *[False] * 4, True]
            assert told[0] == examine(good[0])
        assert len(started) == 1


@pytest.mark.long
def test_a_record_that_ends_its_process_is_told(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import os, sys\n"
        "from batos.care.checking import examine as real\n"
        "look = real.examine\n"
        "real.examine = lambda data: os.abort() if data == b'bad' else look(data)\n"
        "sys.exit(real.main())\n"
    )
    monkeypatch.setattr(module.program, "__file__", str(program))
    good = _records(session)[:3]
    with Examiner() as examiner:
        told = examiner([*good, b"bad", *good])
    assert "comes to an end" in told[3].problem
    assert [facts.kind for facts in told if facts.kind] == [examine(good[0]).kind] * 6


def test_a_process_that_somebody_ends_is_no_fault_of_a_record(session: Session) -> None:
    records = _records(session)
    with Examiner() as examiner:
        assert not examiner(records)[0].endless
        assert examiner._process is not None
        examiner._process.kill()
        assert examiner(records) == [examine(record) for record in records]


@pytest.mark.parametrize("program", ["missing.py", "wrong.py"])
def test_where_no_process_can_be_had_it_is_done_here(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    (tmp_path / "wrong.py").write_text("raise SystemExit(1)\n")
    monkeypatch.setattr(module.program, "__file__", str(tmp_path / program))
    records = _records(session)
    with Examiner() as examiner:
        assert examiner(records) == [examine(record) for record in records]
