"""``parlor``: the first paint, the echo of a key while an answer comes, memory over messages."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.homes import environment, temporary_folder
from benchmarks.results import Figure, Options, Result
from benchmarks.startup import command

__all__ = ["Terminal", "grown_mb", "run"]

_PAINT_S, _ECHO_MS, _GROWN_MB = 0.7, 50.0, 10.0
_PATIENCE_S = 120.0
_PROMPT = b"ay what you want"
_KEYS = "QWXZJK"
"""Letters that neither the answer nor the screen around it has."""


class Terminal:
    """A program on a terminal of its own, 100 by 30.

    Args:
        argv: The program.
        env: Its environment.
    """

    def __init__(self, argv: Sequence[str], env: dict[str, str]) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self._process = subprocess.Popen(
            argv, stdin=slave, stdout=slave, stderr=slave, env={**env, "TERM": "xterm-256color"}
        )
        os.close(slave)
        self.seen = b""

    def until(self, text: bytes) -> None:
        """Wait until a text is shown that was not there before.

        Raises:
            TimeoutError: It is not.
        """
        self.seen = b""
        deadline = time.monotonic() + _PATIENCE_S
        while text not in self.seen:
            if time.monotonic() > deadline or not self.read(1.0):
                raise TimeoutError(f"{text!r} was not shown")

    def read(self, seconds: float) -> bool:
        """Take in what is shown within a time; return whether the program still runs."""
        if select.select([self._master], [], [], seconds)[0]:
            try:
                self.seen += os.read(self._master, 65536)
            except OSError:  # how Linux says that the other end is closed
                return False
        return self._process.poll() is None

    def press(self, key: str) -> None:
        """Press a key."""
        os.write(self._master, key.encode())

    def end(self) -> None:
        """End the program."""
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            while self.read(0.05):
                pass
            self._process.wait(5)
        self._process.kill()
        self._process.wait()
        os.close(self._master)


def run(options: Options) -> Result:
    """Measure a Parlor on a terminal, and one without."""
    starts, keys, messages = options.pick(7, 2), options.pick(200, 20), options.pick(1000, 20)
    with temporary_folder() as folder:
        env = environment(folder / "home", BATOS_KERNEL__PORT="0")
        options.say("opening it")
        paints = [_painted([*command(), "parlor"], env) for _ in range(starts)]
        options.say("pressing keys while 100 tokens a second arrive")
        echoes = sorted(_echoes(folder, env, keys))
        options.say("talking without a terminal")
        memory = list(_memory(folder, env, messages))
    late = echoes[int(len(echoes) * 0.95)]
    return Result(
        name="parlor",
        figures=(
            Figure(name="first paint", value=statistics.median(paints), unit="s", below=_PAINT_S),
            Figure(name="the same, the fastest", value=min(paints), unit="s"),
            Figure(
                name="echo of a key while 100 tokens a second arrive",
                value=1000 * statistics.median(echoes),
                unit="ms",
                below=_ECHO_MS,
            ),
            Figure(name="the same, 95 of 100", value=1000 * late, unit="ms"),
            Figure(
                name=f"memory grown over {messages} messages, after the first tenth of them",
                value=grown_mb(memory),
                unit="MB",
                below=_GROWN_MB,
            ),
        ),
        rows=[{"messages": number, "memory_mb": mb} for number, mb in memory],
        facts={"starts": starts, "keys": keys},
    )


def _painted(argv: Sequence[str], env: dict[str, str]) -> float:
    """Return the seconds from the start of the program to its prompt on the screen."""
    began = time.perf_counter()
    terminal = Terminal(argv, env)
    try:
        terminal.until(_PROMPT)
        return time.perf_counter() - began
    finally:
        terminal.end()


def _echoes(folder: Path, env: dict[str, str], count: int) -> Iterator[float]:
    """Yield the seconds from each of several keys to its letter on the screen."""
    terminal = Terminal(_side("stream", str(folder)), env)
    try:
        terminal.until(b"ROBIN")
        for number in range(count):
            terminal.read(0.1)
            key = _KEYS[number % len(_KEYS)]
            began = time.perf_counter()
            terminal.press(key)
            terminal.until(key.encode())
            yield time.perf_counter() - began
    finally:
        terminal.end()


def _memory(folder: Path, env: dict[str, str], messages: int) -> Iterator[tuple[int, float]]:
    """Yield how many megabytes are in use after some messages, ten times."""
    argv = _side("talk", str(folder), str(messages))
    done = subprocess.run(argv, env=env, capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        number, mb = line.split()
        yield int(number), float(mb)


def _side(*words: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.parlor_side", *words]


def grown_mb(memory: Sequence[tuple[int, float]]) -> float:
    """Return by how much the memory has grown since the first reading."""
    return memory[-1][1] - memory[0][1]
