# ruff: noqa: E501 - sources of methods read best on one line
from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from typing import Any

import pytest

from batos.errors import GuardianError
from batos.guardian.trial.reports import TrialLimits
from batos.guardian.trial.trial import Trial
from batos.objects.example import Example

ADD = "def add(self, a, b=1):\n    return a + b\n"


def test_examples_are_judged(trial: Trial) -> None:
    report = trial.run(
        ADD,
        [
            Example(args=(1, 2), result=3),
            Example(args=(1,), kwargs={"b": 2}, result=4),
            Example(args=("a",)),
            Example(args=("a",), raises="TypeError"),
            Example(args=(1,)),
        ],
    )

    assert [case.outcome for case in report.cases] == ["ok", "wrong", "raised", "ok", "ok"]
    assert report.cases[1].result == 3
    assert report.cases[1].expected == 4
    assert report.cases[2].error_type == "TypeError"
    assert not report.ok


def test_state_is_fresh_for_each_example(trial: Trial) -> None:
    source = "def push(self, x):\n    self.items.append(x)\n    self._p_changed = True\n    return len(self.items)\n"
    report = trial.run(
        source,
        [
            Example(args=(1,), state={"items": []}, result=1, after={"items": [1]}),
            Example(args=(2,), state={"items": [1]}, result=2, after={"items": [1]}),
            Example(args=(2,), result=1),
            Example(args=(3,), result=1),
        ],
        state={"items": []},
    )

    assert [case.outcome for case in report.cases] == ["ok", "wrong", "ok", "ok"]
    assert report.cases[0].changed == ("items",)
    assert report.cases[1].state_after == {"items": [1, 2]}


PUSH = "def push(self, x):\n    self.items.append(x)\n    self._p_changed = True\n    return len(self.items)\n"
POP = "def pop(self):\n    last = self.items.pop()\n    self._p_changed = True\n    return last\n"


def test_calls_in_a_row_are_made_on_one_receiver(trial: Trial) -> None:
    def row(*earlier: Example, **last: Any) -> Example:
        return Example(state={"items": []}, earlier=earlier, **last)

    report = trial.run(
        PUSH,
        [
            row(Example(args=(1,)), Example(args=(2,), result=2), args=(3,), result=3),
            row(Example(args=(1,), result=2), args=(3,), result=2),
            row(Example(args=(1,), after={"items": [2]}), args=(3,), result=2),
            row(Example(args=(), raises="TypeError"), args=(3,), after={"items": [3]}),
            row(Example(args=(1,), raises="TypeError"), args=(3,), result=2),
            row(Example(args=(1,)), Example(selector="pop", result=1), args=(3,), result=1),
            row(Example(selector="pop"), args=(3,), result=1),
            row(Example(selector="clear"), args=(3,), result=1),
            row(Example(selector="pop", raises="IndexError"), args=(3,), result=2),
        ],
        methods={"pop": POP},
    )

    told = [(case.outcome, case.call) for case in report.cases]
    assert told[:5] == [("ok", 2), ("wrong", 0), ("wrong", 0), ("ok", 1), ("wrong", 0)]
    assert told[5:] == [("ok", 2), ("raised", 0), ("raised", 0), ("wrong", 1)]
    assert report.cases[7].error_type == "MessageNotUnderstood"


def test_each_call_of_a_row_is_told(trial: Trial) -> None:
    source = (
        "def push(self, x):\n    self.items = [*self.items, x]\n    self._p_changed = True\n"
        "    return len(self.items)\n"
    )
    row = tuple(Example(args=(each,)) for each in "ab")
    stops = "def pick(self):\n    return self.items[9]\n"
    report = trial.run(
        source,
        [
            Example(args=("c",), earlier=row),
            Example(args=("c",), earlier=(row[0], Example(selector="pick"), row[1])),
        ],
        methods={"pick": stops},
        state={"items": []},
    )
    assert [case.results for case in report.cases] == [(1, 2, 3), (1,)]


