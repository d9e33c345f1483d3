"""The runner: all states in order, every move on record, and a world left whole by failure."""

import json
import logging
import threading

import pytest

from batos.errors import (
    BackendError,
    CancelledError,
    ImageError,
    MissionFailedError,
    UnknownNameError,
)
from batos.guardian.audit.findings import Finding
from batos.image import Session
from batos.inference import CancelToken
from batos.learning.model.brief import MissionBrief
from batos.objects import Example, Method, UvmObject, install_method
from batos.plugins import GuardianRuleSpec

DOUBLED = (
    Example(args=(3,), result=9),
    Example(args=(5,), result=15),
    Example(args=(0,), result=0),
)
TRIPLE = MissionBrief(
    receiver="genesis", selector="treble", text="treble a figure", examples=DOUBLED
)
RIGHT = "    return number * 3\n"
WRONG = "    return number * 2\n"
LEARNING = ["IDLE", "DECOMPOSING", "DELEGATING", "SYNTHESIZING", "VALIDATING"]
SAMPLED = [*LEARNING, "SYNTHESIZING", "VALIDATING"]
"""The way of a mission whose examples do not prove enough for one answer alone."""


def long(*values):
    return [pytest.param(value, marks=pytest.mark.long) for value in values]


def failed(image, brief=TRIPLE, **options):
    """Carry out a mission that must fail; return its error."""
    with pytest.raises(MissionFailedError) as caught:
        image.learn(brief, **options)
    return caught.value


@pytest.fixture
def unchanged(m):
    """A check that an image is the same as before but for the records of cycles."""

    def check(image, brief=TRIPLE, **options):
        before = m.world(image)
        error = failed(image, brief, **options)
        assert m.world(image) == before
        record = image.show(error.details["cycle"])
        assert record["state"] == "FAILED"
        assert record["reason"] == error.details["reason"] != ""
        assert record["outcome"]["status"] == "FAILED"
        return error

    return check


