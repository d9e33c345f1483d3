"""The client against a real kernel, and against its absence."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from batos.errors import (
    CancelledError,
    DeadlineError,
    KernelNotRunningError,
    KeyRefusedError,
    ProtocolError,
)
from batos.wire import KernelClient
from batos.wire.connection import Connection, process_start
from batos.wire.faults import BodyInvalidError, LimitExceededError
from batos.wire.keys import KeyRing
from batos.wire.messages.frame import MAX_BODY
from batos.wire.messages.kernel import ListJobs


def test_no_kernel_says_so_and_how_to_start_one(tmp_path):
    with pytest.raises(KernelNotRunningError, match=r"No kernel is running\.") as caught:
        KernelClient.connect(tmp_path)
    assert caught.value.hint == "start it with: batos up"


def test_a_welcome_tells_who_answers(running):
    with running.client() as client:
        assert client.welcome.inc == running.connection.inc
        assert client.welcome.state == "ready"


def test_a_kernel_that_dies_meanwhile_is_noticed(running, tmp_path):
    with running.client() as client:

        def kill(kind, _body):
            if kind == "gated.running":
                running.kill()

        with pytest.raises(KernelNotRunningError, match="stopped while the request was running"):
            client.call("gated", {"gate": str(tmp_path / "never")}, on_event=kill)
        with pytest.raises(KernelNotRunningError, match="stopped before the request"):
            client.call("echo")


def test_nothing_is_executed_by_a_later_kernel(running, h, tmp_path):
    port = int(running.connection.endpoint.rpartition(":")[2])
    gate = tmp_path / "gate"
    with running.raw() as dealer, running.client() as client:
        running.end()
        with pytest.raises(KernelNotRunningError):
            client.call("gated", {"gate": str(gate)})
        assert not dealer.send(h.request("gated", {"gate": str(gate)}), 200)
        running.start(settings={"port": port})
        with running.client() as after:
            assert after.request(ListJobs()).jobs == []


def test_changed_keys_are_worded_as_such(running, h):
    keys = running.run / "keys"
    (keys / "client.key").unlink()
    KeyRing(keys).ensure()
    with pytest.raises(KeyRefusedError, match="does not allow this key"):
        running.client()


def test_another_kernels_key_is_worded_as_such(running):
    found = running.connection
    other = KeyRing(running.folder / "other")
    other.ensure()
    impostor = Connection(
        pid=found.pid,
        start_time=found.start_time,
        inc=found.inc,
        endpoint=found.endpoint,
        server_key=other.load("kernel").public,
        protocol=found.protocol,
    )
    impostor.publish(running.run)
    with pytest.raises(KeyRefusedError, match="not the kernel of the connection file"):
        running.client()


def test_another_protocol_is_refused(running):
    import msgspec

    msgspec.structs.replace(running.connection, protocol=9).publish(running.run)
    with pytest.raises(ProtocolError, match="protocol 9"):
        running.client()


def test_something_else_on_the_port_does_not_hang_the_client(tmp_path):
    ring = KeyRing(tmp_path / "keys")
    ring.ensure()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        Connection(
            pid=os.getpid(),
            start_time=process_start(os.getpid()),
            inc="x",
            endpoint=f"tcp://127.0.0.1:{silent.getsockname()[1]}",
            server_key=ring.load("kernel").public,
            protocol=1,
        ).publish(tmp_path)
        with pytest.raises(KernelNotRunningError, match="does not answer"):
            KernelClient.connect(tmp_path, timeout=0.5)


def test_what_cannot_be_sent_is_refused_before_sending(running):
    with running.client() as client:
        with pytest.raises(LimitExceededError, match=str(MAX_BODY)):
            client.call("echo", {"text": "x" * (MAX_BODY + 1)})
        deep = []
        for _ in range(5000):
            deep = [deep]
        with pytest.raises(BodyInvalidError):
            client.call("echo", {"deep": deep})
        assert client.call("echo", {"a": 1}) == {"a": 1}


def test_an_error_in_a_callback_leaves_the_client_usable(running):
    def fail(_kind, _body):
        raise LookupError("mine")

    with running.client() as client:
        with pytest.raises(LookupError):
            client.call("flood", {"count": 5}, on_event=fail)
        assert client.call("echo", {"a": 1}) == {"a": 1}


def test_ctrl_c_cancels_the_request_and_not_the_client(running, h, tmp_path):
    with running.client() as client:

        def interrupt(kind, _body):
            if kind == "gated.running":
                os.kill(os.getpid(), signal.SIGINT)

        with pytest.raises(CancelledError):
            client.call("gated", {"gate": str(tmp_path / "never")}, on_event=interrupt)
        assert client.request(ListJobs()).jobs == []
        assert client.call("echo", {"a": 1}) == {"a": 1}


def test_ctrl_c_that_comes_after_the_answer_stops_what_was_to_follow_it(running, h, tmp_path):
    gate = tmp_path / "gate"
    gate.touch()
    with running.client() as client, running.client() as other:

        def interrupt(_kind, _body):
            h.until(lambda: not other.request(ListJobs()).jobs)
            os.kill(os.getpid(), signal.SIGINT)

        assert client.call("gated", {"gate": str(gate)}, on_event=interrupt)["open"]
        assert client.interrupted
        with pytest.raises(KeyboardInterrupt):
            client.call("echo")
        assert client.call("echo", {"a": 1}) == {"a": 1}


def test_a_stopped_kernel_is_waited_for_and_then_goes_on(running, h):
    with running.client() as client:
        running.kill(signal.SIGSTOP)
        try:
            with pytest.raises(DeadlineError, match="longer than the time"):
                client.call("echo", {"a": 1}, timeout=0.3)
        finally:
            running.kill(signal.SIGCONT)
        assert client.call("echo", {"a": 2}, timeout=120) == {"a": 2}


def test_a_program_ends_at_once_with_a_request_unsent(running):
    code = (
        "import sys, pathlib, os, signal\n"
        "from batos.wire import KernelClient\n"
        "client = KernelClient.connect(pathlib.Path(sys.argv[1]))\n"
        "os.kill(client.connection.pid, signal.SIGSTOP)\n"
        "for _ in range(100): client.cancel('x')\n"
    )
    argv = [sys.executable, "-c", code, str(running.run)]
    try:
        assert subprocess.run(argv, timeout=120, check=False).returncode == 0
    finally:
        running.kill(signal.SIGCONT)


def test_the_package_itself_loads_no_zeromq():
    code = "import sys, batos.wire, batos.kernel; print({'zmq', 'msgspec'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_client_goes_on_after_its_link_was_cut(running, h, tmp_path):
    gate = Path(tmp_path / "gate")
    with running.client() as client:
        events = []

        def cut(kind, _body):
            events.append(kind)
            if kind == "gated.running":
                # A frame far beyond the limit makes the transport cut the connection.
                client._dealer.send([b"BAT1", b"\x80", b"x" * (3 * MAX_BODY)], 1000)
                deadline = time.monotonic() + 20
                while not client._dealer._reconnected and time.monotonic() < deadline:
                    client._dealer.poll_monitor(50)
                assert client._dealer._reconnected
                gate.touch()

        assert client.call("gated", {"gate": str(gate)}, on_event=cut)["open"] is True
        assert events == ["gated.running"]
