"""Retention: an image does not grow by its own past beyond what is to be kept."""

import contextlib
import datetime as dt
import json

import pytest

from batos.inference import CancelToken
from batos.learning.model.brief import MissionBrief
from batos.learning.model.candidate import Candidate
from batos.learning.model.thought import CycleBudget, Thought
from batos.learning.records.cycles import keep_record, open_record
from batos.learning.records.tallies import read_tally
from batos.learning.records.trail import Trail, now_text, record_in_image
from batos.learning.request.drawing import draw_up
from batos.objects import Example
from batos.stewardship.retention.retention import Pruned

EXAMPLES = (Example(args=(3,), result=9), Example(args=(5,), result=15))


def entry(cycle, seq):
    return {"kind": "cycle.state", "cycle": cycle, "seq": seq, "at": now_text(), "text": "x" * 200}


@pytest.fixture
def clock_ahead(monkeypatch):
    """Write down as a clock would that is 400 days ahead."""

    @contextlib.contextmanager
    def ahead():
        then = dt.datetime.now(dt.UTC) + dt.timedelta(days=400)
        text = then.isoformat(timespec="microseconds")
        with monkeypatch.context() as patch:
            patch.setattr("batos.learning.records.cycles.now_text", lambda: text)
            patch.setitem(globals(), "now_text", lambda: text)
            yield

    return ahead


def write_cycle(image, number, end="FAILED"):
    """Write what a cycle writes, without thinking; without an end it stays at work."""
    brief = MissionBrief(selector=f"sel_{number}", text="shout it", examples=EXAMPLES)
    cycle = f"s{number:05}"
    thought = Thought(cycle=cycle, brief=brief, budget=CycleBudget(9, 60.0), cancel=CancelToken())
    thought.contract = draw_up(brief)
    image.session.change(lambda root: open_record(root, thought), note="open")
    thought.candidates = [Candidate("def f(self):\n    return 1\n", "written", problem="wrong")]
    told = []
    for seq, state in enumerate(("SYNTHESIZING", end) if end else ("SYNTHESIZING",), start=1):
        told.append(entry(cycle, seq))
        image.session.change(
            lambda root, state=state: keep_record(
                root, thought, state, history=[{"state": state}], entries=told
            ),
            note="move",
        )
    return cycle


def cycles(image):
    with image.session.read() as root:
        assert read_tally(root, "cycles") == len(root.cycles)
        assert read_tally(root, "trail") == len(root.trail)
        return set(root.cycles)


def entries(image):
    with image.session.read() as root:
        return len(root.trail)


class TestCycles:
    def test_failed_ones_go_first_and_then_the_oldest(self, home):
        image = home.open(retention__cycles=4, retention__trail=0)
        ends = ["COMPLETE", "FAILED", "COMPLETE", "FAILED", "COMPLETE", "COMPLETE", "FAILED"]
        names = [write_cycle(image, number, end) for number, end in enumerate(ends)]
        assert image.retention.prune() == Pruned(cycles=3)
        assert cycles(image) == {names[number] for number in (0, 2, 4, 5)}
        image.retention.configure(cycles=2)
        assert image.retention.prune() == Pruned(cycles=2)
        assert cycles(image) == {names[4], names[5]}
        assert image.retention.prune() == Pruned()

    def test_what_is_at_work_or_waits_is_never_removed(self, home):
        image = home.open(retention__cycles=1)
        at_work = write_cycle(image, 0, end="")
        waits = write_cycle(image, 1, end="WAITING")
        for number in range(2, 8):
            write_cycle(image, number)
        image.retention.prune()
        assert cycles(image) == {at_work, waits}

    def test_the_cycle_of_a_method_that_lives_is_never_removed(self, home, m):
        image = home.open(m.Coder("    return number * 3\n"), retention__cycles=1)
        brief = MissionBrief(selector="treble", text="treble it", examples=EXAMPLES)
        kept = image.learn(brief).cycle
        for number in range(5):
            write_cycle(image, number)
        image.retention.prune()
        assert cycles(image) == {kept}
        assert image.show(kept)["candidates"]

    def test_old_ones_are_removed_however_few_they_are(self, home):
        image = home.open(retention__cycles=0, retention__days=30, retention__trail=0)
        old, young = write_cycle(image, 0), write_cycle(image, 1)
        image.session.change(
            lambda root: setattr(root.cycles[old], "started", "2020-01-01T00:00:00.000000+00:00"),
            note="test",
        )
        assert image.retention.prune() == Pruned(cycles=1)
        assert cycles(image) == {young}

    def test_nothing_is_removed_where_everything_is_kept(self, home):
        image = home.open(retention__cycles=0, retention__trail=0)
        for number in range(12):
            write_cycle(image, number)
        assert image.retention.prune() == Pruned()
        assert len(cycles(image)) == 12

    def test_those_of_a_clock_that_was_ahead_are_not_the_latest(self, home, clock_ahead):
        image = home.open(retention__cycles=3, retention__trail=0)
        with clock_ahead():
            for number in range(4):
                write_cycle(image, number)
        names = [write_cycle(image, number) for number in range(4, 7)]
        image.retention.prune()
        assert cycles(image) == set(names)

    def test_more_than_one_batch(self, home, monkeypatch):
        monkeypatch.setattr("batos.stewardship.retention.retention._BATCH", 20)
        image = home.open(retention__cycles=5, retention__trail=10)
        for number in range(30):
            write_cycle(image, number)
        assert image.retention.prune() == Pruned(cycles=25, trail=50)
        assert (len(cycles(image)), entries(image)) == (5, 10)


