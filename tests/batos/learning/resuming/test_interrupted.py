"""Cycles of killed processes go on from their last commit, or end with a reason; never twice."""

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from batos.errors import CancelledError, ImageError, MissionFailedError, UnknownNameError
from batos.inference import CancelToken
from batos.learning.model.brief import MissionBrief
from batos.learning.records.owners import lease_until
from batos.objects import Example, Method, UvmObject, install_method, remove_slot

PROGRAM = Path(__file__).with_name("cycle_program.py")
EXAMPLES = (Example(args=(3,), result=9), Example(args=(5,), result=15))
TREBLE = MissionBrief(selector="treble", text="treble a figure", examples=EXAMPLES)
RIGHT = "    return number * 3\n"
COMMITS = 8
"""The opened record, six moves (written and tried twice) and the end."""
COUNTER_CLASS = """class counter:
    def __init__(self):
        self.pressed = 0
    def press(self):
        self.pressed += 1
    def count(self):
        return self.pressed
"""


@pytest.fixture(scope="module")
def run(forker):
    """Run the program; it must be killed, unless it lives to the end."""

    def run(folder, point, selector="treble", *rest):
        done = forker.run([PROGRAM, folder, point, selector, *rest], env=dict(os.environ))
        lives = point in ("end", "each")
        assert done.returncode == (0 if lives else -9), (done.returncode, done.stderr)

    return run


def only(image):
    (line,) = image.cycles()
    return image.show(line["cycle"])


def running(image):
    with image.session.read() as root:
        return list(root.meta.get("running", ()))


@pytest.fixture
def interrupted(home, run):
    """A home whose only cycle was killed after it had come to SYNTHESIZING."""
    return home.seeded("interrupted", lambda home: run(home.folder, "4+"))


@pytest.fixture(scope="module")
def points(run, tmp_path_factory):
    """What is left of a home at every point: its path, to which the point is added."""
    folder = tmp_path_factory.mktemp("points") / "at"
    run(folder, "each")
    return folder


@pytest.fixture
def left(request, home, run):
    """Fill the home as it is left at a point."""

    def at(point, killed):
        if killed:
            run(home.folder, point)
        else:
            points = request.getfixturevalue("points")
            shutil.copytree(f"{points}{point}", home.folder, dirs_exist_ok=True)

    return at


class TestEveryPoint:
    @pytest.mark.parametrize("killed", [False, pytest.param(True, marks=pytest.mark.long)])
    @pytest.mark.parametrize(
        ("number", "when"),
        [
            *((number, "+") for number in range(1, COMMITS + 1)),
            # Before a commit is after the one before, but for the lines of the trail.
            *((number, "-") for number in (1, 5, COMMITS)),
            *(pytest.param(number, "-", marks=pytest.mark.long) for number in (2, 3, 4, 6, 7)),
        ],
    )
    def test_it_goes_on_and_has_its_effect_once(self, home, m, left, number, when, killed):
        left(f"{number}{when}", killed)
        image = home.open(m.Coder("    return number * 2\n", RIGHT))
        outcomes = image.resume_interrupted()
        if (number, when) == (1, "-"):
            assert (outcomes, image.cycles()) == ([], [])
            return
        record = only(image)
        assert record["state"] == "COMPLETE"
        assert image.send("genesis", "treble", 7) == 21
        assert image.show("genesis.treble")["version"] == 1
        assert len(outcomes) == (0 if (number, when) == (COMMITS, "+") else 1)
        assert running(image) == []
        states = [step["state"] for step in record["history"]]
        assert states[:3] == ["IDLE", "DECOMPOSING", "DELEGATING"]
        assert states[-1] == "COMPLETE"
        assert not {"working", "entries", "owner", "until", "resumed", "seq"} & set(record)
        assert image.resume_interrupted() == []
        # It is in the memory once, and on the trail with one end.
        with image.session.read() as root:
            kinds = [entry["kind"] for entry in root.trail.values()]
            found = list(root.memory["catalog"].documents("method"))
        assert kinds.count("cycle.finished") == 1
        assert [document.key for document in found] == ["method:genesis.treble"]

    def test_nobody_goes_on_unless_asked(self, interrupted, m):
        image = interrupted.open(m.Coder(RIGHT))
        assert only(image)["state"] == "SYNTHESIZING"
        assert interrupted.asked == []


