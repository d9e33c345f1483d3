"""FAILED: what the person is told."""

import time

import pytest

from batos.errors import (
    ApprovalPendingError,
    BackendError,
    ImageError,
    MissionFailedError,
    ModelFileError,
)
from batos.guardian.audit.wording import JARGON
from batos.inference import CancelToken
from batos.learning.cycle.states import METHODS
from batos.learning.model.brief import MissionBrief
from batos.learning.model.candidate import Candidate
from batos.learning.model.causes import HINTS, Cause
from batos.learning.model.thought import CycleBudget, Thought
from batos.learning.request.drawing import draw_up
from batos.objects import Example


def fail(*candidates, examples=(), **fields):
    brief = MissionBrief(selector="f", text="do it", examples=tuple(examples))
    thought = Thought("c", brief, CycleBudget(1, 1), CancelToken(), contract=draw_up(brief))
    thought.candidates = list(candidates)
    for name, value in fields.items():
        setattr(thought, name, value)
    return METHODS.endings["FAILED"](thought)


def test_nothing_was_tried():
    outcome = fail(reason="No such thing.")
    assert (outcome.reason, outcome.hint, outcome.tried) == (
        "No such thing.",
        "Nothing was changed.",
        (),
    )


def test_examples_and_a_stronger_model_are_offered():
    few = fail(Candidate("x", "written"), model_calls=1)
    assert "two or three examples" in few.hint
    assert "stronger model" in few.hint
    examples = [Example(args=(n,), result=n) for n in range(3)]
    assert "examples" not in fail(Candidate("x", "written"), examples=examples, model_calls=1).hint


def test_what_was_tried_is_listed():
    outcome = fail(
        Candidate("x", "delegated"),
        Candidate("y", "written"),
        Candidate("z", "repaired"),
        thinker={"model": "tiny"},
    )
    assert outcome.tried == (
        "1 proven method that seemed to fit",
        "2 candidates by tiny",
    )


def test_there_is_always_a_reason():
    assert fail().reason == "No candidate passed."


@pytest.mark.parametrize("cause", list(Cause))
def test_every_cause_has_a_hint_of_its_own_without_terms(cause):
    hint = fail(Candidate("x", "written"), reason="It is so.", cause=cause, model_calls=1).hint
    assert hint
    assert not JARGON.search(hint)
    assert "{" not in hint
    assert set(HINTS) == set(Cause)


def mission(image, **fields):
    """Return the error of a mission that fails."""
    examples = fields.pop("examples", (Example(args=(3,), result=9), Example(args=(5,), result=15)))
    brief = MissionBrief(selector="treble", text="treble a figure", examples=examples, **fields)
    with pytest.raises(MissionFailedError) as caught:
        image.learn(brief)
    error = caught.value
    assert not JARGON.search(f"{error.message} {error.hint}")
    record = image.show(error.details["cycle"])
    shown = [str(each["problem"]) for each in record.get("candidates") or ()]
    assert not JARGON.search(" ".join(shown)), shown
    return error


