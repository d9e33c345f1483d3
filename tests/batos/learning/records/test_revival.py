"""The working data of a cycle on its way to the image and back."""

import datetime as dt
import math
from dataclasses import replace

import pytest

from batos.errors import ImageError
from batos.guardian.audit.audit import audit
from batos.guardian.trial.reports import CaseReport, TrialReport
from batos.guardian.trial.trial import Trial
from batos.inference import CancelToken
from batos.learning.model.brief import MissionBrief
from batos.learning.model.candidate import Candidate
from batos.learning.model.question import Choice, Question
from batos.learning.model.thought import CycleBudget, Thought
from batos.learning.records.revival import thought_from_plain, thought_to_plain
from batos.learning.request.drawing import draw_up
from batos.memory import Hit
from batos.objects import UNSET, Example, ensure_plain

SOURCE = "def treble(self, number):\n    return number * 3\n"

EXAMPLES = (
    Example(args=(3,), result=9),
    Example(args=((1, {2}),), kwargs={"day": dt.date(2024, 2, 29)}, result=None),
    Example(args=(1,), state={"items": [1]}, after={"items": []}, raises="ValueError"),
    Example(args=(4,)),
)


@pytest.fixture(scope="module")
def trial():
    with Trial() as trial:
        yield trial


def whole(trial=None):
    """Return the working data of a cycle in the middle of things."""
    brief = MissionBrief(
        selector="treble",
        text="treble it",
        examples=EXAMPLES,
        args=(3, [math.inf], b"\xff"),
        kwargs={"zone": dt.datetime(2024, 1, 1, tzinfo=dt.UTC)},
        call_site="sums",
        asked_by="amy",
    )
    thought = Thought(
        cycle="c1",
        brief=brief,
        budget=CycleBudget(7, 60.0),
        cancel=CancelToken(),
        state={"base": 1},
    )
    thought.contract = draw_up(brief, state=thought.state)
    thought.known = {"double": "def double(self, n):\n    return n * 2\n"}
    thought.hits = (Hit("method:a.b", "method", "A title", "text", 0.5, {"examples": [{}]}),)
    report = None
    if trial is not None:
        report = trial.run(SOURCE, [Example(args=(3,), result=9), Example(args=(4,))])
    thought.candidates = [
        Candidate("def broken(", "written", problem="no method", prompt="p1", votes=3),
        Candidate(SOURCE, "delegated", ("b",), audit(SOURCE), report, likeness=0.75),
        Candidate(SOURCE, "repaired", verdict=audit("def f(self):\n    return open('x')\n")),
    ]
    thought.chosen = thought.candidates[1]
    thought.rounds, thought.model_calls, thought.model_seconds = 2, 5, 1.25
    thought.prompts, thought.thinker = ["p1", "p2"], {"model": "m"}
    thought.notes, thought.reason = {"fits": [["delegated", ["b"], 0.75]]}, "because"
    return thought


def parts(thought):
    """Return everything but the clock, the cancel token and what the image holds."""
    kept = dict(vars(thought))
    for name in ("cancel", "state", "known"):
        del kept[name]
    budget = kept.pop("budget")
    return {**kept, "calls": budget.model_calls, "seconds": budget.seconds}


def test_everything_comes_back(trial):
    thought = whole(trial)
    plain = thought_to_plain(thought)
    ensure_plain(plain, "working")
    again = thought_from_plain(plain, cancel=CancelToken())
    cases = [replace(case, state_after=None) for case in thought.candidates[1].report.cases]
    report = replace(thought.candidates[1].report, cases=tuple(cases))
    thought.candidates[1] = thought.chosen = replace(thought.candidates[1], report=report)
    assert parts(again) == parts(thought)
    assert again.chosen is again.candidates[1]
    assert again.candidates[1].report.ok
    assert again.candidates[1].report.cases[1].expected is UNSET
    assert thought_to_plain(again) | {"budget": 0} == plain | {"budget": 0}


