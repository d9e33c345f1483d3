"""What a session counts and measures."""

from __future__ import annotations

import threading

from batos.image.metrics import Durations, SessionMetrics


def test_nothing_has_happened_yet() -> None:
    plain = SessionMetrics().to_plain()
    assert plain["commits"] == plain["conflicts"] == plain["retries"] == plain["aborts"] == 0
    assert plain["changes"] == {"count": 0, "total": 0.0, "max": 0.0, "p50": 0.0, "p95": 0.0}


def test_percentiles_are_of_what_happened() -> None:
    durations = Durations()
    for number in range(1, 101):
        durations.add(number / 100)
    plain = durations.to_plain()
    assert (plain["p50"], plain["p95"], plain["max"]) == (0.5, 0.95, 1.0)
    assert plain["count"] == 100
    assert plain["total"] == 50.5


def test_the_latest_durations_count_and_the_longest_is_kept() -> None:
    durations = Durations()
    durations.add(60.0)
    for _ in range(5000):
        durations.add(0.001)
    plain = durations.to_plain()
    assert plain["max"] == 60.0
    assert plain["p95"] == 0.001
    assert len(durations._latest) < 5000, "the memory that it takes is bounded"


def test_one_duration_is_every_percentile() -> None:
    durations = Durations()
    durations.add(2.0)
    assert durations.to_plain() == {"count": 1, "total": 2.0, "max": 2.0, "p50": 2.0, "p95": 2.0}


def test_many_threads_may_count() -> None:
    metrics = SessionMetrics()

    def work() -> None:
        for _ in range(2000):
            metrics.count("commits")
            metrics.took("read", 0.5, slow=True)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    plain = metrics.to_plain()
    assert plain["commits"] == plain["slow"] == plain["reads"]["count"] == 8000
    assert plain["reads"]["total"] == 4000.0
    assert plain["changes"]["count"] == 0
