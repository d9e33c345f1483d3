"""Workers are believed what they say, once they have said who they are and while they speak."""

import time

import pytest

from batos.kernel.router.engines import Engine
from batos.wire.faults import BodyInvalidError
from batos.wire.messages.workers import Beat, Refused, Register, Registered, WorkerState


def _types(far):
    return [header.type for header, _ in far.heard()]


def test_who_has_not_registered_is_told_so_and_does_nothing(bus):
    stranger, client = bus.stranger(), bus.client()
    stranger.say("ctl", Beat.TYPE, Beat(0, "ready", ""))
    stranger.ask("do", "mine")
    stranger.say("rep", "do", re="j1")
    assert _types(stranger) == ["unregistered"] * 3
    client.ask("do", "it")
    assert [body["code"] for _, body in client.heard()] == ["type.unknown"]


def test_a_worker_that_registers_hears_how_to_beat_and_gets_what_waits_for_it(bus):
    bus.board.expect("w", ["do"], required=True)
    client = bus.client()
    client.ask("do", "it")
    worker = bus.stranger().join()
    (first, told), (second, _) = worker.heard()
    assert (first.type, told) == (Registered.TYPE, {"beat_s": 1.0, "liveness": 3})
    assert (second.kind, second.re) == ("req", "it")
    assert bus.changed == ["w"]
    worker.say("ctl", Beat.TYPE, Beat(1, "ready", ""))
    assert _types(worker) == [Beat.TYPE]


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({}, "name"),
        ({"name": "n" * 65}, "name"),
        ({"name": "w", "max_parallel": 0}, "max_parallel"),
        ({"name": "w", "state": "asleep"}, "state"),
        ({"name": "w", "types": "do"}, "types"),
    ],
)
def test_a_registration_that_makes_no_sense_is_refused_and_names_the_field(bus, said, named):
    stranger = bus.stranger()
    with pytest.raises(BodyInvalidError, match=named):
        stranger.say("ctl", Register.TYPE, said)
    assert list(bus.board) == []


def test_a_name_that_is_taken_is_given_away_only_after_a_silence(bus):
    first, client = bus.worker(), bus.client()
    client.ask("do", "it")
    second = bus.stranger().join(pid=8)
    ((header, body),) = second.heard()
    assert header.type == Refused.TYPE
    assert "already registered" in body["reason"]
    bus.board.get("w").silent = True
    second.join(pid=8)
    assert _types(second) == [Registered.TYPE]
    assert [body["code"] for _, body in client.heard()] == ["engine.lost"]
    first.heard()
    first.say("ctl", Beat.TYPE, Beat(0, "ready", ""))
    assert _types(first) == ["unregistered"]


def test_the_same_process_may_say_again_who_it_is(bus):
    worker, client = bus.worker(), bus.client()
    client.ask("do", "it")
    (key,) = worker.jobs()
    worker.join(types=["do", "more"])
    assert _types(worker) == [Registered.TYPE]
    worker.say("rep", "do", re=key)
    assert client.kinds() == [("rep", "it")], "what it had goes on"
    assert bus.board.types() == ["do", "more"]


def test_silence_ends_a_guest_and_only_marks_a_worker_of_the_kernel_until_it_is_ended(bus):
    bus.board.expect("own", ["own"], required=True)
    bus.worker(name="own", types=["own"])
    bus.worker(name="guest", pid=8)
    client = bus.client()
    client.ask("do", "it")
    now = time.monotonic()
    bus.port.check_leases(now + 2, 0)
    bus.port.check_leases(now + 5, late_s=10)  # the kernel itself was held
    assert [each.silent for each in bus.board] == [False, False]
    bus.port.check_leases(now + 5, 0)
    assert [(each.name, each.silent) for each in bus.board] == [("own", True)]
    assert [body["code"] for _, body in client.heard()] == ["engine.lost"]
    assert bus.killed == []
    bus.port.check_leases(now + 20, 0)
    assert [name for name, _ in bus.killed] == ["own"]


def test_a_word_ends_a_silence(bus):
    bus.board.expect("w", ["do"], required=True)
    worker = bus.worker()
    engine: Engine = bus.board.get("w")
    engine.silent = True
    worker.say("ctl", "a word that nobody knows")
    assert not engine.silent
    assert worker.heard() == []


def test_what_a_worker_says_of_itself_is_kept_and_told(bus):
    bus.board.expect("w", ["do"], required=True)
    worker = bus.worker(state="starting")
    worker.say("ctl", WorkerState.TYPE, WorkerState("degraded", "half of it"))
    engine = bus.board.get("w")
    assert (engine.state, engine.text, bus.changed) == ("degraded", "half of it", ["w", "w"])
    worker.say("ctl", "failed", {"message": "No image.", "hint": "Make one."})
    assert (engine.text, engine.fault["hint"]) == ("No image.", "Make one.")
    with pytest.raises(BodyInvalidError, match="state"):
        worker.say("ctl", WorkerState.TYPE, {"state": "tired"})
    assert engine.state == "degraded"


def test_a_job_that_waits_gives_its_place_away_and_one_that_is_not_there_does_not(bus):
    worker, client = bus.worker(), bus.client()
    client.ask("do", "first")
    client.ask("do", "second")
    (key,) = worker.jobs()
    worker.say("ctl", "aside", re="unknown")
    assert worker.jobs() == []
    worker.say("ctl", "aside", re=key)
    assert len(worker.jobs()) == 1


def test_with_a_worker_ends_what_it_has_asked_by_itself(bus):
    worker = bus.worker()
    other = bus.worker(name="other", types=["help"], pid=8)
    worker.ask("help", "own")
    (key,) = other.jobs()
    bus.port.gone(bus.board.get("w"), "killed")
    assert [(header.type, header.re) for header, _ in other.heard()] == [("cancel", key)]
    other.say("err", "help", {"code": "cancelled"}, re=key)
    assert list(bus.dispatcher.jobs) == []