def test_a_survey_makes_calls_in_a_row(trial: Trial) -> None:
    grow = "def grow(self, x):\n    self.items = [*self.items, x]\n    self._p_changed = True\n    return len(self.items)\n"
    keep = "def keep(self, x):\n    self.items = [x]\n    self._p_changed = True\n    return 1\n"
    twice = Example(
        args=(2,), state={"items": []}, earlier=(Example(args=(1,), result=1),), result=2
    )
    assert [each.index for each in trial.survey([keep, grow, PUSH], [twice]).fits] == [1, 2]
    foreign = Example(args=(2,), state={"items": []}, earlier=(Example(selector="pop"),), result=2)
    assert trial.survey([keep, PUSH], [foreign]).fits == ()


def test_every_plain_value_survives_both_ways(trial: Trial) -> None:
    values = (
        *(None, True, 1, -(10**300), 2.5, float("inf"), 1 + 2j, "a\ud800", b"\0\xff"),
        *((1, (2,)), {1, 2}, frozenset({3}), {1: "a", (1, 2): [3]}, {"$": 1}),
        *(dt.datetime(2024, 1, 2, 3), dt.date(2024, 1, 2), dt.time(1, 2), dt.timedelta(1, 2, 3)),
    )
    report = trial.run(
        "def same(self, x):\n    return x\n",
        [Example(args=(value,), result=value) for value in values],
    )

    assert [case.outcome for case in report.cases] == ["ok"] * len(values)
    assert [type(case.result) for case in report.cases] == [type(value) for value in values]


def test_answers_are_compared_as_sameness_says(trial: Trial) -> None:
    interest = (
        "def interest(self, capital, rate, years):\n    return capital * (1 + rate) ** years\n"
    )
    kinds = "def kinds(self, words):\n    self.seen = {len(word): word for word in words}\n    self._p_changed = True\n    return set(words)\n"
    calls = (100, 0.1, 2)

    report = trial.run(
        interest, [Example(args=calls, result=121.0), Example(args=calls, result=121)]
    )
    assert [case.outcome for case in report.cases] == ["ok", "wrong"]
    example = Example(
        args=(["bb", "a"],), result=["a", "bb"], after={"seen": {"1": "a", "2": "bb"}}
    )
    assert trial.run(kinds, [example]).ok


def test_other_methods_of_the_receiver_answer(trial: Trial) -> None:
    report = trial.run(
        "def twice(self, x):\n    return self.add(x, x)\n",
        [Example(args=(4,), result=8)],
        methods={"add": ADD},
    )

    assert report.ok


def test_miss_is_reported(trial: Trial) -> None:
    report = trial.run("def m(self):\n    return self.unknown(1)\n", [Example()])

    assert report.cases[0].error_type == "MessageNotUnderstood"
    assert "unknown" in report.cases[0].error_text


def test_refused_source_is_an_error(trial: Trial) -> None:
    report = trial.run("def m(self):\n    return open('x')\n", [Example()])

    assert not report.ok
    assert "refused" in report.error
    assert report.cases == ()


def test_child_that_hangs_is_killed_and_the_rest_goes_on() -> None:
    source = "def m(self, x):\n    while not x:\n        pass\n    return x\n"
    limits = TrialLimits(fuel=1 << 60, seconds=3600.0, wall_seconds=1.0)
    with Trial(limits) as trial:
        report = trial.run(
            source, [Example(args=(1,), result=1), Example(args=(0,)), Example(args=(2,), result=2)]
        )

    assert [case.outcome for case in report.cases] == ["ok", "timeout", "ok"]


def test_endless_loop_is_a_breach(trial: Trial) -> None:
    report = trial.run("def m(self):\n    while True:\n        pass\n", [Example()])

    assert report.cases[0].outcome == "breach"


