"""A clock that was 400 days ahead for a while, and has gone back: nothing is damaged by it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from batos.care import Care, CheckReport
from batos.image import Session
from batos.image.past import ahead_of, moment, seen_at, tid_of, time_of
from batos.image.storage.tape import Head, Hole, Tape

from .conftest import numbers

_AHEAD = dt.timedelta(days=400)
Opened = Callable[[], Session]


@pytest.fixture
def clock_ahead(monkeypatch: pytest.MonkeyPatch) -> Callable[[], object]:
    """The clock from which ZODB takes the ids of transactions, ahead for a while."""
    right = time.time

    @contextmanager
    def ahead() -> Iterator[None]:
        with monkeypatch.context() as patch:
            patch.setattr(time, "time", lambda: right() + _AHEAD.total_seconds())
            yield

    return ahead


def _say(session: Session, number: int) -> bytes:
    session.change(lambda root: setattr(root.find("thing_7"), "number", number), note="say")
    return bytes(session.database.lastTransaction())


@pytest.fixture
def jumped(session: Session, clock_ahead: Callable[[], object]) -> Session:
    """An image whose thing 7 said 71 before, 72 and 73 while the clock was ahead, and 74 since."""
    _say(session, 71)
    with clock_ahead():  # type: ignore[attr-defined]
        _say(session, 72)
        _say(session, 73)
    _say(session, 74)
    return session


@pytest.fixture
def shut(jumped: Session, path: Path) -> Path:
    jumped.close()
    return path


def _heads(path: Path) -> list[Head]:
    with Tape(path) as tape:
        return [head for head in tape.heads() if not isinstance(head, Hole)]


def _kinds(report: CheckReport) -> list[tuple[str, bool]]:
    return [(finding.kind, finding.damage) for finding in report.findings]


def test_ids_go_on_growing(jumped: Session, path: Path) -> None:
    tids = [head.tid for head in _heads(path)]
    later = _say(jumped, 75)
    assert [*tids, later] == sorted({*tids, later})
    assert time_of(later) > dt.datetime.now(dt.UTC) + dt.timedelta(days=399)
    assert numbers(jumped)["thing_7"] == 75


def test_a_check_notes_it_and_nothing_is_damaged(shut: Path, care: Care) -> None:
    for _ in range(2):  # with a seal as well
        report = care.check()
        assert report.sound
        assert _kinds(report) == [("clock", False)]
        (note,) = report.findings
        assert "400 days ahead" in note.message
        assert "Nothing is damaged" in note.message
        assert "batos image restore" not in note.mend
    assert report.sealed == shut.stat().st_size
    assert care.status()["ahead"] == "400 days"


def test_a_check_of_an_image_in_use_notes_it(jumped: Session, path: Path, tmp_path: Path) -> None:
    report = Care(str(path), tmp_path, reader=jumped).check()
    assert _kinds(report) == [("clock", False)]


def test_it_opens_without_a_word_of_loss(shut: Path, care: Care, opened: Opened) -> None:
    Path(f"{shut}.index").unlink()
    assert numbers(opened())["thing_7"] == 74
    assert care.missing_ends == ()


def test_backups_hold_it_all(
    shut: Path, care: Care, opened: Opened, tmp_path: Path, clock_ahead: Callable[[], object]
) -> None:
    folder = tmp_path / "backups"
    assert care.backup(folder).warnings == ()
    _say(opened(), 75)
    opened().close()
    second = care.backup(folder, incremental=True)
    assert second.point["kind"] == "incremental"
    report = care.verify(folder)
    assert report.sound
    assert [point["whole"] for point in report.points] == [True, True]
    shut.unlink()
    result = care.restore(folder)
    assert result.report.sound
    assert numbers(opened())["thing_7"] == 75


@pytest.mark.long
def test_a_restore_goes_to_any_of_its_transactions(
    shut: Path, care: Care, opened: Opened, tmp_path: Path
) -> None:
    care.backup(tmp_path / "backups")
    for number, head in zip((71, 72, 73, 74), _heads(shut)[-4:], strict=True):
        result = care.restore(tmp_path / "backups", at=head.tid, force=True)
        assert result.exact
        assert numbers(opened())["thing_7"] == number
        opened().close()


def test_the_future_is_what_there_is(
    jumped: Session, path: Path, care: Care, opened: Opened, tmp_path: Path
) -> None:
    now = dt.datetime.now(dt.UTC)
    for at in (now + dt.timedelta(minutes=5), now + dt.timedelta(days=9_000)):
        with jumped.read(at=at) as root:
            assert root.find("thing_7").number == 74
    with jumped.read(at=_heads(path)[-4].tid) as root:
        assert root.find("thing_7").number == 71
    jumped.close()
    care.backup(tmp_path / "backups")
    care.restore(tmp_path / "backups", at=moment("2100-01-01"), force=True)
    assert numbers(opened())["thing_7"] == 74


@pytest.mark.parametrize("keep_days", [0, 1, 30, 500])
def test_a_pack_keeps_what_is_ahead(jumped: Session, path: Path, keep_days: float) -> None:
    care = Care(str(path), path.parent, reader=jumped)
    ahead = sum(1 for head in _heads(path) if ahead_of(head.tid))
    assert ahead == 3
    plan = care.plan_pack(keep_days)
    assert plan.undoable - plan.lost >= ahead
    care.pack(keep_days, drop_history=True)
    assert care.status()["undoable"] >= ahead
    assert numbers(jumped)["thing_7"] == 74
    _say(jumped, 75)
    assert care.check().sound


def test_a_salvage_loses_nothing(shut: Path, care: Care, tmp_path: Path) -> None:
    result = care.salvage(str(tmp_path / "saved.fs"))
    assert result.lost_records == result.lost_bytes == 0
    assert result.transactions == len(_heads(shut))
    assert result.report.sound


def test_what_follows_damage_is_found_although_it_is_ahead(shut: Path, care: Care) -> None:
    heads = _heads(shut)
    content = bytearray(shut.read_bytes())
    content[heads[-3].pos + 8] ^= 1
    shut.write_bytes(content)
    assert [head.tid for head in _heads(shut)] == [head.tid for head in heads if head != heads[-3]]


def test_what_a_kill_leaves_while_the_clock_is_ahead_is_unfinished(
    shut: Path, care: Care, opened: Opened
) -> None:
    last = _heads(shut)[-1]
    content = shut.read_bytes()
    later = (int.from_bytes(last.tid, "big") + 1).to_bytes(8, "big")
    begun = content[last.pos : last.end].replace(last.tid, later)
    shut.write_bytes(content + begun[:16] + b"c" + begun[17:])
    opened().close()
    assert care.missing_ends == ()
    assert shut.read_bytes() == content


def test_a_time_that_no_image_has_is_still_damage(shut: Path, care: Care) -> None:
    head = _heads(shut)[-1]
    content = shut.read_bytes()
    shut.write_bytes(content.replace(head.tid, tid_of(dt.datetime(2500, 1, 1, tzinfo=dt.UTC))))
    report = care.check()
    assert any("too late" in finding.message for finding in report.findings if finding.damage)


@pytest.mark.parametrize(
    ("ahead", "told"),
    [
        (dt.timedelta(days=-1), ""),
        (dt.timedelta(minutes=9), ""),
        (dt.timedelta(minutes=30), "30 minutes"),
        (dt.timedelta(hours=5), "5 hours"),
        (dt.timedelta(days=400), "400 days"),
    ],
)
def test_it_is_told_how_far_ahead(ahead: dt.timedelta, told: str) -> None:
    now = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    assert ahead_of(tid_of(now + ahead), now=now) == told


def test_a_moment_without_a_zone_is_a_local_one() -> None:
    now = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    local = now.astimezone().replace(tzinfo=None)
    assert seen_at(local, now=now) == b"\xff" * 8
    assert seen_at(local - dt.timedelta(hours=1), now=now) == tid_of(now - dt.timedelta(hours=1))
    assert seen_at(b"12345678") == b"12345678"
