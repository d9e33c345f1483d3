from __future__ import annotations

import signal
import threading

import pytest

from batos.errors import BudgetExceededError
from batos.guardian.dialect.budget import Breach, Budget
from batos.guardian.running.alarm import Alarm
from batos.guardian.running.compiler import METHOD_FILE
from batos.guardian.running.run import GuardedRunner
from batos.guardian.trial.reports import TrialLimits
from batos.guardian.trial.trial import Trial
from batos.objects.example import Example

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs interval timers")

# One call of the standard library, quadratic and without a step that asks for fuel.
SLOW = """def m(self, x):
    if x:
        return x
    text = "".join(chr(20000 + i) for i in range(20000))
    return len(text.encode("punycode"))
"""


def test_slow_step_is_interrupted_before_the_kill() -> None:
    limits = TrialLimits(seconds=0.3, wall_seconds=30.0)
    with Trial(limits) as running:
        report = running.run(SLOW, [Example(args=(0,)), Example(args=(1,), result=1)])

    assert [case.outcome for case in report.cases] == ["breach", "ok"]
    assert "too long" in report.cases[0].error_text


def test_alarm_belongs_to_the_main_thread() -> None:
    found: list[Alarm | None] = []
    thread = threading.Thread(target=lambda: found.append(Alarm.here()))
    thread.start()
    thread.join()

    assert found == [None]


@pytest.fixture
def alarm() -> object:
    before = signal.getsignal(signal.SIGALRM)
    made = Alarm.here()
    assert made is not None
    yield made
    made.stop()
    signal.signal(signal.SIGALRM, before)


def test_ring_without_a_method_does_nothing(alarm: Alarm) -> None:
    budget = Budget()
    alarm.start(budget, 60.0)
    alarm.stop()
    signal.raise_signal(signal.SIGALRM)

    assert not budget.breach
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_ring_during_a_method_uses_up_its_budget(alarm: Alarm) -> None:
    budget = Budget()
    alarm.start(budget, 60.0)
    method = compile("ring(number)", f"{METHOD_FILE}m>", "eval")

    with pytest.raises(Breach):
        eval(method, {"ring": signal.raise_signal, "number": signal.SIGALRM})
    assert budget.breach


def test_ring_behind_the_end_of_a_method_is_noted_and_raises_nothing(alarm: Alarm) -> None:
    budget = Budget()
    alarm.start(budget, 60.0)
    signal.raise_signal(signal.SIGALRM)

    assert budget.breach == "it ran for too long"
    with pytest.raises(Breach):
        for _ in budget:
            pass


def test_runner_stops_the_alarm_after_the_method(alarm: Alarm, make_world: object) -> None:
    world = make_world(alarm=alarm, seconds=60.0)  # type: ignore[operator]

    assert world.call("def m(self):\n    return 1\n")[0] == 1
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    with pytest.raises(BudgetExceededError):
        world.call("def m(self):\n    while True:\n        pass\n")
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert isinstance(world.runner, GuardedRunner)
