"""``wire``: calls of a learned method through a running kernel, beside a bare echo.

Both sides are one client that waits for each answer, both encrypt with CURVE and use the same
codec; the rounds alternate, so that whatever else the machine does slows both.
"""

from __future__ import annotations

import contextlib
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from batos.config import load_config
from batos.genesis import awaken
from batos.guardian.audit.audit import audit
from batos.guardian.running.run import GuardedRunner
from batos.image import Root, Session
from batos.objects import Method, install_method
from batos.plugins import load_plugins
from batos.wire import KernelClient
from batos.wire.codec import decode_body, pack, unpack
from batos.wire.dealer import Dealer
from batos.wire.keys import KeyRing
from batos.wire.messages.frame import Header, new_id
from batos.wire.messages.objects import SendMessage
from benchmarks.homes import environment, temporary_folder
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import in_turns, median_ratio, seconds_of

__all__ = ["echo", "echo_call", "install_trivial", "kernel", "run"]

_TARGET = 0.40
_SOURCE = '''def one_more(self, number):
    """Return the next number."""
    return number + 1
'''
_BODY: dict[str, Any] = {"receiver": "genesis", "selector": "one_more", "args": [41]}
_ANSWER_MS = 10_000
_ROOT = Path(__file__).parents[1]


def run(options: Options) -> Result:
    """Measure round trips in alternating rounds."""
    rounds, calls = options.pick(21, 5), options.pick(500, 100)
    with temporary_folder() as folder:
        options.say("bearing an image with a learned method")
        install_trivial(folder / "home")
        options.say("starting the kernel and the echo")
        with kernel(folder / "home") as client, echo(folder / "keys") as dealer:
            asked = SendMessage("one_more", args=(41,))
            sides: dict[str, Callable[[], Any]] = {
                "kernel": lambda: client.request(asked).value,
                "echo": lambda: echo_call(dealer, _BODY),
            }
            assert sides["kernel"]() == 42, "the method answers"
            rates = in_turns(
                {name: _rate(call, calls) for name, call in sides.items()}, rounds=rounds
            )
    ours, bare = rates["kernel"], rates["echo"]
    return Result(
        name="wire",
        figures=(
            Figure(
                name="round trips of object.send, as a share of the bare echo's",
                value=median_ratio(ours, bare),
                unit="%",
                at_least=_TARGET,
            ),
            # What the machine gave when it was disturbed least.
            Figure(
                name="the same, of the fastest round of each side",
                value=max(ours) / max(bare),
                unit="%",
            ),
            Figure(name="object.send", value=statistics.median(ours), unit="/s"),
            Figure(name="bare echo", value=statistics.median(bare), unit="/s"),
        ),
        facts={"rounds": rounds, "calls in a round": calls},
        notes=("Median of the ratios of alternating rounds; sequential calls of one client.",),
    )


def _rate(call: Callable[[], object], count: int) -> Callable[[], float]:
    def loop() -> None:
        for _ in range(count):
            call()

    return lambda: count / seconds_of(loop)


def install_trivial(home: Path) -> None:
    """Make an image whose genesis object understands ``one_more``."""
    loaded = load_config(environ=environment(home))
    loaded.paths.make()
    verdict = audit(_SOURCE, selector="one_more")
    method = Method(selector="one_more", source=_SOURCE, signature=verdict.signature)

    def install(root: Root) -> None:
        install_method(root.find("genesis"), method)

    session = Session(loaded.image_uri, GuardedRunner)
    try:
        awaken(session, load_plugins())
        session.change(install, note="A method to call")
    finally:
        session.close()


@contextlib.contextmanager
def kernel(home: Path) -> Iterator[KernelClient]:
    """Yield a client of a kernel that runs in a home, without a model."""
    env = environment(
        home,
        BATOS_KERNEL__PORT="0",
        # No such provider: the model must not load while calls are measured.
        BATOS_DEFAULT_BACKEND="absent",
        BATOS_BACKENDS__ABSENT__PROVIDER="absent",
    )
    paths = load_config(environ=env).paths
    _batos(env, "up")
    try:
        with KernelClient.connect(paths.runtime_dir, name="benchmark") as client:
            yield client
    finally:
        _batos(env, "down", "--now")


def _batos(env: dict[str, str], *args: str) -> None:
    argv = [sys.executable, "-P", "-m", "batos.cli.main", *args]
    subprocess.run(argv, env=env, check=True, stdin=subprocess.DEVNULL, capture_output=True)


@contextlib.contextmanager
def echo(folder: Path) -> Iterator[Dealer]:
    """Yield a socket that is connected to a bare echo in a process of its own."""
    ring = KeyRing(folder)
    ring.ensure()
    argv = [sys.executable, "-m", "benchmarks.echo", str(folder)]
    with subprocess.Popen(
        argv, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None, "it is a pipe"
        assert process.stdout is not None, "it is a pipe"
        try:
            endpoint = process.stdout.readline().strip()
            dealer = Dealer(endpoint, ring.load("client"), ring.load("kernel").public)
            try:
                yield dealer
            finally:
                dealer.close()
        finally:
            process.stdin.close()


def echo_call(dealer: Dealer, body: dict[str, Any]) -> dict[str, Any]:
    """Return what the echo says back.

    Raises:
        TimeoutError: It does not answer.
    """
    request = Header(kind="req", type="echo", id=new_id())
    frames = None
    if dealer.send(pack(request, body), _ANSWER_MS):
        frames = dealer.receive(_ANSWER_MS)
    if frames is None:
        raise TimeoutError("the echo does not answer")
    _header, raw = unpack(frames)
    return decode_body(raw)