class TestComplete:
    def test_goes_through_all_states_in_order(self, home, m):
        image = home.open(m.Coder(RIGHT))
        heard = []
        outcome = image.learn(TRIPLE, listener=heard.append)
        assert outcome.complete
        assert outcome.origin == "written"
        assert image.send("genesis", "treble", 7) == 21
        told = [event.state for event in heard if event.kind == "cycle.state"]
        assert told == [*SAMPLED, "COMPLETE"]
        assert m.states(image, outcome.cycle) == [*SAMPLED, "COMPLETE"]
        assert list(outcome.seconds_by_state) == [*LEARNING, "COMPLETE"]

    def test_events_are_numbered_and_told_in_order(self, home, m):
        heard = []
        outcome = home.open(m.Coder(RIGHT)).learn(TRIPLE, listener=heard.append)
        assert [event.seq for event in heard] == list(range(1, len(heard) + 1))
        assert {event.cycle for event in heard} == {outcome.cycle}
        kinds = [event.kind for event in heard]
        assert kinds[0] == "cycle.started"
        assert kinds[-1] == "cycle.finished"
        assert {"cycle.contract", "cycle.memory", "cycle.code", "cycle.verdict"} <= set(kinds)
        assert heard[-1].data["status"] == "COMPLETE"

    def test_every_event_is_in_the_image_and_in_the_lines(self, home, m):
        image = home.open(m.Coder(RIGHT))
        heard = []
        image.learn(TRIPLE, listener=heard.append)
        with image.session.read() as root:
            kept = sorted(root.trail.values(), key=lambda entry: entry["seq"])
        lines = [json.loads(line) for line in home.trail.read_text("utf-8").splitlines()]
        told = [event.to_plain() for event in heard]
        assert kept == told
        assert lines == json.loads(json.dumps(told))

    def test_every_move_is_a_commit_of_its_own(self, home, m):
        image = home.open(m.Coder(RIGHT))
        before = image.status()["commits"]
        image.learn(TRIPLE)
        # The opened record, one move into each state after IDLE, and the end.
        assert image.status()["commits"] - before == len(SAMPLED) + 1

    def test_states_are_read_where_they_are_written(self, home, m, monkeypatch):
        image = home.open()
        looks = []
        true = Session.read
        monkeypatch.setattr(
            Session,
            "read",
            lambda self, *args, **more: looks.append(1) or true(self, *args, **more),
        )
        vowels = Example(args=("banana split",), result=4)
        image.learn(MissionBrief(selector="vowels", text="count vowels", examples=(vowels,)))
        # The receiver, what waits, what it is and knows; the memory; what was refused, twice; the
        # judge, the policy, and the end.
        assert len(looks) <= 9

    def test_a_state_that_was_changed_meanwhile_is_entered_as_it_is_now(self, home, m):
        def change(_request):
            image.session.change(
                lambda root: setattr(root.find("state_validating"), "purpose", "Looks twice."),
                note="change",
            )
            return RIGHT

        image = home.open(m.Coder(change))
        told = []
        image.learn(TRIPLE, listener=told.append)
        purposes = {each.state: each.text for each in told if each.kind == "cycle.state"}
        assert purposes["VALIDATING"] == "Looks twice."

    def test_record_shows_the_state_while_it_works(self, home, m):
        image = home.open(m.Coder(lambda _request: seen.append(image.cycles()[0]) or RIGHT))
        seen = []
        image.learn(TRIPLE)
        assert seen[0]["state"] == "SYNTHESIZING"
        assert image.cycles()[0]["state"] == "COMPLETE"

    def test_record_of_the_outcome_tells_what_it_cost(self, home, m):
        image = home.open(m.Coder(RIGHT))
        outcome = image.learn(TRIPLE)
        kept = image.show(outcome.cycle)["outcome"]
        assert kept == outcome.to_plain()
        assert kept["seconds"] > 0
        assert set(kept["seconds_by_state"]) == {*LEARNING, "COMPLETE"}

    def test_delegated_is_written_by_no_model(self, home, m):
        image = home.open()
        outcome = image.learn("write a method that counts the vowels in a text; 'banana' gives 3")
        assert outcome.origin == "delegated"
        assert outcome.based_on == ("count_vowels",)
        assert [m.is_veto(each) for each in home.backends[-1].requests] == [True]
        assert outcome.model_calls == 1
        assert "SYNTHESIZING" not in outcome.seconds_by_state

    def test_adapted_takes_a_value_from_the_mission(self, home):
        image = home.open()
        outcome = image.learn(
            "write a method that counts the words longer than 4 letters; "
            "'a apple tree' gives 1, 'banana split apple' gives 3"
        )
        assert outcome.origin == "adapted"
        assert image.send(outcome.receiver, outcome.selector, "some longer words") == 2

    def test_combined_puts_two_proven_methods_in_a_row(self, home):
        image = home.open()
        outcome = image.learn(
            "write a method to reverse a text and turn it into upper case; "
            "'abc' gives 'CBA', 'xy' gives 'YX', 'hello' gives 'OLLEH'"
        )
        assert outcome.origin == "combined"
        assert set(outcome.based_on) == {"reverse_text", "upper_case"}
        assert image.send(outcome.receiver, outcome.selector, "no") == "ON"

    def test_repaired_with_what_was_wrong(self, home, m):
        image = home.open(m.Coder("    return number / 0\n", RIGHT))
        outcome = image.learn(TRIPLE)
        assert outcome.origin == "repaired"
        repair = next(prompt for prompt in home.asked if prompt.startswith("# Wrong"))
        assert "it raised ZeroDivisionError" in repair
        assert "return number / 0" in repair

    def test_unknown_receiver_is_told_and_leaves_no_record(self, home):
        image = home.open()
        with pytest.raises(UnknownNameError) as caught:
            image.learn(MissionBrief(receiver="genesys", selector="f", text="f"))
        assert "genesis" in caught.value.hint
        assert image.cycles() == []


