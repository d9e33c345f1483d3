"""Fixtures: watchdogs as processes."""

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from batos.kernel.process import launch
from batos.wire.connection import Connection


class Dog:
    """A watchdog over a kernel with one small worker.

    Attributes:
        kernel: The kernel's folder and command.
        events: What it has told.
    """

    def __init__(self, kernel, **asked):
        self.kernel = kernel
        self.events = []
        self._asked = asked
        self._process = None

    def start(self, command=None):
        command = command or self.kernel.argv({"name": "main", "capabilities": ["echo"]})
        asked = {"folder": str(self.kernel.folder), "command": command, **self._asked}
        program = Path(__file__).with_name("watchdog_program.py")
        self._process = subprocess.Popen(
            [sys.executable, str(program), json.dumps(asked)], stdout=subprocess.PIPE, text=True
        )
        return self

    @property
    def pid(self):
        return self._process.pid

    def until(self, event):
        """Return the facts of the next event of a name."""
        for line in self._process.stdout:
            told = json.loads(line)
            self.events.append(told)
            if told["event"] == event:
                return told
        raise AssertionError(f"it ended without: {event}; told were {self.events}")

    def up(self):
        """Wait for a kernel, and return where it is."""
        pid = self.until("up")["pid"]
        found = Connection.read(self.kernel.run)
        assert found.pid == pid
        return found

    def code(self):
        """Wait for its end, and return its exit code."""
        self.events += [json.loads(line) for line in self._process.stdout]
        return self._process.wait()

    def end(self):
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()
        with contextlib.suppress(Exception):
            launch.stop(self.kernel.run, timeout=5, drain_s=0.0)


@pytest.fixture
def dog(h, tmp_path):
    """Makes watchdogs over one kernel's folder."""
    made = []

    def make(**asked):
        made.append(Dog(h.KernelProcess(tmp_path), **asked))
        return made[-1]

    yield make
    for each in made:
        each.end()
