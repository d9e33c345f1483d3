"""``load``: many clients of one kernel at once: readers beside writers, and beside a flood.

Readers and writers ask different objects. Each side is a process with a thread for each client, so
that their own work is not the kernel's.
"""

from __future__ import annotations

import contextlib
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from batos.config import load_config
from batos.guardian.audit.audit import audit
from batos.guardian.running.run import GuardedRunner
from batos.image import Root, Session
from batos.objects import Method, UvmObject, install_method
from batos.wire import KernelClient
from batos.wire.codec import pack
from batos.wire.connection import Connection
from batos.wire.dealer import Dealer
from batos.wire.keys import KeyRing
from batos.wire.messages.frame import Header, new_id
from batos.wire.messages.objects import SendMessage
from benchmarks.homes import environment, temporary_folder
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import median_ratio
from benchmarks.wire import install_trivial, kernel

__all__ = ["run"]

_READERS, _WRITERS = 26, 24
_SHARE = 1 / 3
_ROOT = Path(__file__).parents[1]
_WRITE = '''def count(self):
    """Count once more."""
    self.number = self.number + 1
    self._p_changed = True
    return self.number
'''


def run(options: Options) -> Result:
    """Measure readers alone, beside writers, and beside one client that floods, in turns."""
    rounds, seconds = options.pick(5, 1), options.pick(4, 1)
    alone: list[float] = []
    beside: list[float] = []
    written: list[float] = []
    calm: list[float] = []
    flooded: list[float] = []
    with temporary_folder() as folder:
        options.say("bearing an image")
        home = folder / "home"
        install_trivial(home)
        _install_writers(home)
        options.say("starting the kernel")
        with kernel(home):
            runtime = load_config(environ=environment(home)).paths.runtime_dir
            for number in range(rounds):
                options.say(f"round {number + 1} of {rounds}")
                with _clients(runtime, "readers", _READERS) as readers:
                    alone.append(readers(seconds)[0])
                    with _clients(runtime, "writers", _WRITERS) as writers:
                        together = _together(readers, writers, seconds)
                    beside.append(together[0][0])
                    written.append(together[1][0])
                with _clients(runtime, "readers", 1) as reader:
                    calm.append(reader(seconds)[1])
                    with _clients(runtime, "flood", 1) as flood:
                        flooded.append(_together(reader, flood, seconds)[0][1])
    return Result(
        name="load",
        figures=(
            Figure(
                name=f"{_READERS} readers beside {_WRITERS} writers, as a share of their own rate",
                value=median_ratio(beside, alone),
                unit="%",
                at_least=_SHARE,
            ),
            Figure(name="readers alone", value=statistics.median(alone), unit="/s"),
            Figure(name="readers beside writers", value=statistics.median(beside), unit="/s"),
            Figure(name="writers beside readers", value=statistics.median(written), unit="/s"),
            Figure(
                name="time of a reader's call beside a flood, times its own",
                value=median_ratio(flooded, calm),
            ),
            Figure(name="a reader's call alone", value=statistics.median(calm), unit="ms"),
            Figure(name="the same beside a flood", value=statistics.median(flooded), unit="ms"),
        ),
        facts={"rounds": rounds, "seconds of each": seconds},
        notes=("Medians of calls, 99 of a hundred within a few times that; other objects.",),
    )


_Side = Callable[[float], tuple[float, float]]
"""Lets its clients ask for some seconds; returns calls a second and the median in milliseconds."""


_Asks = Callable[[KernelClient, int, float], list[float]]
"""Asks as one client, the number of which is given, for some seconds; returns those of calls."""


def _install_writers(home: Path) -> None:
    loaded = load_config(environ=environment(home))
    verdict = audit(_WRITE, selector="count")

    def install(root: Root) -> None:
        for number in range(_WRITERS):
            method = Method(
                selector="count",
                source=_WRITE,
                signature=verdict.signature,
                mutator=True,
                verdict=verdict.to_plain(),
            )
            install_method(root.add(f"counter_{number}", UvmObject(number=0)), method)

    session = Session(loaded.image_uri, GuardedRunner)
    try:
        session.change(install, note="Objects to change")
    finally:
        session.close()


@contextlib.contextmanager
def _clients(runtime: Path, role: str, count: int) -> Iterator[_Side]:
    """Yield clients in a process of their own, connected and warm."""
    argv = [sys.executable, "-m", "benchmarks.load", str(runtime), role, str(count)]
    with subprocess.Popen(
        argv, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None, "it is a pipe"
        assert process.stdout is not None, "it is a pipe"
        source, target = process.stdout, process.stdin
        source.readline()

        def ask(seconds: float) -> tuple[float, float]:
            target.write(f"{seconds}\n")
            target.flush()
            rate, middle = source.readline().split()
            return float(rate), float(middle)

        try:
            yield ask
        finally:
            target.close()


def _together(
    one: _Side, other: _Side, seconds: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    found: list[tuple[float, float]] = []
    thread = threading.Thread(target=lambda: found.append(other(seconds + 0.5)))
    thread.start()
    time.sleep(0.25)  # the other side is at work before and after this one
    mine = one(seconds)
    thread.join()
    return mine, found[0]


def _serve(runtime: Path, role: str, count: int) -> None:
    """Be the process of some clients: for each line of input ask for so many seconds."""
    if role == "flood":
        print("ready", flush=True)
        for line in sys.stdin:
            seconds = float(line)
            print(_flood(runtime, seconds) / seconds, 0.0, flush=True)
        return
    asks = {"readers": _read, "writers": _write}[role]
    clients = [KernelClient.connect(runtime, name=f"{role}-{number}") for number in range(count)]
    for number, client in enumerate(clients):
        asks(client, number, 0.0)
    print("ready", flush=True)
    for line in sys.stdin:
        times = _all(asks, clients, float(line))
        middle = statistics.median(times) if times else 0.0
        print(len(times) / float(line), middle * 1000, flush=True)


def _all(asks: _Asks, clients: Sequence[KernelClient], seconds: float) -> list[float]:
    """Let every client ask in a thread of its own; return the seconds of all calls."""
    times: list[float] = []
    threads = [
        threading.Thread(target=lambda c=client, n=number: times.extend(asks(c, n, seconds)))
        for number, client in enumerate(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def _read(client: KernelClient, _number: int, seconds: float) -> list[float]:
    return _calls(client, SendMessage("one_more", args=(1,)), seconds)


def _write(client: KernelClient, number: int, seconds: float) -> list[float]:
    return _calls(client, SendMessage("count", f"counter_{number}"), seconds)


def _calls(client: KernelClient, asked: SendMessage, seconds: float) -> list[float]:
    times = []
    end = time.monotonic() + seconds
    while True:
        begun = time.perf_counter()
        client.request(asked)
        times.append(time.perf_counter() - begun)
        if time.monotonic() > end:
            return times


def _flood(runtime: Path, seconds: float) -> int:
    """Send without waiting for answers, as fast as the link takes it; return how many."""
    connection = Connection.read(runtime)
    keys = KeyRing(runtime / "keys").load("client")
    body = {"receiver": "genesis", "selector": "one_more", "args": [1]}
    end = time.monotonic() + seconds
    sent = 0
    with contextlib.closing(Dealer(connection.endpoint, keys, connection.server_key)) as dealer:
        while time.monotonic() < end:
            header = Header(kind="req", type="object.send", id=new_id(), sess="flood")
            sent += dealer.send(pack(header, body), 50)
    return sent


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
