"""``batos image``: status, check and pack, of a running system and of files."""

import shutil

import pytest

from batos.cli.care.image import print_report
from batos.wire.messages.care import CheckImage, PackImage, PlanPack


def test_without_a_command_it_shows_how_the_image_is(batos, shared):
    answer = batos("image")
    assert answer.code == 0
    for word in ("image", "born", "size", "undo", "pack", "backup", "free"):
        assert f"{word:10} " in answer.out
    facts = batos("image", "status", "--json").json()
    assert facts["image"] == str(shared.image_file)
    assert facts["records"] > 500
    assert facts["undoable"] > 0


@pytest.mark.long
def test_a_running_image_is_sound(batos):
    answer = batos("image", "check")
    assert answer.code == 0, answer
    assert "The image is sound." in answer.err
    report = batos("image", "check", "--json").json()
    assert report["sound"]
    assert report["complete"]
    assert report["counts"]["methods"] > 0


def test_a_running_image_is_packed_without_loss(batos):
    answer = batos("image", "pack")
    assert answer.code == 0, answer
    assert "it all stays" in answer.err
    assert answer.out.startswith("packed ")
    assert batos("image", "check").code == 0
    assert "kept 30 days" in batos("image").out


def test_a_pack_without_history_has_to_be_said(batos):
    batos("image", "pack", "--keep-days", "0").sentence(2, "--yes-drop-history")
    assert batos("image", "pack", "--keep-days", "-1").code == 2
    assert batos("image", "pack", "--keep-days", "many").code == 2


def test_a_pack_that_takes_undo_away_asks(alone, awake):
    before = alone("image", "--json").json()["undoable"]
    answer = alone("image", "pack", "--keep-days", "0.0000001")
    answer.sentence(2, "Nobody is there to be asked", "--yes", "can no longer be undone")
    assert alone("image", "--json").json()["undoable"] == before
    result = alone("image", "pack", "--keep-days", "0.0000001", "--yes", "--json").json()
    assert result["lost"] == before
    assert alone("image", "--json").json()["undoable"] == 0
    assert alone("image", "check").code == 0


def test_a_system_that_is_down_is_looked_at_directly(alone, awake):
    path = str(awake.image_file)
    assert alone("image", "status", "--json").json()["image"] == path
    assert alone("image", "check", "--uri", path).code == 0
    alone("image", "check", path, "--uri", path).sentence(2, "once")


def test_what_is_not_there_is_not_born(alone, still):
    for words in (("status",), ("check",), ("pack",), ("check", str(still.folder / "x.fs"))):
        alone("image", *words).sentence(3, "There is no image")
    assert not still.image_file.exists()


@pytest.mark.long
def test_damage_is_told_with_its_own_exit_code(alone, awake):
    assert alone("image", "check").code == 0
    content = bytearray(awake.image_file.read_bytes())
    content[len(content) // 2] ^= 1
    awake.image_file.write_bytes(content)
    answer = alone("image", "check")
    assert answer.code == 3
    assert "DAMAGE [" in answer.out
    assert "Traceback" not in answer.err
    assert "The image is damaged" in answer.err
    report = alone("image", "check", str(awake.image_file), "--json")
    assert report.code == 3
    assert report.json()["findings"][0]["mend"]


@pytest.mark.long
def test_a_file_that_cannot_be_opened_is_diagnosed_and_salvaged(alone, awake):
    import random

    damaged = awake.folder / "damaged.fs"
    content = awake.image_file.read_bytes()
    start = len(content) // 2
    noise = random.Random(7).randbytes(3000)
    damaged.write_bytes(content[:start] + noise + content[start + len(noise) :])
    answer = alone("image", "check", str(damaged))
    assert answer.code == 3
    assert "batos image salvage" in answer.out
    saved = awake.folder / "saved.fs"
    answer = alone("image", "salvage", str(damaged), "--to", str(saved))
    assert answer.code in (0, 3)
    assert "Traceback" not in answer.err
    assert answer.out.startswith("kept ")
    assert saved.exists()
    alone("image", "salvage", str(damaged), "--to", str(saved)).sentence(2, "already")


def test_what_helps_against_all_findings_is_said_once(capsys):
    finding = {"damage": True, "kind": "record", "message": "It is damaged.", "mend": "Restore."}
    findings = [finding, finding, {**finding, "mend": ""}, {**finding, "mend": "Wait."}]
    counts = {"damages": 4, "notes": 0, "counts": {}, "seconds": 0.0, "sound": False}
    print_report({"findings": findings, **counts})
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert [line for line in lines if "DAMAGE" not in line] == ["Restore.", "Wait."]


def test_findings_and_what_was_looked_at_fit_the_screen(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    finding = {"kind": "tail", "message": "It is damaged. " * 9, "mend": "Restore it. " * 9}
    counts = {"records": 10**6, "objects": 10**5, "transactions": 10**5, "records_ever": 10**6}
    report = {"damages": 1, "notes": 1, "counts": counts, "seconds": 1234.5, "sound": False}
    print_report({"findings": [{**finding, "damage": each} for each in (True, False)], **report})
    shown = capsys.readouterr()
    assert max(map(len, [*shown.out.splitlines(), *shown.err.splitlines()])) <= 80
    assert " ".join(shown.out.split()).count("It is damaged.") == 18


@pytest.mark.long
def test_an_image_whose_worker_does_not_come_up_is_still_looked_at(alone, awake):
    awake.image_file.write_bytes(awake.image_file.read_bytes()[:300] + b"\xff" * 9000)
    alone("up")
    answer = alone("image", "check")
    assert answer.code == 3
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    "words",
    [
        ("status", ""),
        ("check", "--uri", ""),
        ("pack", "--uri", ""),
        ("backup", "backups", "--uri", ""),
        ("restore", "backups", "--to", ""),
        ("salvage", "", "--to", "saved.fs"),
    ],
)
def test_an_empty_name_is_not_the_own_image(alone, words):
    alone("image", *words).sentence(2, "empty name")


def test_a_mistyped_command_has_a_near_match(alone):
    answer = alone("image", "chek")
    assert answer.code == 2
    assert "check" in answer.err


# --- the same over the wire ----------------------------------------------------------------------


def test_care_over_the_wire_tells_how_far_it_is(shared):
    told = []
    with shared.client() as client:
        report = client.request(CheckImage(), on_event=lambda kind, body: told.append((kind, body)))
        plan = client.request(PlanPack(1))
    assert report["sound"]
    assert plan["keep_days"] == 1
    assert {kind for kind, body in told if "text" in body} >= {"image.progress"}


@pytest.mark.parametrize("days", ["3", None, True, [1], -1, 0, 1e9, float("nan")])
def test_days_that_are_none_are_refused_over_the_wire(shared, days):
    from batos.errors import UsageError

    with shared.client() as client, pytest.raises(UsageError):
        client.request(PackImage(days))


# --- a clock that went back ----------------------------------------------------------------------


@pytest.mark.long
def test_a_clock_that_went_back_is_a_note(alone, awake, monkeypatch):
    import time

    from batos.image import Session

    right = time.time
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: right() + 400 * 86_400)
        session = Session(str(awake.image_file), lambda: None)
        session.change(lambda root: root.meta.update({"ahead": 1}), note="ahead")
        session.close()
    answer = alone("image", "check")
    assert answer.code == 0, answer
    assert "note   [clock]" in answer.out
    assert "The image is sound." in answer.err
    assert "400 days ahead" in alone("image").out
    assert alone("up").code == 0
    assert "clock      400 days behind" in alone("status").out
    assert alone("down").code == 0


