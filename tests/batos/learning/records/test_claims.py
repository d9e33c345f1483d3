"""Taking over a cycle: only what nobody is at work on, and what its record says, damaged or not."""

import subprocess
import sys
from dataclasses import replace

import pytest

from batos.config import CycleConfig
from batos.inference import CancelToken
from batos.learning.model.brief import MissionBrief
from batos.learning.model.candidate import Candidate
from batos.learning.model.thought import CycleBudget, Thought
from batos.learning.records.claims import claim, find_interrupted
from batos.learning.records.cycles import keep_record, open_record, running_cycles
from batos.learning.records.owners import this_owner
from batos.processes import process_start

BEFORE, ME = this_owner(), this_owner()
"""Who had the cycle, and who takes it over."""
CONFIG = CycleConfig()


def thought(cycle="c1", selector="shout", seconds=60.0, **brief):
    found = Thought(
        cycle=cycle,
        brief=MissionBrief(selector=selector, text="shout it", **brief),
        budget=CycleBudget(5, seconds),
        cancel=CancelToken(),
    )
    found.candidates = [Candidate("def shout(self):\n    return 1\n", "written")]
    return found


@pytest.fixture
def image(home):
    return home.open()


@pytest.fixture
def left(image):
    """Leaves a cycle in the middle, in a state."""

    def leave(state="SYNTHESIZING", found=None, by=BEFORE, **slots):
        found = found or thought()

        def work(root):
            open_record(root, found, by)
            if state != "IDLE":
                history = [{"state": "IDLE", "seconds": 0.1}]
                keep_record(root, found, state, history=history, entries=(), owner=by, seq=4)
            for name, value in slots.items():
                setattr(root.cycles[found.cycle], name, value)

        image.session.change(work, note="leave")

    return leave


@pytest.fixture
def take(image):
    """Takes a cycle over."""

    def take(cycle="c1", owner=ME, *, exclusive=True):
        cancel = CancelToken()
        return claim(image.session, cycle, owner, CONFIG, exclusive=exclusive, cancel=cancel)

    return take


def found(image, owner=ME, *, exclusive=True):
    with image.session.read() as root:
        return find_interrupted(root, owner, exclusive=exclusive)


def slots(image, cycle="c1"):
    with image.session.read() as root:
        return dict(root.cycles[cycle].slots)


def test_what_nobody_is_at_work_on_is_listed_the_oldest_first(image, left):
    left(found=thought("late"), started="2026-02-02")
    left("DECOMPOSING", thought("early", "thing", kind="object"), started="2026-01-01")
    left(found=thought("mine"), by=ME)
    left("COMPLETE", thought("ended"))
    early, late = found(image)
    assert (early.cycle, early.state, early.makes_object) == ("early", "DECOMPOSING", True)
    assert (late.cycle, late.selector, late.receiver) == ("late", "shout", "genesis")
    assert (late.text, late.makes_object) == ("shout it", False)


def test_it_goes_on_where_it_was_and_that_is_on_record_before(image, left, take):
    left()
    taken = take()
    assert (taken.state, taken.seq, taken.reason) == ("SYNTHESIZING", 4, "")
    assert [step["state"] for step in taken.history] == ["IDLE"]
    assert taken.thought.brief == thought().brief
    assert taken.thought.candidates[0].source.startswith("def shout")
    assert slots(image)["resumed"] == 1
    assert slots(image)["owner"]["instance"] == ME.instance
    assert found(image) == [], "it is in good hands"
    assert take() is None, "nor does the same one take it twice"


def test_one_that_had_only_begun_begins_with_its_mission_and_a_whole_budget(left, take):
    left("IDLE", thought(seconds=0.0))
    taken = take()
    assert (taken.state, taken.reason) == ("IDLE", "")
    assert taken.thought.candidates == []
    assert taken.thought.budget.seconds == CONFIG.seconds


def test_one_that_ended_its_process_twice_in_one_state_does_not_go_on(left, take):
    left()
    assert take().reason == ""
    again = take(owner=this_owner())
    assert again.reason == "The process that ran it ended 2 times while it was SYNTHESIZING."
    assert again.thought.brief.selector == "shout"