class TestFailed:
    """A mission that cannot be done leaves nothing but the record."""

    def test_wrong_code_within_its_budget(self, home, m, unchanged):
        image = home.open(m.Coder(WRONG))
        error = unchanged(image)
        assert "treble(3) == 9, but it gave 6" in error.details["reason"]
        assert "stronger model" in error.hint
        assert any("candidate" in line for line in error.details["tried"])
        assert image.show(error.details["cycle"])["candidates"]
        with pytest.raises(UnknownNameError):
            image.deliver("genesis", "treble", (3,), learn=False)

    @pytest.mark.parametrize(
        ("says", "reason"),
        [
            ("Sure! Here is what I think about trebling numbers, my friend.", "not complete"),
            pytest.param("", "not complete", marks=pytest.mark.long),
            pytest.param(
                "\ndef other(self, number):\n    return number * 3\n",
                "not complete",
                marks=pytest.mark.long,
            ),
            ("def other(self, number):\n    return number * 3\n", "'other'"),
            ("    while True:\n        number += 1\n", "does not come to an end"),
            pytest.param(
                "    while True:\n        print(number)\n",
                "does not come to an end",
                marks=pytest.mark.long,
            ),
            ("    return open('secret').read()\n", "open"),
            pytest.param("    return number.__class__.__bases__\n", "__", marks=pytest.mark.long),
            ("    import os\n    return os.getcwd()\n", "import"),
            pytest.param(
                "    import subprocess\n    return subprocess.run(['ls'])\n",
                "import",
                marks=pytest.mark.long,
            ),
            ("    return eval('number * 3')\n", "eval"),
            ("    return self.treble(number)\n", ""),
            pytest.param("    return number +\n", "not complete", marks=pytest.mark.long),
            ("    return object()\n", "object"),
            pytest.param("    return (lambda: number)\n", "", marks=pytest.mark.long),
            pytest.param("x" * 4000, "not complete", marks=pytest.mark.long),
            ("    return 'x' * 10 ** 12\n", ""),
        ],
    )
    def test_bad_code_is_refused_with_the_reason(self, home, m, unchanged, says, reason):
        image = home.open(m.Coder(says), cycle__repairs=0, guardian__trial_seconds=0.5)
        error = unchanged(image)
        assert reason in error.details["reason"]

    def test_the_same_code_twice_ends_it(self, home, m, unchanged):
        image = home.open(m.Coder(WRONG), cycle__candidates=1, cycle__repairs=5)
        error = unchanged(image)
        assert "same code" in error.details["reason"]
        assert error.details["model_calls"] < 7

    def test_budget_of_calls(self, home, m, unchanged):
        bodies = [f"    return number * {factor}\n" for factor in range(10, 60)]
        image = home.open(m.Coder(*bodies), cycle__model_calls=5, cycle__repairs=5)
        error = unchanged(image)
        assert error.details["model_calls"] <= 5
        assert "budget of model calls" in error.details["reason"]

    def test_no_calls_at_all(self, home, unchanged):
        image = home.open(cycle__model_calls=0)
        assert "budget of model calls" in unchanged(image).details["reason"]
        assert home.asked == []

    def test_budget_of_seconds(self, home, m, unchanged):
        image = home.open(m.Coder(RIGHT), cycle__seconds=1e-6)
        assert "used up its 1e-06 seconds" in unchanged(image).details["reason"]
        assert home.asked == []

    def test_backend_error(self, home, unchanged):
        image = home.open([BackendError("The model is ill.", hint="Call a doctor.")] * 9)
        error = unchanged(image)
        assert error.details["reason"] == "The model is ill."
        assert error.hint == "Call a doctor."

    def test_prompt_that_does_not_fit(self, home, m, unchanged):
        image = home.open(m.Coder(RIGHT))
        long = MissionBrief(
            receiver="genesis",
            selector="treble",
            text="treble",
            examples=tuple(Example(args=("word " * 30, n) * 50, result=n) for n in range(3)),
        )
        assert "window" in unchanged(image, long).details["reason"]

    def test_kernel_names_and_values_cannot_be_learned(self, home, m, unchanged):
        image = home.open(m.Coder(RIGHT))
        send = MissionBrief(receiver="genesis", selector="send", text="send", examples=DOUBLED)
        assert "belongs to the kernel" in unchanged(image, send).details["reason"]
        value = MissionBrief(receiver="genesis", selector="purpose", text="p", examples=DOUBLED)
        assert "is a value" in unchanged(image, value).details["reason"]
        assert home.asked == []

    def test_a_failed_relearning_keeps_the_method(self, home, m, unchanged):
        image = home.open(m.Coder(RIGHT, "allow", WRONG))
        image.learn(TRIPLE)
        harder = (*DOUBLED, Example(args=("x",), result=1))
        unchanged(
            image,
            MissionBrief(receiver="genesis", selector="treble", text="treble", examples=harder),
        )
        assert image.send("genesis", "treble", 2) == 6

    def test_an_error_nobody_expected_is_raised_and_on_record(self, home, m, monkeypatch):
        image = home.open(m.Coder(RIGHT))
        monkeypatch.setattr(image._trial, "run", lambda *_args, **_options: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            image.learn(TRIPLE)
        assert image.cycles()[0]["state"] == "FAILED"
        assert "ZeroDivisionError" in image.cycles()[0]["reason"]


class TestCancel:
    def test_in_the_middle(self, home, m):
        cancel = CancelToken()
        image = home.open(m.Coder(lambda _request: cancel.cancel() or RIGHT))
        before = m.world(image)
        with pytest.raises(CancelledError):
            image.learn(TRIPLE, cancel=cancel)
        assert m.world(image) == before
        record = image.show(image.cycles()[0]["cycle"])
        assert record["state"] == "FAILED"
        assert "cancelled" in record["reason"]
        assert record["history"][-2]["state"] == "SYNTHESIZING"

    def test_before_it_begins(self, home):
        cancel = CancelToken()
        cancel.cancel()
        image = home.open()
        with pytest.raises(CancelledError):
            image.learn(TRIPLE, cancel=cancel)
        assert image.cycles()[0]["state"] == "FAILED"
        assert home.asked == []

    def test_interrupt_from_the_keyboard_is_on_record(self, home, m):
        def interrupt(_event):
            raise KeyboardInterrupt

        image = home.open(m.Coder(RIGHT))
        with pytest.raises(KeyboardInterrupt):
            image.learn(TRIPLE, listener=lambda e: e.state == "DELEGATING" and interrupt(e))
        assert image.cycles()[0]["state"] == "FAILED"
        assert "KeyboardInterrupt" in image.cycles()[0]["reason"]


class TestVeto:
    def test_installs_nothing(self, home, m, unchanged):
        image = home.open(m.Coder(RIGHT, verdict="veto"))
        error = unchanged(image)
        assert "ROBIN vetoed" in error.details["reason"]

    @pytest.mark.parametrize("word", ["Veto.", "I must veto this.", *long(" veto", "VETO")])
    def test_is_understood_without_a_grammar(self, home, m, word, unchanged):
        image = home.open(m.Coder(RIGHT, verdict=word))
        assert "vetoed" in unchanged(image).details["reason"]

    def test_is_told(self, home, m):
        heard = []
        home.open(m.Coder(RIGHT)).learn(TRIPLE, listener=heard.append)
        judge = next(event for event in heard if event.kind == "cycle.judge")
        assert judge.data == {"persona": "robin", "answer": "allow", "decided": "robin"}

    def test_can_be_switched_off(self, home, m):
        image = home.open(m.Coder(RIGHT, verdict="veto"), cycle__veto=False)
        assert image.learn(TRIPLE).complete
        assert not any(prompt.endswith("Verdict:") for prompt in home.asked)

    def test_keeps_a_call_of_the_budget(self, home, m, unchanged):
        image = home.open(m.Coder(RIGHT, verdict="veto"), cycle__model_calls=2)
        assert "vetoed" in unchanged(image).details["reason"]

    def test_without_a_call_left_nothing_is_installed(self, home, m, unchanged):
        image = home.open(m.Coder(RIGHT), cycle__model_calls=1)
        assert "model call" in unchanged(image).details["reason"]


class TestPlugins:
    def rule(self, m, check):
        spec = GuardianRuleSpec(name="no-times", summary="No multiplication.", check=check)
        return m.small_plugins(m.plugin(spec, name="strict"))

    def test_a_guardian_rule_refuses(self, home, m, unchanged):
        def check(subject):
            yield Finding("no-times", "error", 1, "Multiplication is not done here.", "Add.")

        image = home.open(m.Coder(RIGHT), plugins=self.rule(m, check), cycle__repairs=0)
        assert "Multiplication is not done here" in unchanged(image).details["reason"]

    def test_a_rule_refuses_proven_methods_too(self, home, m):
        def check(subject):
            if "lower" in subject.source:
                yield Finding("no-times", "error", 1, "No lower case.", "")

        image = home.open(m.Coder(RIGHT), plugins=self.rule(m, check), cycle__repairs=0)
        with pytest.raises(MissionFailedError):
            image.learn("write a method that counts the vowels in a text; 'banana' gives 3")

    def test_a_rule_that_raises_refuses(self, home, m, unchanged, caplog):
        caplog.set_level(logging.CRITICAL)

        def check(subject):
            raise RuntimeError("broken rule")

        image = home.open(m.Coder(RIGHT), plugins=self.rule(m, check), cycle__repairs=0)
        assert "broken rule" in unchanged(image).details["reason"]

    def test_an_observer_sees_every_event(self, home, m):
        seen, heard = [], []
        plugins = m.small_plugins(m.plugin(name="watch", observe=seen.append))
        home.open(m.Coder(RIGHT), plugins=plugins).learn(TRIPLE, listener=heard.append)
        assert seen == heard

    def test_an_observer_that_raises_changes_nothing(self, home, m, caplog):
        caplog.set_level(logging.CRITICAL)

        def observe(event):
            event.data["spoilt"] = True
            raise SystemExit(3)

        heard = []
        plugins = m.small_plugins(m.plugin(name="watch", observe=observe))
        image = home.open(m.Coder(RIGHT), plugins=plugins)
        assert image.learn(TRIPLE, listener=heard.append).complete
        assert not any("spoilt" in event.data for event in heard)

    def test_a_listener_that_raises_changes_nothing(self, home, m, caplog):
        caplog.set_level(logging.CRITICAL)

        def listener(_event):
            raise ConnectionError("gone")

        assert home.open(m.Coder(RIGHT)).learn(TRIPLE, listener=listener).complete


class TestPrototypes:
    """The states are objects of the image; what they say counts at once (S7)."""

    def change(self, image, name, **slots):
        def work(root):
            for slot, value in slots.items():
                setattr(root.find(name), slot, value)

        image.session.change(work, note="S7")

    def test_temperatures(self, home, m):
        image = home.open(m.Coder(WRONG, RIGHT))
        self.change(image, "state_SYNTHESIZING".lower(), temperatures=[1.5])
        image.learn(TRIPLE)
        warm = [r.temperature for r in home.backends[-1].requests if not m.is_veto(r)]
        assert set(warm) == {1.5}

    @pytest.mark.parametrize("value", ["hot", [-1], *long(["a"], None)])
    def test_temperatures_that_are_none(self, home, m, unchanged, value):
        image = home.open(m.Coder(RIGHT))
        self.change(image, "state_synthesizing", temperatures=value)
        assert "'temperatures'" in unchanged(image).details["reason"]

    def test_no_temperatures_are_cold(self, home, m):
        image = home.open(m.Coder(WRONG, RIGHT))
        self.change(image, "state_synthesizing", temperatures=[])
        assert image.learn(TRIPLE).complete

    @pytest.mark.parametrize("value", [["dance"], 3, *long("first", [["x"]])])
    def test_rounds_that_are_none(self, home, m, unchanged, value):
        image = home.open(m.Coder(RIGHT))
        self.change(image, "state_synthesizing", rounds=value)
        assert "'rounds'" in unchanged(image).details["reason"]

    def test_moves(self, home, m):
        image = home.open(m.Coder(RIGHT))
        self.change(image, "state_decomposing", moves={"done": "SYNTHESIZING"})
        heard = []
        brief = MissionBrief(
            selector="vowels",
            text="count the vowels in a text",
            examples=(Example(args=("banana",), result=3),),
        )
        failed(image, brief, listener=heard.append)
        states = {event.state for event in heard}
        assert "DELEGATING" not in states

    def test_a_new_move_in_the_middle_of_a_cycle(self, home, m):
        def write(_request):
            self.change(image, "state_validating", moves={"passed": "FAILED"})
            return RIGHT

        image = home.open(m.Coder(write))
        failed(image)
        assert image.cycles()[0]["state"] == "FAILED"

    @pytest.mark.parametrize(
        ("state", "slots", "reason"),
        [
            ("state_idle", {"moves": {"ready": "IDLE"}}, "circle"),
            ("state_idle", {"moves": {"ready": "DREAMING"}}, "DREAMING"),
            ("state_idle", {"moves": {}}, "no move for 'ready'"),
            ("state_idle", {"moves": ["DECOMPOSING"]}, "must be a dict"),
            ("state_idle", {"moves": {"ready": "DELEGATING"}}, "contract"),
            ("state_idle", {"moves": {"ready": "COMPLETE"}}, "validated"),
            ("state_delegating", {"moves": {"write": "COMPLETE"}}, "validated"),
            ("state_validating", {"moves": {"repair": "COMPLETE", "failed": "COMPLETE"}}, ""),
            ("state_idle", {"handler": "juggle"}, "no behaviour named 'juggle'"),
            ("state_synthesizing", {"persona": "nobody"}, "nobody"),
            ("state_validating", {"judge": "nobody"}, "nobody"),
            ("state_machine", {"start": "NOWHERE"}, "NOWHERE"),
            ("state_machine", {"start": None}, "where to start"),
        ],
    )
    def test_nonsense_ends_in_failed(self, home, m, unchanged, state, slots, reason):
        body = WRONG if state == "state_validating" and "moves" in slots else RIGHT
        image = home.open(m.Coder(body), cycle__repairs=0)
        self.change(image, state, **slots)
        assert reason.lower() in unchanged(image).details["reason"].lower()

    def test_a_slot_that_is_gone(self, home, m, unchanged):
        image = home.open(m.Coder(RIGHT))
        image.session.change(
            lambda root: delattr(root.find("state_synthesizing"), "temperatures"), note="S7"
        )
        assert "'temperatures'" in unchanged(image).details["reason"]

    def test_the_failed_state_itself_may_be_gone(self, home, m, unchanged):
        image = home.open(m.Coder(WRONG), cycle__repairs=0)
        image.session.change(lambda root: root.objects.pop("state_failed"), note="S7")
        assert "treble(3)" in unchanged(image).details["reason"]

    def test_a_prompt(self, home, m):
        image = home.open(m.Coder(RIGHT))
        self.change(image, "brick", prompt_method="SING:\n{contract}\n{skeleton}")
        image.learn(TRIPLE)
        assert home.asked[0].startswith("SING:\n# Task: Treble a figure")

    def test_a_persona_without_a_prompt(self, home, m, unchanged):
        image = home.open(m.Coder(RIGHT))
        image.session.change(lambda root: delattr(root.find("brick"), "prompt_method"), note="S7")
        assert "no prompt" in unchanged(image).details["reason"]

    def test_a_receiver_that_is_a_persona_writes_itself(self, home, m):
        image = home.open(m.Coder(RIGHT))
        self.change(image, "robin", prompt_method="HEART:\n{skeleton}")
        brief = MissionBrief(receiver="robin", selector="treble", text="treble", examples=DOUBLED)
        assert image.learn(brief).receiver == "robin"
        assert home.asked[0].startswith("HEART:")


class TestOthers:
    """What happens elsewhere while a cycle thinks."""

    def install(self, image, source):
        def work(root):
            method = Method(selector="treble", source=source, signature="(self, number)")
            install_method(root.find("genesis"), method)

        image.session.change(work, note="somebody else")

    def test_somebody_else_installs_the_same_selector(self, home, m):
        theirs = "def treble(self, number):\n    return 'theirs'\n"
        image = home.open(m.Coder(lambda _request: self.install(image, theirs) or RIGHT))
        error = failed(image)
        assert "somebody else" in error.details["reason"]
        assert image.send("genesis", "treble", 1) == "theirs"
        record = image.show(error.details["cycle"])
        assert record["state"] == "FAILED"
        assert error.details["source"] == ""

    def test_somebody_else_replaces_what_was_known(self, home, m):
        image = home.open(m.Coder(RIGHT))
        image.learn(TRIPLE)
        theirs = "def treble(self, number):\n    return number + number + number\n"
        fourfold = "    return number * 4\n"
        home.backends[-1]._answer = m.Coder(lambda _r: self.install(image, theirs) or fourfold)
        examples = (Example(args=(1,), result=4), Example(args=(5,), result=20))
        brief = MissionBrief(
            selector="treble",
            text="treble a figure again",
            examples=examples,
            drop_examples=("all",),
        )
        # The machine may delegate to what it has learned; the writing is what is tested here.
        image.session.change(
            lambda root: root.memory["catalog"].remove("method:genesis.treble"), note="forget"
        )
        failed(image, brief)
        assert "number + number" in image.show("genesis.treble")["source"]

    def test_data_changed_meanwhile_is_kept(self, home, m):
        def write(_request):
            image.session.change(
                lambda root: setattr(root.find("genesis"), "mood", "fine"), note="else"
            )
            return RIGHT

        image = home.open(m.Coder(write))
        assert image.learn(TRIPLE).complete
        assert image.send("genesis", "mood") == "fine"

    def test_two_threads_for_the_same_mission_are_one_cycle(self, home, m):
        writing, waiting = threading.Event(), threading.Event()

        class Watched(CancelToken):
            """Tells when somebody who waits looks at it."""

            def raise_if_cancelled(self):
                waiting.set()
                super().raise_if_cancelled()

        def write(_request):
            writing.set()
            assert waiting.wait(30)
            return RIGHT

        image = home.open(m.Coder(write))
        outcomes = []
        first = threading.Thread(target=lambda: outcomes.append(image.learn(TRIPLE)))
        first.start()
        assert writing.wait(30)
        outcomes.append(image.learn(TRIPLE, cancel=Watched()))
        first.join(30)
        assert len(outcomes) == 2
        assert outcomes[0] == outcomes[1]
        assert image.status()["cycles"] == 1

    def test_who_waits_may_give_up_alone(self, home, m):
        writing, gone = threading.Event(), threading.Event()

        def write(_request):
            writing.set()
            assert gone.wait(30)
            return RIGHT

        image = home.open(m.Coder(write))
        outcomes = []
        first = threading.Thread(target=lambda: outcomes.append(image.learn(TRIPLE)))
        first.start()
        assert writing.wait(30)
        cancel = CancelToken()
        cancel.cancel()
        with pytest.raises(CancelledError):
            image.learn(TRIPLE, cancel=cancel)
        gone.set()
        first.join(30)
        assert outcomes[0].complete

    def test_who_waits_is_not_cancelled_with_the_other(self, home, m):
        writing, waiting = threading.Event(), threading.Event()
        theirs = CancelToken()

        class Watched(CancelToken):
            def raise_if_cancelled(self):
                waiting.set()
                super().raise_if_cancelled()

        def write(_request):
            if not writing.is_set():
                writing.set()
                assert waiting.wait(30)
                theirs.cancel()
            return RIGHT

        image = home.open(m.Coder(write))
        ends = []

        def learn():
            with pytest.raises(CancelledError) as caught:
                image.learn(TRIPLE, cancel=theirs)
            ends.append(caught.value)

        first = threading.Thread(target=learn)
        first.start()
        assert writing.wait(30)
        assert image.learn(TRIPLE, cancel=Watched()).complete
        first.join(30)
        assert len(ends) == 1
        assert image.status()["cycles"] == 2

    def test_two_receivers_are_two_cycles(self, home, m):
        image = home.open(m.Coder(RIGHT))
        image.session.change(
            lambda root: root.add("other", UvmObject(parents=(root.find("traits"),))), note="new"
        )
        image.learn(TRIPLE)
        image.learn(
            MissionBrief(receiver="other", selector="treble", text="treble it", examples=DOUBLED)
        )
        assert image.status()["cycles"] == 2

    def test_an_image_that_cannot_be_written(self, home, m, monkeypatch):
        image = home.open(m.Coder(RIGHT))
        change = image.session.change

        def full(work, *, note, **options):
            if "SYNTHESIZING" in note:
                raise ImageError("The image could not be written: No space left on device.")
            return change(work, note=note, **options)

        monkeypatch.setattr(image.session, "change", full)
        with pytest.raises(ImageError, match="No space left"):
            image.learn(TRIPLE)
        assert image.cycles()[0]["state"] == "FAILED"