class TestJoining:
    def test_who_asks_for_the_same_method_goes_on_with_it(self, interrupted, m):
        image = interrupted.open(m.Coder(RIGHT))
        heard = []
        outcome = image.learn(TREBLE, listener=heard.append)
        assert outcome.complete
        record = only(image)
        assert record["cycle"] == outcome.cycle
        assert record["brief"]["asked_by"] == "amy"
        assert heard[0].kind == "cycle.resumed"
        assert "SYNTHESIZING" in heard[0].text
        assert heard[0].seq > 5
        assert image.resume_interrupted() == []

    def test_a_message_that_comes_again_joins_the_one_that_goes_on(self, interrupted, m):
        entered, gate = threading.Event(), threading.Event()

        def body(_request):
            entered.set()
            assert gate.wait(30)
            return RIGHT

        image = interrupted.open(m.Coder(body))
        with ThreadPoolExecutor(4) as pool:
            behind = pool.submit(image.resume_interrupted)
            assert entered.wait(30)
            asking = [pool.submit(image.deliver, "genesis", "treble", (4,)) for _ in range(3)]
            gate.set()
            (resumed,) = behind.result(30)
            deliveries = [each.result(30) for each in asking]
        assert [each.value for each in deliveries] == [12] * 3
        for delivery in deliveries:
            assert {each.cycle for each in delivery.learned} <= {resumed.cycle}
        assert len(image.cycles()) == 1

    def test_another_method_is_learned_beside_it(self, interrupted):
        image = interrupted.open()
        assert image.send("genesis", "count_vowels", "banana") == 3
        assert len(image.cycles()) == 2

    def test_who_asks_for_one_that_cannot_go_on_gets_a_new_one(self, interrupted, m):
        image = interrupted.open(m.Coder(RIGHT))
        cycle = image.cycles()[0]["cycle"]
        image.session.change(
            lambda root: setattr(root.cycles[cycle], "working", {"form": 99}), note="test"
        )
        outcome = image.learn(TREBLE)
        assert outcome.complete
        assert outcome.cycle != cycle
        assert image.show(cycle)["state"] == "FAILED"


