"""Kernels that start, refuse to start, and stop."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from batos.errors import ImageLockedError, KernelNotRunningError, KeyRefusedError, PortInUseError
from batos.kernel.process import launch
from batos.kernel.process.service import KernelExit
from batos.wire.connection import process_start
from batos.wire.faults import EngineUnavailableError, InternalError, KernelAlreadyRunningError
from batos.wire.lock import KernelLock
from batos.wire.messages.kernel import Ping, ShutDown


def test_start_says_all_that_it_does_and_returns_when_ready(kernel, h, tmp_path):
    gate = tmp_path / "gate"
    told = []

    def progress(text):
        told.append(text)
        if "at the gate" in text:
            gate.touch()

    kernel.start({**h.MAIN, "args": ["--gate", str(gate), "--steps"]}, on_progress=progress)
    steps = [f"main: step {each}" for each in range(20)]
    assert told[-len(steps) - 1 :] == ["main: waiting at the gate", *steps]
    found = launch.running(kernel.run)
    assert found == kernel.connection
    mode = (kernel.run / "kernel.json").stat().st_mode & 0o777
    assert mode == 0o600
    assert kernel.run.stat().st_mode & 0o777 == 0o700


def test_start_that_is_interrupted_while_it_looks_at_the_process_ends_it(kernel, h, monkeypatch):
    begun = []

    def poll(process):
        # As when the handler of Ctrl-C runs between taking the lock and the block that frees it.
        process._waitpid_lock.acquire()
        begun.append(process)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(subprocess.Popen, "poll", poll)
        patched.setattr(subprocess.Popen, "send_signal", lambda it, number: os.kill(it.pid, number))
        patched.setattr(launch, "_TERM_S", 0.5)
        with pytest.raises(KeyboardInterrupt):
            kernel.start(h.MAIN)
    begun[0]._waitpid_lock.release()
    begun[0].wait()  # ends: it was told to


def test_stop_drains_and_leaves_nothing_behind(running, h, tmp_path):
    gate = tmp_path / "gate"
    with running.raw() as dealer, running.client() as client:
        worker = running.engine(client)["pid"]
        dealer.send(h.request("gated", {"gate": str(gate)}), 1000)
        h.read(dealer, ("evt",))
        told = []

        def progress(text):
            told.append(text)
            gate.touch()

        assert launch.stop(running.run, on_progress=progress) == running.connection.pid
        assert told == ["waiting for 1 running request"]
        assert h.read(dealer)[0].kind == "rep"
        bye, _ = h.read(dealer, ("evt",))
        assert bye.type == "bye"
    assert launch.running(running.run) is None
    assert process_start(worker) is None
    assert not (running.run / "kernel.json").exists()
    with pytest.raises(KernelNotRunningError, match="No kernel is running"):
        launch.stop(running.run)


def test_a_draining_kernel_takes_no_new_work(running, h, tmp_path):
    from batos.wire.faults import DrainingError

    gate = tmp_path / "gate"
    with running.raw() as dealer, running.client() as client:
        dealer.send(h.request("gated", {"gate": str(gate)}), 1000)
        h.read(dealer, ("evt",))
        client.request(ShutDown())
        with pytest.raises(DrainingError):
            client.call("echo")
        assert client.request(Ping()).state == "draining"
        gate.touch()
        assert h.read(dealer)[0].kind == "rep"


@pytest.mark.long
def test_work_that_does_not_end_in_time_is_cancelled_by_a_drain(kernel, h, tmp_path):
    from batos.wire.codec import decode_body

    kernel.start(settings={"drain_s": 0.2})
    with kernel.raw() as dealer:
        for stubborn in (False, True):
            body = {"gate": str(tmp_path / "never"), "stubborn": stubborn}
            dealer.send(h.request("gated", body), 1000)
            h.read(dealer, ("evt",))
        kernel.kill(signal.SIGTERM)
        codes = [decode_body(h.read(dealer)[1])["code"] for _ in range(2)]
        assert codes == ["cancelled", "cancelled"]
    h.until(lambda: not kernel.connection.alive())


def test_signals_stop_the_kernel_and_more_of_them_stop_it_sooner(kernel, h, tmp_path):
    kernel.start(settings={"drain_s": 60.0})
    with kernel.raw() as dealer:
        body = {"gate": str(tmp_path / "never"), "stubborn": True}
        dealer.send(h.request("gated", body), 1000)
        h.read(dealer, ("evt",))
        with kernel.client() as client:
            for _ in range(3):
                kernel.kill(signal.SIGTERM)
                client.request(Ping())
    h.until(lambda: not kernel.connection.alive())


def test_a_second_kernel_in_the_same_folder_is_refused(running):
    with pytest.raises(KernelAlreadyRunningError, match=str(running.connection.pid)):
        launch.start_background(running.argv(), running.run, running.logs / "second.out")
    lock = KernelLock(running.run)  # even if the connection file is lost
    (running.run / "kernel.json").unlink()
    with pytest.raises(KernelAlreadyRunningError, match=str(running.connection.pid)):
        lock.acquire()
    with pytest.raises(KernelAlreadyRunningError):
        launch.start_background(running.argv(), running.run, running.logs / "second.out")


def test_a_kernel_whose_file_is_lost_is_found_and_stopped(kernel):
    kernel.start(settings={"beat_s": 0.05})
    (kernel.run / "kernel.json").unlink()
    assert launch.running(kernel.run) == kernel.connection
    assert launch.stop(kernel.run) == kernel.connection.pid


HOLDER = """
import sys
from pathlib import Path
from batos.wire.lock import KernelLock
lock = KernelLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
input()
"""


def test_a_kernel_that_does_not_say_where_it_listens_is_stopped_by_its_lock(tmp_path, monkeypatch):
    monkeypatch.setattr("batos.wire.connection._RESTORED_S", 0.0)
    argv = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        told = []
        assert launch.stop(tmp_path, on_progress=told.append) == holder.pid
        assert told == ["the kernel does not answer; ending its process"]
        assert holder.wait() == -signal.SIGTERM


def test_a_port_in_use_is_named_with_its_holder(kernel):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUseError, match=f"Port {port} is in use") as caught:
            kernel.start(settings={"port": port})
        assert caught.value.details["port"] == port
        if Path("/proc/net/tcp").exists():
            assert f"(pid {os.getpid()})" in caught.value.message
        done = subprocess.run(
            kernel.argv(settings={"port": port}), capture_output=True, text=True, check=False
        )
        assert done.returncode == KernelExit.TEMPORARY
        assert "Traceback" not in done.stderr
        assert re.fullmatch(r"Port \d+ is in use.*\n", done.stderr)


def test_what_a_required_worker_fails_with_reaches_the_caller(kernel, h):
    with pytest.raises(ImageLockedError, match="open elsewhere") as caught:
        kernel.start({**h.MAIN, "args": ["--locked"]})
    assert caught.value.hint == "Close it."
    with pytest.raises(InternalError, match="incident"):
        kernel.start({**h.MAIN, "args": ["--broken"]})
    with pytest.raises(EngineUnavailableError, match="exit code 7"):
        kernel.start({**h.MAIN, "args": ["--crash"]})
    assert launch.running(kernel.run) is None
    kernel.start()  # and nothing of it stays in the way


def test_a_runtime_folder_open_to_others_is_refused(kernel, h):
    kernel.run.mkdir(mode=0o755)
    kernel.run.chmod(0o755)
    with pytest.raises(KeyRefusedError, match="open to other users"):
        kernel.start()
    kernel.run.chmod(0o700)
    kernel.start()
    kernel.end()
    (kernel.run / "keys" / "kernel.key").chmod(0o644)
    with pytest.raises(KeyRefusedError, match=r"kernel\.key"):
        kernel.start()


def test_a_kernel_that_was_killed_does_not_hinder_the_next(running, h):
    first = running.connection
    running.end()
    assert (running.run / "kernel.json").exists()
    with pytest.raises(KernelNotRunningError, match=f"pid {first.pid}.*unexpectedly"):
        running.client()
    second = running.start().connection
    assert second.inc != first.inc


def test_the_log_is_json_lines(standing):
    with standing.client() as client:
        client.call("echo")
    lines = (standing.logs / "kernel.log").read_text().splitlines()
    parsed = [json.loads(line) for line in lines]
    assert any(line["message"].startswith("ready at tcp://127.0.0.1:") for line in parsed)
