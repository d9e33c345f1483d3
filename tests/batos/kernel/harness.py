"""Real kernels in child processes, for the tests of the wire and of the kernel."""

import contextlib
import json
import os
import signal
import sys
import time
from pathlib import Path

import zmq

from batos.kernel.process import launch
from batos.wire.client import KernelClient
from batos.wire.codec import pack, unpack
from batos.wire.connection import Connection
from batos.wire.dealer import Dealer
from batos.wire.keys import KeyRing
from batos.wire.messages.frame import Header
from batos.wire.messages.kernel import KernelStatus

CAPABILITIES = (
    "echo",
    "gated",
    "boom",
    "leave",
    "refuse",
    "die",
    "flood",
    "progress",
    "chain",
    "odd",
    "huge",
    "founding",
)
PATIENCE_S = 120.0
"""Seconds after which what does not come is taken for lost, on the busiest machine."""

MAIN = {"name": "main", "capabilities": CAPABILITIES}
OTHER = {
    "name": "other",
    "capabilities": ["other"],
    "args": ["--prefix", "other."],
}


def until(condition, seconds=PATIENCE_S):
    """Wait for a condition; fail if it does not come true."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)
    return found


class KernelProcess:
    """One kernel of a test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run = folder / "run"
        self.logs = folder / "logs"
        self.connection: Connection | None = None

    def argv(self, *workers, **asked):
        wanted = {"folder": str(self.folder), "workers": workers, **asked}
        program = Path(__file__).with_name("kernel_program.py")
        return [sys.executable, str(program), json.dumps(wanted)]

    def start(self, *workers, on_progress=None, **asked):
        self.connection = launch.start_background(
            self.argv(*(workers or (MAIN,)), **asked),
            self.run,
            self.logs / "kernel.out",
            timeout=PATIENCE_S,
            on_progress=on_progress,
        )
        return self

    def client(self, **options):
        return KernelClient.connect(self.run, timeout=PATIENCE_S, **options)

    def raw(self):
        """A socket with the client's key, for what no client would send."""
        dealer = Dealer(
            self.connection.endpoint,
            KeyRing(self.run / "keys").load("client"),
            self.connection.server_key,
        )
        assert dealer.socket.poll(int(PATIENCE_S * 1000), zmq.POLLOUT)
        return contextlib.closing(dealer)

    def engine(self, client, name="main"):
        status = client.request(KernelStatus())
        return next(e for e in status["engines"] if e["name"] == name)

    def kill(self, number=signal.SIGKILL):
        os.kill(self.connection.pid, number)

    def end(self):
        if self.connection is not None and self.connection.alive():
            with contextlib.suppress(ProcessLookupError):
                self.kill()
            until(lambda: not self.connection.alive())


def read(dealer, wanted=("rep", "err"), seconds=PATIENCE_S):
    """Return (header, body frame) of the next message of some kinds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        frames = dealer.receive(100)
        if frames is not None:
            header, raw = unpack(frames, 1 << 30)
            if header.kind in wanted:
                return header, raw
    raise AssertionError("no such message came")


def request(type_, body=None, **fields):
    """Return the frames of a request."""
    return pack(Header(kind="req", type=type_, **{"id": os.urandom(8).hex(), **fields}), body)
