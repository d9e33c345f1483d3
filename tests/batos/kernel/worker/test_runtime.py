"""The worker's side, in a real child process of a real kernel."""

import subprocess
import sys
from pathlib import Path

import pytest

from batos.errors import AuditRefusedError, CancelledError, DeadlineError
from batos.wire.codec import decode_body
from batos.wire.faults import InternalError, LimitExceededError, UnknownTypeError
from batos.wire.messages.kernel import KernelStatus, ListJobs


def test_an_expected_error_arrives_as_its_own_class(standing):
    with standing.client() as client, pytest.raises(AuditRefusedError) as caught:
        client.call("refuse")
    error = caught.value
    assert (error.message, error.hint, error.details) == (
        "No imports.",
        "Leave it out.",
        {"line": 3},
    )


@pytest.mark.parametrize("type_", ["boom", "leave"])
def test_a_bug_is_an_incident_whose_traceback_stays_in_the_log(standing, type_):
    with standing.client() as client:
        with pytest.raises(InternalError) as caught:
            client.call(type_)
        assert "secret" not in str(caught.value)
        incident = caught.value.details["incident"]
        log = (standing.logs / "main.log").read_text()
        assert incident in log
        assert "Traceback" in log
        assert client.call("echo", {"a": 1}) == {"a": 1}  # the same worker goes on
        assert standing.engine(client)["crashes"] == 0


def test_plain_values_survive_the_way(standing):
    with standing.client() as client:
        sent = {
            "n": None,
            "i": -(2**63),
            "f": 1.5,
            "t": "ä",
            "l": [1, [2]],
            "b": b"\x00",
            "g": 2**90,
        }
        for type_ in ("echo", "echo.pool"):
            assert client.call(type_, sent) == sent
        assert client.call("odd") == {
            "big": 2**70,
            "set": [1, 2, 3],
            "tuple": [1, [2, 3]],
            "4": "four",
            "bytes": b"\x00\xff",
        }


def test_an_answer_that_is_too_long_is_an_error(standing):
    with standing.client() as client, pytest.raises(LimitExceededError):
        client.call("huge")


def test_a_quick_handler_that_is_not_quick_does_not_stop_the_others(standing, h, tmp_path):
    gate = str(tmp_path / "gate")
    with standing.raw() as dealer, standing.client() as client:
        for _ in range(3):
            dealer.send(h.request("gated.quick", {"gate": gate}), 1000)
        for _ in range(3):
            h.read(dealer, ("evt",))
        assert client.call("echo", {"a": 1}) == {"a": 1}
        Path(gate).touch()
        assert [h.read(dealer)[0].kind for _ in range(3)] == ["rep"] * 3
        assert [client.call("echo", {"n": n})["n"] for n in range(20)] == list(range(20))


@pytest.mark.parametrize("type_", ["gated", "gated.quick"])
def test_those_that_wait_take_no_place_among_the_others(standing, h, tmp_path, type_):
    gate = str(tmp_path / "gate")
    with standing.raw() as dealer, standing.client() as client:
        for number in range(12):  # three times as many as are carried out at once
            body = {"gate": gate, "aside": True, "receiver": f"r{number}"}
            dealer.send(h.request(type_, body), 1000)
            h.read(dealer, ("evt",))
        for answered in ("echo", "echo.pool"):
            assert client.call(answered, {"a": 1}) == {"a": 1}
        engine = standing.engine(client)
        assert (engine["running"], engine["aside"]) == (12, 12)
        Path(gate).touch()
        assert [h.read(dealer)[0].kind for _ in range(12)] == ["rep"] * 12
        assert [client.call("echo.pool", {"n": n})["n"] for n in range(20)] == list(range(20))
        engine = standing.engine(client)
        assert (engine["running"], engine["aside"]) == (0, 0)


def test_a_quick_handler_can_be_cancelled(standing, tmp_path):
    with standing.client() as client, pytest.raises(CancelledError):
        client.call(
            "gated.quick",
            {"gate": str(tmp_path / "never")},
            request_id="it",
            on_event=lambda _kind, _body: client.cancel("it"),
        )


