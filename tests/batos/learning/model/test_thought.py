"""Budgets, candidates, outcomes."""

import pytest

from batos.errors import DeadlineError, UsageError
from batos.guardian.trial.reports import CaseReport, TrialReport
from batos.inference import CancelToken
from batos.learning.model.brief import MissionBrief
from batos.learning.model.candidate import Candidate
from batos.learning.model.causes import Cause, Fault
from batos.learning.model.outcome import Outcome
from batos.learning.model.thought import CycleBudget, Thought


def test_budget_of_calls():
    budget = CycleBudget(3, 60)
    assert [budget.take(2), budget.take(2), budget.take(2)] == [2, 1, 0]


def test_budget_of_seconds():
    with pytest.raises(DeadlineError, match="5 seconds"):
        CycleBudget(3, 5, started=-1e9).take(1)
    assert CycleBudget(3, 5, started=-1e9).left == 0


def test_candidate():
    cases = (CaseReport(outcome="ok"), CaseReport(outcome="wrong"), CaseReport(outcome="ok"))
    candidate = Candidate("x", "written", report=TrialReport(ok=False, cases=cases))
    assert candidate.right == 2
    assert Candidate("x", "written").right == 0
    out = candidate.out(Fault(Cause.UNSTORED, "no _p_changed", "It is not stored."))
    assert (out.problem, out.fault, out.cause) == (
        "no _p_changed",
        "It is not stored.",
        Cause.UNSTORED,
    )
    assert out.to_plain()["problem"] == "It is not stored."
    assert candidate.out(Fault(Cause.EXAMPLE, "bad")).fault == "bad"
    assert candidate.to_plain()["right"] == 2


def test_a_thought_without_a_contract():
    thought = Thought("c", MissionBrief(), CycleBudget(1, 1), CancelToken())
    with pytest.raises(UsageError):
        _ = thought.wanted


def test_outcome():
    outcome = Outcome(status="COMPLETE", cycle="c", receiver="r", selector="s", seconds=1.23456)
    assert outcome.complete
    assert outcome.to_plain()["seconds"] == 1.2346
    assert not Outcome(status="FAILED", cycle="c", receiver="r", selector="s").complete
