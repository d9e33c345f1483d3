"""``bus``: grams that the kernel routes between two members of its bus, beside a bare echo.

Both sides have one sender that keeps some hundred messages on their way, both encrypt with CURVE
and use the same codec. What passes through the kernel is read by another process, which tells the
sender now and then how far it has come; what the echo gets it sends back, each message to the
sender itself. So the kernel and the echo each take in and hand on one message for one that is
counted. ``python -m benchmarks.bus RUNTIME`` is the reader.
"""

from __future__ import annotations

import contextlib
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from batos.config import load_config
from batos.wire.codec import decode_body, pack, unpack
from batos.wire.connection import Connection
from batos.wire.dealer import Dealer
from batos.wire.keys import KeyRing
from batos.wire.messages.bus import BatGram
from batos.wire.messages.frame import Header, new_id
from batos.wire.messages.workers import Register
from benchmarks.homes import environment, temporary_folder
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import in_turns, median_ratio, seconds_of
from benchmarks.wire import echo, install_trivial, kernel

__all__ = ["Member", "reader", "run"]

_TARGET = 0.70
_BATCH = 200
"""Messages after which the reader tells how far it is; twice as many are on their way at most."""
_PAYLOAD = {"text": "why do my roses fade?", "turn": 7}
_ANSWER_MS = 30_000
_ROOT = Path(__file__).parents[1]


def run(options: Options) -> Result:
    """Measure posted grams, asked grams and echoes in alternating rounds."""
    rounds, batches = options.pick(21, 3), options.pick(40, 5)
    with temporary_folder() as folder:
        options.say("bearing an image, starting the kernel, the echo and a reader on the bus")
        install_trivial(folder / "home")
        runtime = load_config(environ=environment(folder / "home")).paths.runtime_dir
        with (
            kernel(folder / "home"),
            echo(folder / "keys") as bare,
            reader(runtime),
            Member(runtime, "sender") as sender,
        ):
            sides: dict[str, Callable[[], int]] = {
                "posted": lambda: sender.posted(batches),
                "asked": lambda: sender.asked(batches),
                "echo": lambda: _echoed(bare, batches),
            }
            for side in sides.values():
                side()  # warm
            rates = in_turns({name: _rate(side) for name, side in sides.items()}, rounds=rounds)
    posted, asked, echoed = rates["posted"], rates["asked"], rates["echo"]
    return Result(
        name="bus",
        figures=(
            Figure(
                name="grams routed from one member to another, as a share of the bare echo's",
                value=median_ratio(posted, echoed),
                unit="%",
                at_least=_TARGET,
            ),
            Figure(
                name="the same, of the fastest round of each side",
                value=max(posted) / max(echoed),
                unit="%",
            ),
            Figure(name="grams", value=statistics.median(posted), unit="/s"),
            Figure(name="grams that are asked and answered", value=_middle(asked), unit="/s"),
            Figure(
                name="those, each two messages through the kernel, as a share of the bare echo's",
                value=2 * median_ratio(asked, echoed),
                unit="%",
            ),
            Figure(name="bare echo", value=_middle(echoed), unit="/s"),
        ),
        facts={"rounds": rounds, "messages in a round": batches * _BATCH},
        notes=("Median of the ratios of alternating rounds; messages follow without waiting.",),
    )


def _middle(rates: Sequence[float]) -> float:
    return statistics.median(rates)


def _rate(work: Callable[[], int]) -> Callable[[], float]:
    def measured() -> float:
        counts: list[int] = []
        seconds = seconds_of(lambda: counts.append(work()))
        return counts[0] / seconds

    return measured