@pytest.fixture(scope="module")
def chained(h, tmp_path_factory):
    """A kernel with a worker that asks another one."""
    process = h.KernelProcess(tmp_path_factory.mktemp("chained"))
    yield process.start(h.MAIN, h.OTHER)
    process.end()


@pytest.mark.parametrize("chain", ["chain", "chain.quick"])
def test_a_worker_asks_another_one(chained, chain):
    events = []
    with chained.client() as client:
        asked = {"type": "other.flood", "body": {"count": 3}}
        answer = client.call(chain, asked, on_event=lambda kind, body: events.append(kind))
        assert answer == {"sent": 3}
        assert events == ["child.flood.drop"] * 3
        with pytest.raises(AuditRefusedError):
            client.call(chain, {"type": "other.refuse", "body": {}})
        with pytest.raises(UnknownTypeError):
            client.call(chain, {"type": "nowhere", "body": {}})


def test_cancelling_a_job_cancels_what_was_asked_for_it(chained, h, tmp_path):
    with chained.client() as client, chained.client() as other:

        def cancel(kind, _body):
            if kind == "child.gated.running":
                assert {job["type"] for job in other.request(ListJobs()).jobs} == {
                    "chain",
                    "other.gated",
                }
                client.cancel("it")

        with pytest.raises(CancelledError):
            client.call(
                "chain",
                {"type": "other.gated", "body": {"gate": str(tmp_path / "never")}},
                request_id="it",
                on_event=cancel,
            )
        h.until(lambda: not other.request(ListJobs()).jobs)


def test_a_deadline_cancels_the_work(standing, h, tmp_path):
    with standing.client() as client:
        with pytest.raises(DeadlineError):
            client.call("gated", {"gate": str(tmp_path / "never")}, timeout=0.3)
        h.until(lambda: not client.request(ListJobs()).jobs)


def test_a_degraded_worker_serves_and_says_why(kernel, h):
    kernel.start({**h.MAIN, "args": ["--degraded"]})
    with kernel.client() as client:
        assert client.call("echo", {"a": 1}) == {"a": 1}
        engine = kernel.engine(client)
        assert (engine["state"], engine["text"]) == ("degraded", "half of it is missing")


def test_a_worker_that_the_kernel_did_not_start_joins_over_the_port(standing, h):
    program = Path(__file__).parents[1].joinpath("worker_program.py")
    argv = [sys.executable, str(program), "--link", str(standing.run / "workers.json")]
    worker = subprocess.Popen(
        [*argv, "--name", "guest", "--prefix", "guest."], stderr=subprocess.DEVNULL
    )
    try:
        with standing.client() as client:
            h.until(
                lambda: "guest" in {e["name"] for e in client.request(KernelStatus())["engines"]}
            )
            assert client.call("guest.echo", {"a": 1}) == {"a": 1}
            assert client.call("guest.flood", {"count": 100}) == {"sent": 100}
            worker.terminate()
            assert worker.wait(20) == 0
    finally:
        worker.kill()
        worker.wait()


def test_a_name_is_taken_once(standing, h):
    program = Path(__file__).parents[1].joinpath("worker_program.py")
    argv = [sys.executable, str(program), "--link", str(standing.run / "workers.json")]
    worker = subprocess.Popen([*argv, "--name", "main"], stderr=subprocess.PIPE)
    _, log = worker.communicate(timeout=120)
    assert worker.returncode == 1
    assert b"already registered" in log


def test_progress_of_which_only_the_latest_matters_is_coalesced(standing, h):
    with standing.raw() as dealer:
        dealer.send(h.request("progress", {"count": 30_000}), 1000)
        with standing.client() as client:
            h.until(lambda: not client.request(ListJobs()).jobs)
        expected = 0
        last = None
        while True:
            header, raw = h.read(dealer, ("evt", "rep"))
            if header.kind == "rep":
                break
            expected += 1
            assert header.seq == expected
            last = decode_body(raw)
        assert last["number"] == 29_999
        assert expected < 30_000
