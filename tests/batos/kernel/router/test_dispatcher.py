"""Requests come to workers and answers back, each once, whatever becomes of the worker."""

import time

import pytest

from batos.wire.messages.kernel import Waiting
from batos.wire.messages.workers import StopJob, WorkerState


def test_an_answer_comes_back_once_and_under_the_name_that_its_client_gave_it(bus):
    worker, client = bus.worker(), bus.client()
    client.ask("do", "mine", {"n": 1})
    ((header, body),) = worker.heard()
    assert (header.re, body) == ("mine", {"n": 1})
    assert header.id != "mine", "two clients may give the same name"
    for number in range(2):
        worker.say("rep", "do", {"n": number}, re=header.id)
    worker.say("evt", "progress", re=header.id)
    worker.say("rep", "do", re="of nobody")
    assert [(header.re, body) for header, body in client.heard()] == [("mine", {"n": 0})]


def test_what_finds_no_place_waits_and_more_than_that_is_refused(bus_of):
    bus = bus_of(queued=1)
    worker, client = bus.worker(), bus.client()
    for name in ("runs", "waits", "refused"):
        client.ask("do", name)
    ((header, body),) = client.heard()
    assert (header.kind, header.re, body["code"]) == ("err", "refused", "busy")
    assert body["retry_after_ms"] > 0
    assert not bus.dispatcher.ack_waiting(time.monotonic())
    acks = [(header.re, body["state"], body.get("position")) for header, body in client.heard()]
    assert acks == [("runs", "running", None), ("waits", "queued", 0)]
    assert bus.unacked == 1, "one look serves all that wait for it"
    for _ in range(2):
        (key,) = worker.jobs()
        worker.say("rep", "do", re=key)
    assert client.kinds() == [("rep", "runs"), ("rep", "waits")]


def test_who_waits_for_a_worker_is_told_how_it_is_and_that_it_will_not_come(bus):
    engine = bus.board.expect("w", ["do"], required=True)
    client = bus.client()
    client.ask("do", "it")
    ((header, body),) = client.heard()
    assert (header.type, body["state"]) == (Waiting.TYPE, "starting")
    engine.state, engine.cause = "unavailable", "exit code 7"
    engine.fault = {"hint": "Close the other one."}
    bus.dispatcher.tell_state(engine)
    ((header, body),) = client.heard()
    assert (header.kind, body["code"]) == ("err", "engine.unavailable")
    assert "starting" in body["message"]
    assert body["hint"] == "Close the other one."
    assert len(bus.dispatcher.lanes) == 0


def test_what_does_no_harm_twice_goes_on_with_the_next_worker_once(bus):
    client = bus.client()
    said = {"types": ["do", "read"], "idempotent": ["read"], "max_parallel": 9}
    bus.worker(**said)
    for type_, name in (("read", "first"), ("do", "lost"), ("read", "second")):
        client.ask(type_, name)
    bus.port.gone(bus.board.get("w"), "killed")
    assert [(h.kind, h.re, b["code"]) for h, b in client.heard()] == [
        ("err", "lost", "engine.lost")
    ]
    again = bus.stranger().join(**said)
    assert [header.re for header, _ in again.heard()] == ["", "first", "second"]
    bus.port.gone(bus.board.get("w"), "killed")
    assert sorted(client.kinds()) == [("err", "first"), ("err", "second")]


def test_a_client_that_is_gone_keeps_no_place(bus):
    worker, client = bus.worker(), bus.client()
    client.ask("do", "it")
    (key,) = worker.jobs()
    (job,) = bus.dispatcher.jobs
    job.peer.link.lose(job.peer)
    worker.say("rep", "do", re=key)
    assert (job.state, job.peer.open) == ("done", 0)
    other = bus.client()
    other.ask("do", "it")
    assert other.kinds() == [("rep", "it")], "whoever asks the same gets what came of it"
    other.ask("do", "next")
    assert len(worker.jobs()) == 1


def test_a_cancel_ends_what_waits_and_asks_what_runs_and_then_its_worker(bus):
    worker, client = bus.worker(), bus.client()
    client.ask("do", "runs")
    client.ask("do", "waits")
    (key,) = worker.jobs()
    runs, waits = bus.dispatcher.jobs
    bus.dispatcher.cancel(waits, reason="enough")
    assert [(h.re, b["code"]) for h, b in client.heard()] == [("waits", "cancelled")]
    bus.dispatcher.cancel(runs, reason="enough")
    ((header, body),) = worker.heard()
    assert (header.type, header.re, body) == (StopJob.TYPE, key, {"reason": "enough"})
    bus.dispatcher.cancel(runs, reason="now", mode="hard", grace_s=60)
    assert (bus.killed, bus.dispatcher.end_doomed() is not None) == ([], True)
    bus.dispatcher.cancel(runs, reason="now", mode="hard", grace_s=0)
    assert bus.killed == [("w", "hard cancel of do: now")]
    worker.say("rep", "do", re=key)
    bus.dispatcher.cancel(runs, reason="too late")
    assert client.kinds() == [("rep", "runs")]
    assert bus.dispatcher.end_doomed() is None


def test_a_request_past_its_time_is_ended_or_asked_to_stop_and_then_its_worker_is(bus):
    bus.board.expect("w", ["do"], required=True, late_s=5.0)
    worker, client = bus.worker(), bus.client()
    client.ask("do", "runs", ttl_ms=60_000)
    client.ask("do", "waits", ttl_ms=60_000)
    worker.heard()
    bus.dispatcher.expire()
    assert client.heard() == []
    runs, waits = bus.dispatcher.jobs
    runs.expires = waits.expires = time.monotonic() - 1
    bus.dispatcher.expire()
    assert [(h.re, b["code"]) for h, b in client.heard()] == [("waits", "deadline.expired")]
    assert [header.type for header, _ in worker.heard()] == [StopJob.TYPE]
    bus.dispatcher.expire()
    assert bus.killed == [], "it has some seconds to heed that"
    runs.expires -= 5
    bus.dispatcher.expire()
    assert [name for name, _ in bus.killed] == ["w"]


@pytest.mark.parametrize("kind", ["rep", "err"])
def test_what_a_worker_asks_for_a_request_ends_with_it(bus, kind):
    worker = bus.worker(max_parallel=2)
    other = bus.worker(name="other", types=["help"], pid=8)
    client = bus.client()
    client.ask("do", "it")
    (key,) = worker.jobs()
    worker.ask("help", "for it", parent=key)
    worker.ask("help", "for nobody", parent="unknown")
    (help_key,) = other.jobs()
    worker.say(kind, "do", re=key)
    assert client.kinds() == [(kind, "it")]
    assert [(header.type, header.re) for header, _ in other.heard()] == [(StopJob.TYPE, help_key)]
    assert [job.request_id for job in bus.dispatcher.lanes] == ["for nobody"]


def test_a_worker_that_serves_no_more_is_given_nothing(bus):
    worker, client = bus.worker(), bus.client()
    worker.say("ctl", WorkerState.TYPE, WorkerState("starting", "reading"))
    client.ask("do", "it")
    assert worker.jobs() == []
    worker.say("ctl", WorkerState.TYPE, WorkerState("degraded"))
    assert len(worker.jobs()) == 1