def test_it_comes_back_from_the_image(home):
    """What is stored is what ZODB can read without this package's classes."""
    image = home.open()
    thought = whole()

    def keep(root):
        root.find("genesis").kept = thought_to_plain(thought)

    image.session.change(keep, note="test")
    image.close()
    with home.open().session.read() as root:
        again = thought_from_plain(root.find("genesis").kept, cancel=CancelToken())
    assert parts(again) == parts(thought)


def test_a_question_comes_back():
    thought = whole()
    thought.question = Question(
        id="0123456789ab", selector="treble", args=(1,), choices=(Choice(result=3, votes=2),)
    )
    plain = thought_to_plain(thought)
    assert thought_from_plain(plain, cancel=CancelToken()).question == thought.question


def test_working_data_from_before_there_were_questions_comes_back():
    plain = thought_to_plain(whole())
    del plain["question"]
    assert thought_from_plain(plain, cancel=CancelToken()).question is None


def test_a_fresh_thought_comes_back():
    brief = MissionBrief(selector="shout")
    thought = Thought(cycle="c2", brief=brief, budget=CycleBudget(0, 1.0), cancel=CancelToken())
    again = thought_from_plain(thought_to_plain(thought), cancel=CancelToken())
    assert parts(again) == parts(thought)


def test_the_seconds_left_are_kept_and_not_the_time_between():
    thought = whole()
    thought.budget.started -= 45.0
    plain = thought_to_plain(thought)
    assert 14.0 < plain["budget"]["seconds_left"] <= 15.0
    again = thought_from_plain(plain, cancel=CancelToken())
    assert 13.0 < again.budget.left <= 15.0
    thought.budget.started -= 100.0
    spent = thought_from_plain(thought_to_plain(thought), cancel=CancelToken())
    assert spent.budget.left == 0.0


def test_a_chosen_one_that_is_no_candidate_comes_back():
    thought = whole()
    thought.chosen = Candidate(SOURCE, "edited", verdict=audit(SOURCE))
    again = thought_from_plain(thought_to_plain(thought), cancel=CancelToken())
    assert again.chosen == thought.chosen


def test_what_the_image_holds_is_left_out():
    thought = whole()
    after = {"items": list(range(100))}
    case = CaseReport(outcome="ok", result=9, state_after=after, changed=("items",))
    thought.candidates[1] = Candidate(SOURCE, "written", report=TrialReport(ok=True, cases=(case,)))
    plain = thought_to_plain(thought)
    assert not {"state", "known"} & set(plain)
    again = thought_from_plain(plain, cancel=CancelToken())
    assert (again.state, again.known) == ({}, {})
    kept = again.candidates[1].report.cases[0]
    assert (kept.result, kept.changed, kept.state_after) == (9, ("items",), None)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plain: plain.update(form=0),
        lambda plain: plain.pop("form"),
        lambda plain: plain.pop("brief"),
        lambda plain: plain.update(brief={"selector": 1}),
        lambda plain: plain.update(brief=None),
        lambda plain: plain.update(budget={"model_calls": "x"}),
        lambda plain: plain.update(candidates=[1]),
        lambda plain: plain.update(candidates=[{"source": "x"}]),
        lambda plain: plain.update(chosen=17),
        lambda plain: plain.update(contract={"selector": "f"}),
        lambda plain: plain.update(hits=[{"nothing": 1}]),
        lambda plain: plain.update(rounds=None),
        lambda plain: plain["candidates"][1]["verdict"].update(more=1),
        lambda plain: plain["contract"].update(examples=[{"wrong": 1}]),
    ],
)
def test_what_is_damaged_is_refused_in_one_sentence(spoil):
    plain = thought_to_plain(whole())
    spoil(plain)
    with pytest.raises(ImageError, match="The working data of the cycle"):
        thought_from_plain(plain, cancel=CancelToken())


@pytest.mark.parametrize("plain", [None, [], "text", 3, {}])
def test_what_is_no_working_data_at_all(plain):
    with pytest.raises(ImageError):
        thought_from_plain(plain, cancel=CancelToken())