class TestTrail:
    def test_the_oldest_entries_go(self, home):
        image = home.open(retention__trail=6)
        for number in range(10):
            write_cycle(image, number)
        image.retention.prune()
        with image.session.read() as root:
            assert [key[1] for key in root.trail] == [f"s{n:05}" for n in (7, 7, 8, 8, 9, 9)]

    def test_those_of_a_clock_that_was_ahead_go_first(self, home, clock_ahead):
        image = home.open(retention__trail=6)
        write_cycle(image, 0)
        with clock_ahead():
            for number in range(1, 5):
                write_cycle(image, number)
        for number in range(5, 8):
            write_cycle(image, number)
        image.retention.prune()
        with image.session.read() as root:
            assert [key[1] for key in root.trail] == [f"s{n:05}" for n in (5, 5, 6, 6, 7, 7)]

    def test_those_of_a_cycle_at_work_stay(self, home):
        image = home.open(retention__trail=2)
        at_work = write_cycle(image, 0, end="")
        image.session.change(lambda root: record_in_image(root, entry(at_work, 9)), note="test")
        for number in range(1, 6):
            write_cycle(image, number)
        image.retention.prune()
        with image.session.read() as root:
            assert at_work in {key[1] for key in root.trail}

    def test_an_image_of_before_has_no_tallies(self, home):
        image = home.open(retention__trail=6, retention__cycles=3)

        def forget(root):
            del root.meta["tally_trail"]
            del root.meta["tally_cycles"]

        for number in range(10):
            write_cycle(image, number)
        image.session.change(forget, note="test")
        image.retention.prune()
        assert (len(cycles(image)), entries(image)) == (3, 6)


class TestBehind:
    def test_it_begins_by_itself_and_only_when_there_is_markedly_too_much(self, home, m):
        image = home.open(m.Coder("    return 0\n"), retention__cycles=5, cycle__repairs=0)
        for number in range(19):
            write_cycle(image, number)
        brief = MissionBrief(selector="treble", text="treble it", args=(3,))
        image._learner.learn(brief)
        assert len(cycles(image)) == 20
        for number in range(20, 25):
            write_cycle(image, number)
        image._learner.learn(brief)
        image.retention._thread.join()
        assert len(cycles(image)) == 5

    def test_closing_waits_for_it(self, home):
        image = home.open(retention__cycles=5)
        for number in range(40):
            write_cycle(image, number)
        image.retention.cycle_ended({"cycles": 10_000})
        image.close()
        image.retention.cycle_ended({"cycles": 10_000})  # of a cycle that ends late
        assert not image.retention._thread.is_alive()


class TestLog:
    def test_full_files_are_kept_up_to_a_number(self, tmp_path):
        trail = Trail(tmp_path / "trail.jsonl", largest=100, files=2)
        for number in range(12):
            trail.write({"number": number, "pad": "x" * 60})
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "trail.1.jsonl",
            "trail.2.jsonl",
            "trail.jsonl",
        ]
        names = ("trail.2.jsonl", "trail.1.jsonl", "trail.jsonl")
        told = [
            json.loads(line)["number"]
            for name in names
            for line in (tmp_path / name).read_text().splitlines()
        ]
        assert told == list(range(12))[-len(told) :]
        assert len(told) >= 5

    def test_one_that_never_ends(self, tmp_path):
        trail = Trail(tmp_path / "trail.jsonl", largest=0)
        for number in range(100):
            trail.write({"number": number})
        assert [path.name for path in tmp_path.iterdir()] == ["trail.jsonl"]


@pytest.mark.long
@pytest.mark.parametrize("count", [300])
def test_the_file_grows_in_a_straight_line(home, count):
    """As much for the last cycles as for the first ones, with all of them kept."""
    image = home.open(retention__cycles=0, retention__trail=0)
    grown = []
    number = 0
    for _ in range(3):
        before = image.status()["bytes"]
        for _ in range(count // 3):
            write_cycle(image, number)
            number += 1
        grown.append(image.status()["bytes"] - before)
    assert grown[2] < 1.25 * grown[1]
    assert grown[2] / (count // 3) < 16_384


def test_status_tells_the_sizes(home):
    image = home.open()
    write_cycle(image, 0)
    write_cycle(image, 1, end="")
    image.session.change(lambda root: setattr(root.find("genesis"), "a", "x" * 9000), note="test")
    status = image.status()
    assert (status["cycles"], status["trail"], status["interrupted"]) == (2, 2, 1)
    assert status["bytes"] == (home.folder / "image.fs").stat().st_size
    assert status["blob_bytes"] == 0
    assert status["bytes_per_method"] in (-1, status["bytes"] // max(1, status["methods"]))
