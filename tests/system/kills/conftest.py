"""Fixtures: a process that forks those who are killed, and an image for them to be born with."""

import contextlib
import importlib.util
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_NAME = "batos_tests_kill_phases"
_START_S = 60.0


def _phases():
    if _NAME not in sys.modules:
        spec = importlib.util.spec_from_file_location(_NAME, _HERE / "phases.py")
        sys.modules[_NAME] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[_NAME])
    return sys.modules[_NAME]


class Forker:
    """The process that forks."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(_HERE / "program.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            env={**os.environ, "PYTHONPATH": str(_HERE)},
        )
        assert self._read() == {"ready": True}

    def _read(self):
        return json.loads(self._process.stdout.readline())

    def fork(self, **asked):
        self._process.stdin.write(json.dumps(asked) + "\n")
        return self._read()["pid"]

    def ended(self):
        return self._read()["ended"]

    def close(self):
        with self._process:
            self._process.stdin.close()


class Victims:
    """Kills processes at one phase, again and again on the same image."""

    def __init__(self, forker, place, phase, name):
        self.place = place
        self._forker = forker
        self._phase = phase
        self._name = name

    def kill(self, number, seed):
        """Let a process begin, kill it at a moment that the seed chooses, look at what it left."""
        rng = random.Random(seed)
        pid = self._forker.fork(
            phase=self._name, folder=str(self.place.folder), seed=seed, number=number
        )
        try:
            self._wait_for_life(number)
            # The first moments are hit more often: there is most to lose.
            time.sleep(self._phase.span * rng.random() ** 1.5)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            code = self._forker.ended()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        assert code == -signal.SIGKILL, (self.place.folder / "child.log").read_text()
        self._phase.look(self.place, self.acks())

    def end(self):
        self._phase.end(self.place, self.acks())

    def acks(self):
        return _phases().Acks.read(self.place.folder)

    def _wait_for_life(self, number):
        deadline = time.monotonic() + _START_S
        while not any(each == number for each, _, _ in self.acks()):
            assert time.monotonic() < deadline, (self.place.folder / "child.log").read_text()
            time.sleep(0.002)


@pytest.fixture(scope="session")
def forker():
    process = Forker()
    yield process
    process.close()


@pytest.fixture(scope="session")
def plugins():
    return _phases().few_plugins()


@pytest.fixture(scope="session")
def newborn(plugins, tmp_path_factory):
    """An image that is awake, to be copied."""
    place = _phases().Place(tmp_path_factory.mktemp("newborn"), plugins)
    place.open().close()
    return place


@pytest.fixture
def victims(forker, plugins, newborn, tmp_path):
    """Make the victims of a phase."""

    def make(name):
        place = _phases().Place(tmp_path, plugins)
        shutil.copytree(newborn.image_file.parent, place.image_file.parent, dirs_exist_ok=True)
        phase = _phases().PHASES[name]
        phase.prepare(place)
        return Victims(forker, place, phase, name)

    return make
