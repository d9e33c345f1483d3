from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from batos.guardian.dialect.budget import SECONDS, Breach, Budget, look, running, seconds_left, stop


def test_fuel_is_exact() -> None:
    budget = Budget(fuel=1000)
    for _ in range(1000):
        budget.tick()

    with pytest.raises(Breach, match="fuel"):
        budget.tick()
    assert budget.spent == 1000


def test_breach_is_sticky() -> None:
    budget = Budget(fuel=1)
    budget.tick()
    with pytest.raises(Breach):
        budget.tick()

    with pytest.raises((Breach, StopIteration)):
        budget.tick()
    assert budget.breach


def test_passed_deadline_is_a_breach() -> None:
    budget = Budget(seconds=-1.0)

    with pytest.raises(Breach, match="too long"):
        list(budget.ticks)


def test_printed_text_is_bounded() -> None:
    budget = Budget()
    for _ in range(100):
        budget.print("x" * 1000)

    assert len(budget.printed) == 20_000


def test_breach_is_no_ordinary_exception() -> None:
    assert not issubclass(Breach, Exception)


def test_renewed_budget_has_all_its_fuel_and_no_breach() -> None:
    budget = Budget(fuel=70)
    with pytest.raises(Breach):
        list(budget.ticks)
    budget.renew()
    assert not budget.breach
    for _ in range(70):
        assert budget.tick()
    with pytest.raises(Breach):
        budget.tick()


def test_look_stops_what_runs_in_this_thread() -> None:
    look()  # nothing runs
    assert seconds_left() == SECONDS
    running.budget = Budget(seconds=-1.0)
    try:
        assert seconds_left() == 0.0
        with pytest.raises(Breach, match="too long"):
            look()
        running.budget.renew(100.0)
        look()
        assert 0 < seconds_left() <= 100
        with pytest.raises(Breach, match="enough"):
            stop("enough")
        with pytest.raises(Breach, match="enough"):
            look()
        with ThreadPoolExecutor() as other:
            assert other.submit(seconds_left).result() == SECONDS
    finally:
        running.budget = None


def test_stop_of_what_does_not_run_is_a_breach() -> None:
    with pytest.raises(Breach, match="why"):
        stop("why")
