"""Workers that die, and what becomes of those who wait for them."""

import os
import signal
from pathlib import Path

import pytest

from batos.errors import CancelledError
from batos.kernel.base.settings import RestartPolicy
from batos.wire.codec import decode_body
from batos.wire.connection import process_start
from batos.wire.faults import EngineLostError, EngineUnavailableError, UnknownJobError
from batos.wire.messages.kernel import CancelJob, ListJobs


def test_a_worker_killed_in_the_middle_is_told_explained_and_started_again(kernel, h, tmp_path):
    kernel.start(h.MAIN, h.OTHER)
    with kernel.client() as client, kernel.raw() as bystander:
        bystander.send(h.request("other.gated", {"gate": str(tmp_path / "gate")}, id="other"), 1000)
        h.read(bystander, ("evt",))
        before = kernel.engine(client)

        def kill(kind, body):
            if kind == "gated.running":
                os.kill(body["pid"], signal.SIGKILL)

        with pytest.raises(EngineLostError, match=r"main worker ended .*SIGKILL"):
            client.call("gated", {"gate": str(tmp_path / "never")}, on_event=kill)
        assert client.call("echo", {"again": 1}, timeout=120) == {"again": 1}
        after = kernel.engine(client)
        assert after["pid"] != before["pid"]
        assert (after["state"], after["crashes"], after["cause"]) == (
            "ready",
            1,
            "killed by SIGKILL",
        )
        (tmp_path / "gate").touch()  # nobody else noticed
        assert decode_body(h.read(bystander)[1])["open"] is True


def test_every_way_of_dying_in_a_handler_is_an_error_of_the_client(running):
    with running.client() as client:
        with pytest.raises(EngineLostError):
            client.call("die")
        assert client.call("echo", {"a": 1}, timeout=120) == {"a": 1}


def test_requests_wait_while_a_worker_starts_and_are_told_so(kernel, h, tmp_path):
    gate = tmp_path / "gate"
    kernel.start(
        {**h.MAIN, "args": ["--gate", str(gate)], "required": False},
    )
    events = []

    def heard(kind, body):
        events.append((kind, body))
        if body.get("text") == "waiting at the gate":
            gate.touch()

    with kernel.client() as client:
        assert client.call("echo", {"a": 1}, on_event=heard, timeout=120) == {"a": 1}
    assert {kind for kind, _ in events} == {"job.waiting"}
    assert events[-1][1] == {"for": "main", "state": "starting", "text": "waiting at the gate"}


def test_types_that_are_answered_early_do_not_wait(kernel, h, tmp_path):
    kernel.start(
        {**h.MAIN, "args": ["--gate", str(tmp_path / "never")], "required": False},
    )
    with kernel.client() as client:
        h.until(lambda: kernel.engine(client)["text"] == "waiting at the gate")
        assert client.call("echo.pool", {"a": 1}, timeout=120) == {"a": 1}


def test_a_worker_that_keeps_crashing_is_given_up_with_its_cause(kernel, h):
    kernel.start(
        {**h.MAIN, "args": ["--crash"], "required": False},
        restart={"first_s": 0.01, "breaker": 3, "retry_s": 100.0},
    )
    with kernel.client() as client:
        with pytest.raises(EngineUnavailableError, match="does not come up: exit code 7"):
            client.call("echo", timeout=120)
        engine = kernel.engine(client)
        assert (engine["state"], engine["crashes"]) == ("unavailable", 3)
        with pytest.raises(EngineUnavailableError):  # at once, from now on
            client.call("echo")
    assert "the last words" in (kernel.logs / "kernel.log").read_text()


def test_a_hard_cancel_ends_the_worker_that_does_not_listen(running, h, tmp_path):
    with running.client() as client, running.client() as other:
        before = running.engine(other)["pid"]

        def cancel(kind, _body):
            if kind == "gated.running":
                job = other.request(ListJobs()).jobs[0]["job"]
                other.request(CancelJob(job, mode="hard", grace_ms=50))

        with pytest.raises(CancelledError):
            client.call(
                "gated", {"gate": str(tmp_path / "never"), "stubborn": True}, on_event=cancel
            )
        assert client.call("echo", {"a": 1}, timeout=120) == {"a": 1}
        assert running.engine(other)["pid"] != before


def test_a_soft_cancel_leaves_the_worker_alone(standing, h, tmp_path):
    with standing.client() as client:
        before = standing.engine(client)["pid"]
        name = "the-id-of-it"

        def cancel(kind, _body):
            if kind == "gated.running":
                client.cancel(name)

        with pytest.raises(CancelledError):
            client.call(
                "gated", {"gate": str(tmp_path / "never")}, on_event=cancel, request_id=name
            )
        assert standing.engine(client)["pid"] == before


def test_a_waiting_request_is_cancelled_at_once(standing, h, tmp_path):
    gate = str(tmp_path / "gate")
    with standing.raw() as dealer, standing.client() as client:
        for number in range(5):
            dealer.send(h.request("gated", {"gate": gate}, id=f"g{number}"), 1000)
        jobs = h.until(
            lambda: [j for j in client.request(ListJobs()).jobs if j["state"] == "queued"]
        )
        answer = client.request(CancelJob(jobs[0]["job"]))
        assert (answer.was, answer.state) == ("queued", "done")
        header, raw = h.read(dealer)
        assert (header.re, decode_body(raw)["code"]) == ("g4", "cancelled")
        Path(gate).touch()


def test_cancelling_what_does_not_exist_says_so(standing):
    with standing.client() as client, pytest.raises(UnknownJobError, match="'nothing'"):
        client.request(CancelJob("nothing"))


@pytest.mark.long
def test_a_silent_worker_is_ended_and_its_stacks_are_logged(kernel, h, tmp_path):
    kernel.start(settings={"beat_s": 0.1, "kill_silent_s": 3.0})
    with kernel.client() as client:

        def freeze(kind, body):
            if kind == "gated.running":
                os.kill(body["pid"], signal.SIGSTOP)

        with pytest.raises(EngineLostError, match="no sign of life"):
            client.call("gated", {"gate": str(tmp_path / "never")}, on_event=freeze)
        assert client.call("echo", {"a": 1}, timeout=120) == {"a": 1}


def test_workers_do_not_outlive_a_kernel_that_is_killed(running, h):
    with running.client() as client:
        pid = running.engine(client)["pid"]
    running.kill()
    h.until(lambda: process_start(pid) is None)


def test_back_off_doubles_up_to_the_breaker():
    policy = RestartPolicy(first_s=0.25, cap_s=1.5, breaker=5, retry_s=300, jitter=0.2)
    assert [policy.delay(n) for n in (1, 2, 3, 4, 5, 9)] == [0.25, 0.5, 1.0, 1.5, 300, 300]
    assert policy.delay(1, 1.0) == pytest.approx(0.3)
    assert policy.delay(1, -1.0) == pytest.approx(0.2)
