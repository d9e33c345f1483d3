"""What ends a Parlor from outside, on a terminal of its own."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time

import pytest

pty = pytest.importorskip("pty")
PATIENCE_S = 120


class Terminal:
    """A Parlor on a terminal; where that is closed, it is told by no signal."""

    def __init__(self, folder):
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "batos.cli.main", "parlor"],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**os.environ, "BATOS_HOME": str(folder), "TERM": "xterm-256color"},
        )
        os.close(slave)
        self.seen = b""

    def sees(self, text):
        deadline = time.monotonic() + PATIENCE_S
        while text not in self.seen:
            assert time.monotonic() < deadline, self.seen
            self.read()

    def read(self):
        if select.select([self.master], [], [], 0.1)[0]:
            self.seen += os.read(self.master, 65536)

    def code(self):
        deadline = time.monotonic() + PATIENCE_S
        while self.process.poll() is None:
            assert time.monotonic() < deadline, "it does not end"
            try:
                self.read()
            except (OSError, ValueError):  # closed by now
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(0.1)
        return self.process.returncode

    def end(self):
        self.process.kill()
        self.process.wait()
        with contextlib.suppress(OSError):
            os.close(self.master)

    def close(self):
        os.close(self.master)
        self.master = -1


@pytest.fixture
def terminal(tmp_path):
    opened = Terminal(tmp_path)
    yield opened
    opened.end()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda each: each.name)
def test_a_signal_ends_it_and_gives_the_terminal_back(terminal, number):
    terminal.sees(b"batos up")
    terminal.process.send_signal(number)
    assert terminal.code() == 0
    assert b"\x1b[?1049l" in terminal.seen  # the screen of before


@pytest.mark.parametrize("shown", [b"Say what", b"batos up"], ids=["opening", "open"])
def test_a_terminal_that_is_closed_ends_it(terminal, shown):
    terminal.sees(shown[1:])
    terminal.close()
    assert terminal.code() == 0