class Member:
    """A member of the bus, on a bare socket.

    Args:
        runtime: Folder of the kernel.
        name: Its name on the bus.

    Raises:
        TimeoutError: The kernel does not answer.
    """

    def __init__(self, runtime: Path, name: str) -> None:
        found = Connection.read(runtime)
        self._dealer = Dealer(
            found.endpoint, KeyRing(runtime / "keys").load("client"), found.server_key
        )
        note = Register(name=name, max_parallel=2 * _BATCH)
        _send(self._dealer, pack(Header(kind="ctl", type=note.TYPE, sess=new_id()), note))
        self.receive()

    def __enter__(self) -> Member:
        return self

    def __exit__(self, *_error: object) -> None:
        self._dealer.close()

    def receive(self) -> tuple[Header, dict[str, Any]]:
        """Return the next message, and its body.

        Raises:
            TimeoutError: None comes.
        """
        header, raw = unpack(_received(self._dealer))
        return header, decode_body(raw)

    def posted(self, batches: int) -> int:
        """Post grams to the reader, and return how many have come."""
        for number in range(batches):
            for _ in range(_BATCH):
                self.post("reader", "hear", _PAYLOAD)
            if number:
                self._hear("evt")
        self._hear("evt")
        return batches * _BATCH

    def asked(self, batches: int) -> int:
        """Ask the reader, and return how often it has answered."""
        open_, count = 0, batches * _BATCH // 4
        for _ in range(count):
            header = Header(kind="req", type=BatGram.TYPE, id=new_id(), sess="sender")
            _send(self._dealer, pack(header, BatGram("reader", "hear", _PAYLOAD)))
            open_ += 1
            if open_ == 32:
                self._hear("rep")
                open_ -= 1
        for _ in range(open_):
            self._hear("rep")
        return count

    def post(self, target: str, method: str, payload: object) -> None:
        """Post a gram."""
        gram = BatGram(target, method, payload)
        _send(self._dealer, pack(Header(kind="evt", type=gram.TYPE, id=new_id()), gram))

    def serve(self) -> None:
        """Read grams for ever: answer those that are asked, count those that are posted."""
        count = 0
        beaten = time.monotonic()
        while True:
            frames = self._dealer.receive(500)
            if time.monotonic() - beaten > 1.0:
                beaten = time.monotonic()
                _send(self._dealer, pack(Header(kind="ctl", type="beat")))
            if frames is None:
                continue
            header, raw = unpack(frames)
            if header.type != BatGram.TYPE:
                continue
            gram = decode_body(raw)
            if header.kind == "req":
                answer = Header(kind="rep", type=header.type, re=header.id)
                _send(self._dealer, pack(answer, {"answer": gram["payload"]}))
                continue
            count += 1
            if count % _BATCH == 0:
                self.post(gram["source"], "heard", count)

    def _hear(self, kind: str) -> None:
        while True:
            header, body = self.receive()
            if header.kind == "err":
                raise TimeoutError(body["message"])
            if header.kind == kind:
                return


def _echoed(dealer: Dealer, batches: int) -> int:
    """Have the echo send messages back, and return how many."""
    gram = BatGram("reader", "hear", _PAYLOAD)
    for number in range(batches + 1):
        if number < batches:
            for _ in range(_BATCH):
                _send(dealer, pack(Header(kind="req", type=gram.TYPE, id=new_id()), gram))
        if number:
            for _ in range(_BATCH):
                _, raw = unpack(_received(dealer))
                decode_body(raw)
    return batches * _BATCH


def _send(dealer: Dealer, frames: list[bytes]) -> None:
    if not dealer.send(frames, _ANSWER_MS):
        raise TimeoutError("nobody takes what is sent")


def _received(dealer: Dealer) -> list[bytes]:
    frames = dealer.receive(_ANSWER_MS)
    if frames is None:
        raise TimeoutError("nobody answers")
    return frames


@contextlib.contextmanager
def reader(runtime: Path) -> Iterator[None]:
    """Have a process read what is told to ``reader``."""
    argv = [sys.executable, "-m", "benchmarks.bus", str(runtime)]
    with subprocess.Popen(argv, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None, "it is a pipe"
        try:
            process.stdout.readline()
            yield
        finally:
            process.terminate()


if __name__ == "__main__":
    with Member(Path(sys.argv[1]), "reader") as member, contextlib.suppress(KeyboardInterrupt):
        print("ready", flush=True)
        member.serve()