def test_a_state_that_it_came_through_counts_no_more(image, left, take):
    left()
    taken = take()
    step = {"history": taken.history, "entries": (), "owner": ME}
    image.session.change(lambda r: keep_record(r, taken.thought, "VALIDATING", **step), note="on")
    assert take(owner=this_owner()).reason == ""


def test_one_whose_time_is_used_up_does_not_go_on(left, take):
    left(found=thought(seconds=0.0))
    assert "with its 0 seconds used up" in take().reason


class TestSomebodyElse:
    @pytest.fixture
    def other(self):
        """A process that lives, as the owner of a cycle."""
        with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
            started = process_start(process.pid) or 0.0
            owner = replace(this_owner(), pid=process.pid, started=started)
            yield process, owner
            process.kill()

    def test_what_it_is_at_work_on_is_left_to_it_until_it_has_ended(self, image, left, take, other):
        process, owner = other
        left(by=owner)
        assert found(image, exclusive=False) == []
        assert take(exclusive=False) is None
        assert slots(image)["resumed"] == 0, "nothing was written"
        process.kill()
        process.wait()
        assert [line.cycle for line in found(image, exclusive=False)] == ["c1"]
        assert take(exclusive=False).reason == ""

    def test_on_another_machine_it_is_left_to_it_for_its_lease(self, left, take, other):
        _, owner = other
        left(by=replace(owner, place="elsewhere"))
        assert take(exclusive=False) is None
        left(found=thought("c2"), by=replace(owner, place="elsewhere"), until="2001-01-01")
        assert take("c2", exclusive=False).reason == ""


class TestWhatIsNotThere:
    def test_one_that_has_ended_is_not_taken_and_no_longer_listed(self, image, left, take):
        left("COMPLETE")
        image.session.change(lambda root: root.meta["running"].add("c1"), note="a mistake")
        assert take() is None
        with image.session.read() as root:
            assert running_cycles(root) == []

    def test_what_is_no_record_is_neither_listed_nor_taken(self, image, left, take):
        def put(root):
            root.cycles["odd"] = {"state": "SYNTHESIZING"}
            root.meta["running"].add("odd")

        left()
        image.session.change(put, note="a mistake")
        assert [line.cycle for line in found(image)] == ["c1"]
        assert take("odd") is None

    def test_one_that_nobody_knows_is_not_taken(self, image, left, take):
        left()
        image.session.change(lambda root: root.meta["running"].add("lost"), note="a mistake")
        assert [line.cycle for line in found(image)] == ["c1"]
        assert take("lost") is None
        assert take("never heard of") is None
        with image.session.read() as root:
            assert running_cycles(root) == ["c1"]


@pytest.mark.parametrize(
    "damage",
    [
        {"brief": {}},
        {"brief": 5},
        {"brief": {"selector": "shout", "examples": 5}},
        {"brief": {"selector": "no name!", "receiver": 5}},
        {"working": None},
        {"working": 5},
        {"working": {"candidates": 5}},
        {"state": "DREAMING", "working": None},
    ],
    ids=str,
)
def test_a_damaged_record_is_taken_with_the_reason_why_it_cannot_go_on(image, left, take, damage):
    left(**damage)
    assert [line.cycle for line in found(image)] == ["c1"]
    taken = take()
    assert f"interrupted while it was {taken.state} and cannot go on" in taken.reason
    assert taken.thought.candidates == []
    assert taken.thought.cycle == "c1"


@pytest.mark.parametrize(
    "damage",
    [
        {"seq": "four"},
        {"resumed": "often"},
        {"history": 5},
        {"history": [5, {"state": "IDLE"}]},
        {"entries": 5},
        {"entries": [5, {"at": "now"}]},
        {"owner": 5},
        {"until": 5},
    ],
    ids=str,
)
def test_what_it_can_do_without_holds_nobody_up(left, take, damage):
    left(**damage)
    taken = take()
    assert taken.reason == ""
    assert taken.entries == ()
    assert all(step["state"] == "IDLE" for step in taken.history)
