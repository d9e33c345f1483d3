"""``check``: what it finds, and what it leaves in peace."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from BTrees.OOBTree import OOBTree
from persistent import Persistent
from ZODB.Connection import TransactionMetaData
from ZODB.utils import p64

from batos.care import Care, CheckReport, Flaw, Probe
from batos.care.files.blobs import blob_files, version_file
from batos.errors import ImageDamagedError, ImageMissingError
from batos.image import Root, Session
from batos.image.past import time_of
from batos.image.storage.ledger import read_ledger
from batos.image.storage.tape import Head, Hole, Tape
from batos.objects import UvmObject, methods_of

from ..conftest import flip, seeds


def _kinds(report: CheckReport, *, damage: bool = True) -> set[str]:
    return {finding.kind for finding in report.findings if finding.damage is damage}


def _last_start(path: Path) -> int:
    with Tape(path) as tape:
        return [head.pos for head in tape.heads() if not isinstance(head, Hole)][-1]


def test_a_sound_image_has_no_findings(closed: Path, care: Care) -> None:
    report = care.check()
    assert report.sound
    assert report.complete
    assert report.findings == ()
    assert report.counts["objects"] == 21
    assert report.counts["methods"] == 2
    assert report.counts["blobs"] == 1
    assert report.counts["bytes"] == closed.stat().st_size


def test_an_image_that_is_in_use_is_checked_through_its_session(
    session: Session, path: Path, tmp_path: Path
) -> None:
    assert Care(str(path), tmp_path, reader=session).check().sound


def test_an_image_that_is_in_use_is_checked_from_outside(session: Session, care: Care) -> None:
    before = session.change(lambda root: root.find("thing_1").slots["number"], note="look")
    assert care.check().sound
    assert before == 1


def test_the_file_is_left_as_it_is(closed: Path, care: Care) -> None:
    before = closed.read_bytes()
    names = {each.name for each in closed.parent.iterdir()}
    care.check()
    assert closed.read_bytes() == before
    new = {each.name for each in closed.parent.iterdir()} - names
    assert new == {f"{closed.name}.care.json", f"{closed.name}.care.lock"}


def test_a_missing_image_is_not_made(care: Care, path: Path) -> None:
    with pytest.raises(ImageMissingError):
        care.check()
    assert not path.exists()


def test_a_file_that_is_no_image_is_told(care: Care, path: Path) -> None:
    path.parent.mkdir()
    path.write_text("a diary" * 100)
    report = care.check()
    assert not report.sound
    assert any("is not an image" in finding.message for finding in report.findings)


@pytest.mark.parametrize("cut", [1, 7, 8, 9, 30, 90])
def test_a_finished_transaction_that_was_cut_is_damage_whatever_else_is_known(
    closed: Path, care: Care, cut: int
) -> None:
    with Tape(closed) as tape:
        before, last = [head for head in tape.heads() if isinstance(head, Head)][-2:]
    closed.write_bytes(closed.read_bytes()[:-cut])
    for trace in (".end", ".index"):
        Path(f"{closed}{trace}").unlink()
    for _ in range(2):  # the first one vouches for nothing
        (finding,) = care.check().findings
        assert (finding.kind, finding.damage) == ("tail", True)
        assert f"transaction that is there is of {time_of(before.tid):%Y-%m-%d %H:%M:%S}" in (
            finding.message
        )
        assert f"transaction of {time_of(last.tid):%Y-%m-%d %H:%M:%S} UTC: {cut} byte" in (
            finding.message
        )
    assert read_ledger(care.place.ledger) == {}, "nothing was sealed"


@pytest.mark.parametrize("tail", [b"\0" * 3000, b"\0" * 10])
def test_zeros_at_the_end_are_a_note(closed: Path, care: Care, tail: bytes) -> None:
    closed.write_bytes(closed.read_bytes() + tail)
    report = care.check()
    assert report.sound, report.findings
    assert _kinds(report, damage=False) == {"tail"}


@pytest.mark.parametrize("seed", range(8))
def test_garbage_at_the_end_is_told(closed: Path, care: Care, seed: int) -> None:
    closed.write_bytes(closed.read_bytes() + random.Random(seed).randbytes(500))
    report = care.check()
    tails = [finding for finding in report.findings if finding.kind == "tail"]
    assert tails, report.findings
    assert "cuts off what is behind its end" in tails[0].mend


def test_a_damaged_head_of_the_last_transaction_is_no_torn_tail(closed: Path, care: Care) -> None:
    flip(closed, _last_start(closed) + 11)  # in its length
    report = care.check()
    assert "tail" in _kinds(report)


def test_what_follows_a_damaged_head_is_still_read(closed: Path, care: Care) -> None:
    with Tape(closed) as tape:
        heads = [head for head in tape.heads() if not isinstance(head, Hole)]
    flip(closed, heads[2].pos + 8)
    with Tape(closed) as tape:
        parts = list(tape.heads())
    assert [part.pos for part in parts if not isinstance(part, Hole)] == [
        head.pos for head in heads if head is not heads[2]
    ]
    report = care.check()
    assert "file" in _kinds(report)


def test_a_changed_source_is_found_in_every_version(closed: Path, care: Care) -> None:
    for text in (b"number * 2", b"number * 3"):
        good = closed.read_bytes()
        flip(closed, good.index(text) + len(text) - 1)
        report = care.check()
        assert "method" in _kinds(report)
        assert any("double" in finding.message for finding in report.findings)
        closed.write_bytes(good)


@pytest.mark.parametrize("seed", seeds(25))
def test_no_flipped_bit_escapes_once_the_image_was_sealed(
    closed: Path, care: Care, seed: int
) -> None:
    assert care.check().sound
    rng = random.Random(seed)
    flip(closed, rng.randrange(closed.stat().st_size), rng.randrange(8))
    report = care.check()
    assert not report.sound
    again = care.check()
    assert not again.sound, "what is damaged is not sealed anew"


def test_the_seal_says_whom_it_concerns(closed: Path, care: Care) -> None:
    assert care.check().sound
    flip(closed, closed.read_bytes().index(b"x" * 50) + 20)
    report = care.check()
    (finding,) = report.findings
    assert finding.kind == "seal"
    assert "@" in finding.message
    assert report.sealed == closed.stat().st_size


def test_a_seal_of_another_file_is_passed_over(
    closed: Path, care: Care, opened: Callable[[], Session]
) -> None:
    assert care.check().sound
    closed.unlink()
    shutil.rmtree(f"{closed}.blobs")
    opened().close()
    report = care.check()
    assert report.sound
    assert report.sealed == 0


def test_a_damaged_seal_is_passed_over(closed: Path, care: Care) -> None:
    assert care.check().sound
    ledger = care.place.ledger
    ledger.write_text(ledger.read_text().replace('"size": ', '"size": 1'))
    report = care.check()
    assert report.sound
    assert report.sealed == 0


def test_commits_after_the_seal_are_no_damage(
    closed: Path, care: Care, opened: Callable[[], Session]
) -> None:
    assert care.check().sound
    session = opened()
    session.change(lambda root: setattr(root.find("thing_1"), "number", 99), note="later")
    report = care.check()
    assert report.sound
    assert 0 < report.sealed < closed.stat().st_size


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.long)])
def test_flips_of_structure_are_found_without_a_seal(closed: Path, care: Care, every: int) -> None:
    """Heads, lengths, links and classes; only texts without a digest of their own escape."""
    content = closed.read_bytes()
    with Tape(closed) as tape:
        heads = [head for head in tape.heads() if not isinstance(head, Hole)]
        # One record of each transaction.
        firsts = [next(iter(tape.entries(head))) for head in heads]
    places = [entry.pos + offset for entry in firsts for offset in (0, 5, 8, 15, 24, 31, 33, 41)]
    for place in places[::every]:
        damaged = bytearray(content)
        damaged[place] ^= 4
        closed.write_bytes(damaged)
        care.place.ledger.unlink(missing_ok=True)
        assert not care.check().sound, place


def test_a_missing_record_is_a_dangling_reference(session: Session, care: Care) -> None:
    def work(root: Root) -> None:
        root.find("thing_3").friend = UvmObject(text="friend")

    session.change(work, note="friend")
    storage = session.database.storage
    with session.read() as root:
        oid = root.find("thing_3").friend._p_oid
    # A record that says that the object was taken back, as an undo of its creation leaves it.
    current = TransactionMetaData()
    storage.tpc_begin(current)
    storage.deleteObject(oid, storage.lastTransaction(), current)
    storage.tpc_vote(current)
    storage.tpc_finish(current)
    session.close()
    report = care.check()
    (finding,) = [each for each in report.findings if each.damage]
    assert finding.kind == "reference"
    assert finding.oid == int.from_bytes(oid, "big")
    assert "thing_3.friend" in finding.message


def test_another_object_in_the_place_of_the_root_is_told(session: Session, care: Care) -> None:
    """As an index with a zeroed stretch leaves it: the first record is that of something else."""
    storage = session.database.storage
    with session.read() as root:
        data, _ = storage.load(root.find("thing_3")._p_oid)
    current = TransactionMetaData()
    storage.tpc_begin(current)
    storage.store(bytes(8), storage.load(bytes(8))[1], data, "", current)
    storage.tpc_vote(current)
    storage.tpc_finish(current)
    session.close()
    report = care.check()
    assert any("UvmObject" in finding.message for finding in report.findings if finding.damage)
    with pytest.raises(ImageDamagedError):
        care.status()


def test_a_missing_blob_is_damage_and_an_orphan_a_note(closed: Path, care: Care) -> None:
    old, new = sorted(blob_files(Path(f"{closed}.blobs")), key=lambda file: file.tid)
    orphan = version_file(Path(f"{closed}.blobs"), old.oid, p64(1)).path
    shutil.copy(old.path, orphan)
    assert _kinds(care.check(), damage=False) == {"orphan"}
    new.path.unlink()
    report = care.check()
    (finding,) = [each for each in report.findings if each.damage]
    assert finding.kind == "blob"
    assert "genesis.file" in finding.message


def test_a_missing_file_of_an_earlier_blob_is_told(closed: Path, care: Care) -> None:
    old = min(blob_files(Path(f"{closed}.blobs")), key=lambda file: file.tid)
    old.path.unlink()
    report = care.check()
    (finding,) = [each for each in report.findings if each.damage]
    assert "earlier version" in finding.message


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user with limits")
def test_a_blob_that_may_not_be_read_is_told(closed: Path, care: Care) -> None:
    new = max(blob_files(Path(f"{closed}.blobs")), key=lambda file: file.tid)
    new.path.chmod(0)
    assert _kinds(care.check()) == {"blob"}


def test_an_index_that_does_not_fit_is_a_note(
    closed: Path, care: Care, opened: Callable[[], Session]
) -> None:
    Path(f"{closed}.index").write_bytes(b"no index at all")
    report = care.check()
    assert report.sound
    assert _kinds(report, damage=False) == {"index"}
    opened().close()
    assert care.check().findings == ()


def test_an_index_of_another_file_is_a_note(
    closed: Path, care: Care, opened: Callable[[], Session], tmp_path: Path
) -> None:
    kept = Path(f"{closed}.index").read_bytes()
    closed.unlink()
    shutil.rmtree(f"{closed}.blobs")
    opened().close()
    Path(f"{closed}.index").write_bytes(kept)
    assert _kinds(care.check(), damage=False) == {"index"}


def test_names_and_selectors_that_do_not_agree_are_found(session: Session, care: Care) -> None:
    def work(root: Root) -> None:
        root.objects["alias"] = root.find("thing_1")
        genesis = root.find("genesis")
        slots = {**genesis._slots, "triple": methods_of(genesis)["double"]}
        Persistent.__setattr__(genesis, "_slots", slots)

    session.change(work, note="muddle")
    session.close()
    report = care.check()
    assert _kinds(report) == {"name"}
    assert {finding.name for finding in report.findings} == {"alias", "genesis.triple"}


def test_a_root_without_containers_is_told(session: Session, care: Care) -> None:
    def work(root: Root) -> None:
        mapping = root.connection.root()
        del mapping["history"]
        mapping["trail"] = UvmObject()

    session.change(work, note="muddle")
    session.close()
    report = care.check()
    assert {finding.message for finding in report.findings if finding.kind == "root"} >= {
        "The root has no container 'history'.",
        "The container 'trail' of the root is a UvmObject.",
    }


def test_a_container_with_keys_out_of_order_is_found(session: Session, care: Care) -> None:
    def work(root: Root) -> None:
        tree = OOBTree()
        # Keys must be ordered; these are not, as a damaged record would have them.
        tree.__setstate__((((("b", 1, "a", 2),),),))
        root.meta["odd"] = tree

    session.change(work, note="muddle")
    session.close()
    report = care.check()
    assert _kinds(report) == {"record"}
    assert "container" in report.findings[0].message


def test_a_class_that_lives_in_no_image_is_not_brought_to_life(closed: Path, care: Care) -> None:
    content = closed.read_bytes()
    assert content.count(b"batos.objects.uvm\nUvmObject\n")
    closed.write_bytes(
        content.replace(b"batos.objects.uvm\nUvmObject\n", b"tests_that_raises\nWhatever1\n")
    )
    report = care.check()
    assert any("lives in no image" in finding.message for finding in report.findings)


def test_a_probe_is_asked_and_may_fail(closed: Path, path: Path, tmp_path: Path) -> None:
    def look(_reader: object, _pause: object):
        yield Flaw("memory", "It is odd.", damage=False)
        raise KeyError("nothing there")

    report = Care(str(path), tmp_path, probes=[Probe("oddness", look)]).check()
    assert [finding.kind for finding in report.findings] == ["memory", "root"]


def test_a_check_can_be_stopped(closed: Path, care: Care) -> None:
    report = care.check(pause=lambda: True)
    assert not report.complete
    assert not care.place.ledger.exists(), "nothing was sealed"


def test_findings_are_plain_data(closed: Path, care: Care) -> None:
    flip(closed, closed.read_bytes().index(b"number * 3") + 9)
    plain = care.check().to_plain()
    assert plain["sound"] is False
    assert {"kind", "oid", "name", "message", "mend", "damage"} == set(plain["findings"][0])