# --- an end that is missing ----------------------------------------------------------------------


@pytest.mark.long
def test_an_end_that_is_missing_is_told_wherever_one_looks(alone, awake):
    assert alone("image", "backup", str(awake.folder / "backups")).code == 0
    awake.image_file.write_bytes(awake.image_file.read_bytes()[:-1000])
    answer = alone("image", "check")
    assert answer.code == 3
    assert "DAMAGE [tail]" in answer.out
    for words in (("status",), ("doctor",)):  # nobody has opened it yet
        assert "The end of the image" in " ".join(alone(*words).out.split())
    begun = alone("up")
    assert begun.code == 0, begun
    kept = f"{awake.image_file.name}.tr0"
    for told in (
        begun.err,
        alone("up").err,
        alone("status").out,
        alone("image").out,
        alone("image", "check").out,
        alone("doctor").out,
    ):
        words = " ".join(told.split())
        assert "The end of the image" in words, told
        assert kept in words
        assert f"batos image restore {awake.folder / 'backups'} --force" in words
    assert "torn" in alone("status", "--json").json()["image"]
    assert alone("image", "--json").json()["torn"][0]["kept"] == kept
    assert "The end of the image" in (awake.logs / "image.log").read_text("utf-8")
    assert alone("image", "check", "--acknowledge").code == 0
    assert "The end of the image" not in alone("status").out + alone("up").err
    assert alone("down").code == 0


def test_what_opens_an_image_by_itself_tells_of_its_missing_end(alone, awake):
    awake.image_file.write_bytes(awake.image_file.read_bytes()[:-1000])
    shutil.copytree(awake.image_file.parent, awake.folder / "kept")
    packed = alone("image", "pack", "--yes")
    assert packed.code == 0
    assert "The end of the image" in packed.err
    shutil.copytree(awake.folder / "kept", awake.image_file.parent, dirs_exist_ok=True)
    answer = alone("genesis")
    assert answer.code == 0
    assert "The end of the image" in answer.err
    assert "No backup is known that has more" in answer.err


def test_a_second_system_on_the_same_image_is_refused_without_its_lock_file(
    batos, shared, h, tmp_path
):
    locks = list(shared.root.rglob("live_image.fs.lock"))
    for lock in locks:
        lock.rename(lock.with_suffix(".away"))
    other = h.Home(tmp_path)
    other.env["BATOS_IMAGE__URI"] = shared.image_file.as_uri()
    try:
        other.batos("up").sentence(3, "is open in another process", "batos down")
        other.batos("genesis").sentence(3, "is open in another process")
    finally:
        other.end()
        for lock in locks:
            lock.with_suffix(".away").rename(lock)
    assert batos("send", "genesis", "nothing_like_it", "--no-learn").code == 2
