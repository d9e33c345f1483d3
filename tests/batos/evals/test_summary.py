# ruff: noqa: E501 - one row on a line
"""Shares with Wilson's interval, and what a mission costs."""

from dataclasses import replace

import pytest

from batos.evals.results import Result
from batos.evals.summary import rate, summary_of


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    # R: binom::binom.confint(count, of, methods = "wilson")
    [
        (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634),
        (92, 150, 0.5335, 0.6875), (1, 1, 0.2065, 1.0), (0, 0, 0.0, 1.0),
    ],
)  # fmt: skip
def test_wilson(count, of, low, high):
    found = rate("right", count, of)
    assert found.low == pytest.approx(low, abs=5e-4)
    assert found.high == pytest.approx(high, abs=5e-4)


def result(number, status, **fields):
    return Result(id=str(number), line=number, digest=str(number), kind="pure", status=status, **fields)  # fmt: skip


RESULTS = [
    result(1, "right", trust="proven", origin="delegated", raw="wrong", seconds=1.0),
    result(2, "right", trust="tentative", origin="written", raw="right", seconds=4.0, model_seconds=3.0, model_calls=5, question=True),
    result(3, "wrong", trust="tentative", origin="written", raw="", seconds=2.0, trial_seconds=1.0, model_calls=4),
    result(4, "failed", seconds=3.0, model_seconds=3.0, model_calls=24),
    result(5, "open", question=True, asked=({"question": "f(1) gives …?", "answer": "2"},)),
    result(7, "invalid"),
]  # fmt: skip


def test_every_mission_counts_once():
    summary = summary_of(RESULTS)
    counts = {each.name: (each.count, each.of) for each in summary.rates}
    assert counts == {
        "raw: right": (1, 2),
        "right": (2, 5),
        "right, tentative": (1, 5),
        "installed but wrong": (1, 5),
        "installed but wrong, tentative": (1, 5),
        "failed": (1, 5),
        "nothing but a question": (1, 5),
        "open questions": (2, 5),
    }
    assert (summary.missions, summary.invalid) == (5, 1)


def test_origins_are_told_apart():
    groups = summary_of(RESULTS).groups
    assert {name: [each.count for each in rates] for name, rates in groups.items()} == {
        "origin delegated": [1, 0],
        "origin written": [1, 1],
    }


def test_costs_have_intervals():
    found = {each.name: each for each in summary_of(RESULTS).quantities}
    assert found["seconds, median"].value == 2.0
    assert found["seconds, 95th percentile"].value == 4.0
    assert found["model calls"].value == pytest.approx(33 / 5)
    assert found["share of time outside of model and trial"].value == pytest.approx(3 / 10)
    assert found["questions answered"].value == pytest.approx(0.2)
    assert all(each.low <= each.value <= each.high for each in found.values())


def test_nothing_measured_is_no_error():
    assert summary_of([result(1, "invalid")]).to_plain()["missions"] == 0
    assert summary_of([]).quantities == ()


def test_requests_are_told_by_command():
    asked = [
        replace(result(1, "right", command="call", reader="rules"), kind="request"),
        replace(result(2, "wrong", command="call", reader="model", unasked=True), kind="request"),
        replace(result(3, "right", command="talk", reader="fallback"), kind="request"),
    ]
    summary = summary_of(asked)
    assert {each.name: (each.count, each.of) for each in summary.rates} == {
        "right": (2, 3),
        "read by rules": (1, 3),
        "read by nobody": (1, 3),
        "would change unasked": (1, 3),
    }
    assert {name: rates[0].count for name, rates in summary.groups.items()} == {
        "command call": 1,
        "command talk": 1,
    }