class TestCannotGoOn:
    """Each ends FAILED with a reason, once and for all, and changes nothing else."""

    def spoiled(self, home, m, spoil):
        image = home.open(m.Coder(RIGHT))
        cycle = image.cycles()[0]["cycle"]
        image.session.change(lambda root: spoil(root, root.cycles[cycle]), note="test")
        image.close()
        image = home.open(m.Coder(RIGHT))
        assert {each.status for each in image.resume_interrupted()} <= {"FAILED"}
        record = image.show(cycle)
        assert record["state"] == "FAILED"
        assert record["outcome"]["reason"] == record["reason"]
        assert "treble" not in image.show("genesis")["methods"]
        assert running(image) == []
        assert home.asked == []
        return record["reason"]

    def test_a_record_of_an_older_format(self, interrupted, m):
        """Versions before had no working data."""

        def spoil(_root, record):
            for name in ("working", "entries", "owner", "until", "seq", "resumed"):
                remove_slot(record, name)

        reason = self.spoiled(interrupted, m, spoil)
        assert "SYNTHESIZING" in reason
        assert "form None" in reason

    @pytest.mark.parametrize("working", [3, {"form": 1}, {"form": 1, "cycle": []}, "x"])
    def test_a_damaged_record(self, interrupted, m, working):
        reason = self.spoiled(interrupted, m, lambda _, record: setattr(record, "working", working))
        assert "cannot go on" in reason

    def test_a_damaged_mission(self, interrupted, m):
        reason = self.spoiled(interrupted, m, lambda _, record: setattr(record, "brief", [1]))
        assert "cannot go on" in reason

    def test_the_time_is_used_up(self, interrupted, m):
        def spoil(_root, record):
            budget = {**record.working["budget"], "seconds_left": 0.0}
            record.working = {**record.working, "budget": budget}

        assert "120 seconds used up" in self.spoiled(interrupted, m, spoil)

    def test_the_receiver_has_gone(self, interrupted, m):
        image = interrupted.open()
        image.session.change(
            lambda root: root.add("pupil", UvmObject(parents=(root.find("traits"),))), note="test"
        )
        image.close()

        def spoil(root, record):
            record.brief = {**record.brief, "receiver": "pupil"}
            del root.objects["pupil"]

        assert "'pupil'" in self.spoiled(interrupted, m, spoil)

    def test_somebody_has_put_a_method_there_meanwhile(self, interrupted, m):
        image = interrupted.open(m.Coder(RIGHT))

        def work(root):
            source = "def treble(self, number):\n    return 'mine'\n"
            method = Method(selector="treble", source=source, signature="(self, number)")
            install_method(root.find("genesis"), method)

        image.session.change(work, note="test")
        (outcome,) = image.resume_interrupted()
        assert outcome.status == "FAILED"
        assert "changed by somebody else" in outcome.reason
        assert image.send("genesis", "treble", 1) == "mine"

    def test_a_value_has_taken_the_name_meanwhile(self, interrupted, m):
        image = interrupted.open(m.Coder(RIGHT))
        image.session.change(lambda root: setattr(root.find("genesis"), "treble", 3), note="test")
        (outcome,) = image.resume_interrupted()
        assert "is a value of genesis" in outcome.reason

    def test_it_ended_its_process_twice_in_the_same_state(self, interrupted, m, run):
        # The first commit after the resumption is the move to VALIDATING, which never comes.
        run(interrupted.folder, "1-", "treble", "resume")
        image = interrupted.open(m.Coder(RIGHT))
        assert image.resume_interrupted() == []
        record = only(image)
        assert record["state"] == "FAILED"
        assert (
            record["reason"] == "The process that ran it ended 2 times while it was SYNTHESIZING."
        )
        assert running(image) == []
        # Who asks anew gets a new one.
        assert image.learn(TREBLE).complete

    @pytest.mark.long
    def test_one_that_comes_further_each_time_is_not_to_blame(self, interrupted, m, run):
        run(interrupted.folder, "1+", "treble", "resume")
        run(interrupted.folder, "1+", "treble", "resume")
        image = interrupted.open(m.Coder(RIGHT))
        (outcome,) = image.resume_interrupted()
        assert outcome.complete

    def test_budgets_are_not_given_anew(self, home, m, left):
        left("7-", killed=False)
        image = home.open(m.Coder(RIGHT))
        (outcome,) = image.resume_interrupted()
        with image.session.read() as root:
            record = root.cycles[outcome.cycle]
            assert record.outcome["model_calls"] > 1
        assert outcome.model_calls <= 24


class TestStopping:
    def gated(self, home, m):
        entered, gate = threading.Event(), threading.Event()

        def body(_request):
            entered.set()
            assert gate.wait(30)
            return RIGHT

        return home.open(m.Coder(body)), entered, gate

    def test_closing_leaves_the_cycle_for_the_next_time(self, interrupted, m):
        for _ in range(3):  # however often
            image, entered, gate = self.gated(interrupted, m)
            with ThreadPoolExecutor(2) as pool:
                behind = pool.submit(image.resume_interrupted)
                assert entered.wait(30)
                closing = pool.submit(image.close)
                while not image._resumer._cancel.cancelled:
                    pass
                gate.set()
                closing.result(30)
                with pytest.raises(CancelledError):
                    behind.result(30)
        image = interrupted.open(m.Coder(RIGHT))
        assert only(image)["state"] in ("SYNTHESIZING", "VALIDATING")
        (outcome,) = image.resume_interrupted()
        assert outcome.complete

    def test_who_cancels_a_mission_ends_it(self, home, m):
        token = CancelToken()

        def body(_request):
            token.cancel()
            return "    return 0\n"

        image = home.open(m.Coder(body))
        with pytest.raises(CancelledError):
            image.learn(TREBLE, cancel=token)
        assert only(image)["state"] == "FAILED"
        image.close()
        assert home.open().resume_interrupted() == []