class TestHints:
    """The hint fits the cause, and neither it nor the reason has a term of the guardian."""

    @pytest.mark.parametrize(
        ("body", "reason", "hint"),
        [
            ("    return number * 2\n", "must hold that treble(3) == 9", "stronger model"),
            ("    while True:\n        number += 1\n", "come to an end", "Ask for less at once"),
            ("    return open('x').read()\n", "'open' is not defined", "files, programs"),
            ("    import os\n    return os\n", "import is not allowed", "files, programs"),
            ("    return 1 / 0\n", "raised ZeroDivisionError", "every example such that"),
            ("I am a model, and I like to talk.", "", "answered with no method in it"),
            ("", "", "answered with no method in it"),
            ("    return lambda: 3\n", "nothing that can be kept", "numbers, texts, lists"),
            ("    self.n = [number]\n    self.n[0] += 1\n    return self.n.pop() * 3\n", "", ""),
        ],
    )
    def test_of_what_the_model_wrote(self, home, m, body, reason, hint):
        image = home.open(m.Coder(body), cycle__repairs=0, guardian__trial_seconds=0.5)
        error = mission(image)
        assert reason in error.message
        assert hint in error.hint
        if "stronger" not in hint and hint:
            assert "two or three examples" not in error.hint or "no method" in error.hint

    def test_of_an_error_of_the_model_is_the_errors_own(self, home):
        error = mission(home.open([BackendError("The model is ill.", hint="Call a doctor.")] * 9))
        assert error.message.endswith("The model is ill.")
        assert error.hint == "Call a doctor."

    def test_of_a_file_that_is_no_model(self, home):
        gone = ModelFileError("There is no model file 'x'.", hint="Check the model option.")
        error = mission(home.open([gone] * 9))
        assert "no model file 'x'" in error.message
        assert error.hint == "Check the model option."

    def test_of_an_error_without_a_hint_is_a_look_at_the_model(self, home):
        assert "batos doctor" in mission(home.open([BackendError("It is ill.")] * 9)).hint

    def test_of_an_answer_that_was_cut_or_late_names_its_setting(self, home, m):
        image = home.open(m.Coder("I like to talk. " * 200), cycle__max_tokens=32)
        assert "cycle.max_tokens" in mission(image).hint
        image.close()

        def late(request):
            time.sleep(0.3)
            return "I like to talk. " * 200

        image = home.open(m.Coder(late), cycle__seconds=0.2, cycle__repairs=0)
        error = mission(image)
        assert "cycle.seconds" in error.hint, error

    def test_of_budgets_names_their_settings(self, home, m):
        assert "cycle.model_calls" in mission(home.open(cycle__model_calls=0)).hint

    def test_of_time_names_its_setting(self, home, m):
        image = home.open(m.Coder("    return number * 3\n"), cycle__seconds=1e-6)
        assert "cycle.seconds" in mission(image).hint

    def test_of_a_veto_says_how_to_be_heard(self, home, m):
        image = home.open(m.Coder("    return number * 3\n", verdict="veto"))
        error = mission(image)
        assert "ROBIN vetoed" in error.message
        assert f"batos show {error.details['cycle']}" in error.hint
        assert "cycle.veto" in error.hint

    def test_of_what_a_person_has_refused(self, home, m):
        image = home.open(m.Coder("    return number * 3\n"), cycle__repairs=0)
        with pytest.raises(ApprovalPendingError) as caught:
            image.learn(
                MissionBrief(selector="treble", examples=(Example(args=(3,), result=9),)),
                approve="ask",
            )
        image.approvals.refuse(caught.value.details["cycle"], by="amy", reason="too slow")
        error = mission(image)
        assert "refused by amy: too slow" in error.message
        assert "batos approvals allow genesis.treble" in error.hint

    def test_of_contradicting_examples(self, home):
        twice = (Example(args=(3,), result=9), Example(args=(3,), result=10))
        error = mission(home.open(), examples=twice)
        assert "contradict each other" in error.message
        assert error.hint == "Leave out the one that is wrong, and ask again."

    def test_of_a_closed_object_says_who_says_so(self, home):
        error = mission(home.open(approval__policy="never"))
        assert "Nothing may be learned by genesis" in error.message
        assert "batos approvals policy genesis" in error.hint

    def test_of_a_name_that_is_taken(self, home):
        with pytest.raises(MissionFailedError) as caught:
            home.open().learn(MissionBrief(selector="purpose", text="a purpose"))
        assert "is a value of genesis" in caught.value.message
        assert caught.value.hint == "Choose another name for the method."

    def test_of_states_that_were_broken_says_where_to_look(self, home):
        image = home.open()
        image.session.change(
            lambda root: setattr(root.find("state_machine"), "start", None), note="broken"
        )
        assert "batos show state_machine" in mission(image).hint

    def test_of_no_agreement_is_an_example(self, home, m):
        bodies = [f"    return number + {extra}\n" for extra in range(60)]
        image = home.open(m.Coder(*bodies))
        with pytest.raises(MissionFailedError) as caught:
            image.deliver("genesis", "frobnicate", (2,))
        assert "An example or two" in caught.value.hint

    def test_of_a_change_that_somebody_else_made(self, home):
        image = home.open()
        thought = Thought("c", MissionBrief(selector="f"), CycleBudget(1, 1), CancelToken())
        thought.fail_by(ImageError("It was changed by somebody else meanwhile.", hint="Ask again."))
        assert METHODS.endings["FAILED"](thought).hint == "Ask again."
        image.close()