@pytest.mark.skipif(sys.platform != "linux", reason="memory limits hold on Linux")
def test_memory_bomb_is_contained(trial: Trial) -> None:
    source = "def m(self, x):\n    if x:\n        return x\n    kept = []\n    while True:\n        kept.append(str(len(kept)) * 500000)\n"
    report = trial.run(source, [Example(args=(0,)), Example(args=(1,), result=1)])

    assert report.cases[0].outcome in {"breach", "crashed", "timeout"}
    assert report.cases[1].outcome == "ok"


def test_endless_printing_is_bounded(hasty_trial: Trial) -> None:
    report = hasty_trial.run(
        "def m(self):\n    while True:\n        print('x' * 1000)\n", [Example()]
    )

    assert report.cases[0].outcome == "breach"
    assert len(report.cases[0].printed) <= 20_000


def test_result_that_is_not_plain_is_reported(trial: Trial) -> None:
    report = trial.run("def m(self):\n    return lambda: 1\n", [Example()])

    assert report.cases[0].outcome == "unplain"


def test_change_that_the_audit_cannot_see_breaks_the_covenant(trial: Trial) -> None:
    rows = "def rows(self):\n    return self.items\n"
    source = "def m(self):\n    self.rows().append(1)\n    return 1\n"
    report = trial.run(source, [Example(state={"items": []}, result=1)], methods={"rows": rows})

    assert report.cases[0].outcome == "covenant"
    assert report.cases[0].changed == ("items",)


def test_chance_is_the_same_for_every_example(trial: Trial) -> None:
    report = trial.run("def m(self):\n    return random.random()\n", [Example(), Example()])

    assert report.cases[0].result == report.cases[1].result


def test_clock_can_be_set() -> None:
    with Trial(TrialLimits(clock="2031-05-06T07:08:00")) as running:
        report = running.run(
            "def m(self):\n    return now()\n", [Example(result=dt.datetime(2031, 5, 6, 7, 8))]
        )

    assert report.ok


def test_no_examples_still_compile(trial: Trial) -> None:
    assert trial.run(ADD, []).ok
    assert not trial.run("def m(self):\n    return nothing\n", []).ok


def test_example_that_is_not_plain_is_an_error(trial: Trial) -> None:
    with pytest.raises(GuardianError, match="cannot be kept"):
        trial.run(ADD, [Example(args=(object(),))])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the zygote forks")
def test_killed_zygote_is_replaced() -> None:
    with Trial() as running:
        assert running.run(ADD, [Example(args=(1,), result=2)]).ok
        zygote = running._zygote
        assert zygote is not None
        assert zygote._process is not None
        os.kill(zygote._process.pid, signal.SIGKILL)
        assert running.run(ADD, [Example(args=(1,), result=2)]).ok


def test_closed_trial_leaves_no_process() -> None:
    running = Trial()
    running.run(ADD, [Example(args=(1,))])
    zygote = running._zygote
    running.close()

    assert zygote is not None
    assert not zygote.alive
    assert running.run(ADD, [Example(args=(1,), result=2)]).ok  # it starts again
    running.close()


def test_fresh_interpreter_serves_where_fork_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    with Trial(TrialLimits(wall_seconds=1.0)) as running:
        report = running.run(ADD, [Example(args=(1,), result=2), Example(args=(1,), result=3)])

    assert [case.outcome for case in report.cases] == ["ok", "wrong"]


@pytest.mark.skipif(sys.platform != "linux", reason="the walls of Linux")
def test_confinement_is_what_a_child_found(trial: Trial) -> None:
    held = trial.confinement()

    assert held.no_new_privileges
    assert "RLIMIT_AS" in held.rlimits


def test_child_that_opens_nothing_knows_time_zones_and_encodings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo" if os.path.exists("/usr/share/zoneinfo") else "JST-9")
    source = "def m(self):\n    return [datetime.fromtimestamp(0).hour, 'ä'.encode('cp1252'), 'ä'.encode('utf-16-le').hex()]\n"
    with Trial() as running:
        report = running.run(source, [Example(result=[9, b"\xe4", "e400"])])

    assert report.ok, report