class TestOthers:
    """On a storage that several processes share, only what nobody is at work on is taken over."""

    @pytest.fixture
    def shared(self, interrupted, m):
        image = interrupted.open(m.Coder(RIGHT))
        image._runner.exclusive = False
        self.cycle = image.cycles()[0]["cycle"]
        return image

    def owned(self, image, until="", **fields):
        def work(root):
            record = root.cycles[self.cycle]
            record.owner = {**record.owner, **fields}
            record.until = lease_until(600) if until == "" else until

        image.session.change(work, note="test")
        return [each.cycle for each in image._runner.interrupted()]

    def test_a_dead_process_of_this_machine(self, shared):
        assert self.owned(shared) == [self.cycle]

    def test_a_process_that_lives(self, shared):
        from batos.processes import process_start

        mine = {"pid": os.getpid(), "started": process_start(os.getpid())}
        assert self.owned(shared, **mine) == []
        # Its lease is over: it hangs, or its clock does.
        assert self.owned(shared, "2020-01-01T00:00:00+00:00", **mine) == [self.cycle]

    def test_another_process_with_the_same_number(self, shared):
        assert self.owned(shared, pid=os.getpid(), started=1.5) == [self.cycle]

    def test_another_machine(self, shared):
        assert self.owned(shared, place="elsewhere") == []
        assert self.owned(shared, "2020-01-01T00:00:00+00:00", place="elsewhere") == [self.cycle]

    def test_a_lease_of_a_clock_that_was_ahead_is_over(self, shared):
        assert self.owned(shared, lease_until(400 * 86_400), place="elsewhere") == [self.cycle]

    def test_a_lease_that_cannot_be_read_is_over(self, shared):
        for until in (None, "soon", 3):
            assert self.owned(shared, until, place="elsewhere") == [self.cycle]

    def test_what_this_image_is_at_work_on_itself(self, shared):
        owner = shared._runner.owner.to_plain()
        assert self.owned(shared, "2020-01-01T00:00:00+00:00", **owner) == []

    def test_two_that_claim_it_at_once(self, shared, interrupted, m):
        runner = shared._runner
        with ThreadPoolExecutor(4) as pool:
            claims = list(pool.map(lambda _: runner.claim(self.cycle, CancelToken()), range(4)))
        assert len([claim for claim in claims if claim is not None]) == 1

    def test_a_process_that_wakes_up_does_not_install_what_another_one_took(self, home, m):
        taken = []

        def body(_request):
            cycle = image.cycles()[0]["cycle"]

            def work(root):
                root.cycles[cycle].owner = {"instance": "another"}

            image.session.change(work, note="test")
            taken.append(cycle)
            return RIGHT

        image = home.open(m.Coder(body))
        before = m.world(image)
        with pytest.raises(ImageError, match="Another process"):
            image.learn(TREBLE)
        assert m.world(image) == before
        assert image.show(taken[0])["state"] == "SYNTHESIZING"

    def test_a_cycle_that_has_ended_meanwhile_is_not_installed_again(self, home, m):
        def body(_request):
            def work(root):
                root.cycles[image.cycles()[0]["cycle"]].state = "FAILED"

            image.session.change(work, note="test")
            return RIGHT

        image = home.open(m.Coder(body))
        before = m.world(image)
        with pytest.raises(ImageError, match="already ended FAILED"):
            image.learn(TREBLE)
        assert m.world(image) == before


@pytest.fixture
def two_interrupted(home, run):
    """A home with two cycles whose processes were killed."""

    def killed(home):
        run(home.folder, "3+", "treble")
        run(home.folder, "4+", "thrice")

    return home.seeded("two_interrupted", killed)


def test_several_cycles_go_on_one_after_another(two_interrupted, m):
    image = two_interrupted.open(m.Coder(RIGHT))
    outcomes = image.resume_interrupted()
    assert [(each.selector, each.complete) for each in outcomes] == [
        ("treble", True),
        ("thrice", True),
    ]


def test_one_that_fails_does_not_keep_the_next_one(two_interrupted, m):
    image = two_interrupted.open(m.Coder(RIGHT))
    cycle = image.cycles()[-1]["cycle"]
    image.session.change(lambda root: setattr(root.cycles[cycle], "working", 3), note="test")
    assert [each.selector for each in image.resume_interrupted()] == ["thrice"]
    assert {line["state"] for line in image.cycles()} == {"FAILED", "COMPLETE"}


def test_an_interrupted_cycle_of_a_failed_mission_stays_failed(home, m):
    image = home.open(m.Coder("    return 0\n"))
    with pytest.raises(MissionFailedError):
        image.learn(TREBLE)
    image.close()
    image = home.open(m.Coder(RIGHT))
    assert image.resume_interrupted() == []
    assert only(image)["state"] == "FAILED"


def made(image):
    """Check that the counter is there as a whole, or not at all; return whether it is."""
    try:
        shown = image.show("counter")
    except UnknownNameError:
        with pytest.raises(UnknownNameError):
            image.show("counter.press")
        return False
    assert shown["slots"]["pressed"] == 0
    assert all(image.show(f"counter.{each}")["examples"] for each in ("press", "count"))
    with image.session.read() as root:
        found = {document.key for document in root.memory["catalog"].documents()}
    assert {"tentative:counter.press", "tentative:counter.count"} <= found
    return True


@pytest.fixture(scope="module")
def making_points(run, tmp_path_factory):
    """What is left at every point where an object is made."""
    folder = tmp_path_factory.mktemp("making") / "at"
    run(folder, "each", COUNTER_CLASS)
    return folder


class TestMaking:
    """An object, its slots, methods, tests and memory are one effect."""

    def _goes_on(self, home, m):
        image = home.open(m.Coder(*[COUNTER_CLASS] * 9))
        before = made(image) if image.cycles() else None
        image.resume_interrupted()
        if before is not None:
            assert made(image), only(image)
            image.send("counter", "press")
            assert image.send("counter", "count") == 1
        assert running(image) == []
        return before

    @pytest.mark.parametrize(
        "point", [f"{number}{when}" for number in range(1, COMMITS + 1) for when in "-+"]
    )
    def test_all_of_it_is_there_or_nothing_and_it_goes_on(self, home, m, making_points, point):
        shutil.copytree(f"{making_points}{point}", home.folder, dirs_exist_ok=True)
        nothing = None if point == "1-" else False
        assert self._goes_on(home, m) == (point == f"{COMMITS}+" or nothing)

    @pytest.mark.long
    def test_thirty_kills_at_any_moment_leave_all_of_it_or_nothing(self, home, m):
        parent, begun = home.folder, 0
        for number in range(30):
            home.folder = parent / str(number)
            home.folder.mkdir()
            command = [sys.executable, PROGRAM, home.folder, "end", COUNTER_CLASS]
            with subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.PIPE) as program:
                assert program.stdout.readline() == b"open\n"
                with contextlib.suppress(subprocess.TimeoutExpired):
                    program.wait(number * 0.03)
                program.kill()
            begun += self._goes_on(home, m) is not None
        assert begun > 15
