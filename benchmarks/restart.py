"""``restart``: from the death of an image worker to the next answer."""

from __future__ import annotations

import os
import signal
import statistics
import time
from pathlib import Path
from typing import Any

from batos.config import load_config
from batos.errors import BatosError
from batos.image import Root, Session
from batos.kernel.process.launch import start_background, stop
from batos.objects import Method, UvmObject, install_method
from batos.wire.client import KernelClient
from batos.wire.messages.kernel import EngineLine, KernelStatus
from batos.wire.messages.objects import SendMessage
from benchmarks.homes import environment, temporary_folder
from benchmarks.results import Figure, Options, Result
from benchmarks.startup import command

__all__ = ["fill", "run"]

_WANTED_S = 1.0
_OBJECTS = 10_000
_BATCH = 1_000
_METHOD = "def double(self, number):\n    return number * 2\n"


def run(options: Options) -> Result:
    """Kill the image worker of a running system, and time the next answer."""
    objects = options.pick(_OBJECTS, _OBJECTS // 10)
    deaths = options.pick(7, 2)
    with temporary_folder() as folder:
        env = environment(folder / "home", BATOS_KERNEL__PORT="0")
        loaded = load_config(environ=env)
        loaded.paths.make()
        runtime = loaded.paths.runtime_dir
        options.say(f"bearing an image of {objects} objects")
        _in(env, folder, runtime, lambda: None)
        fill(loaded.image_uri, objects)
        options.say(f"ending its worker {deaths} times")
        rows: list[dict[str, Any]] = []
        for _ in range(deaths):
            # A kernel each: after several deaths in a minute it waits, which is not measured.
            _in(env, folder, runtime, lambda: rows.append(_death(runtime)))
    seconds = [row["seconds"] for row in rows]
    return Result(
        name="restart",
        figures=(
            Figure(
                name=f"death to the next answer, {objects} objects",
                value=statistics.median(seconds),
                unit="s",
                below=_WANTED_S,
            ),
            Figure(name="the same, the slowest", value=max(seconds), unit="s"),
            Figure(
                name="of it, until the new process has started",
                value=statistics.median(row["started"] for row in rows),
                unit="s",
            ),
        ),
        rows=rows,
        facts={"objects": objects, "deaths": deaths},
        notes=("The clock runs from the signal to the answer of a method, through the kernel.",),
    )


def fill(uri: str, objects: int) -> None:
    """Put named objects into an image, and a method into the first prototype.

    Raises:
        BatosError: The image cannot be opened.
    """
    session = Session(uri, lambda: None)  # type: ignore[arg-type, return-value]  # nothing is run
    try:
        for start in range(0, objects, _BATCH):
            session.change(
                lambda root, start=start: _fill(root, start, min(objects, start + _BATCH)),  # type: ignore[misc]  # a default argument binds it
                note="objects for a measurement",
            )
    finally:
        session.close()


def _fill(root: Root, start: int, end: int) -> None:
    genesis = root.find("genesis")
    if not start:
        method = Method(selector="double", source=_METHOD, signature="(self, number)")
        install_method(genesis, method)
    for number in range(start, end):
        root.add(f"thing_{number}", UvmObject(parents=(genesis,), number=number, text="x" * 100))


def _in(env: dict[str, str], folder: Path, runtime: Path, work: Any) -> None:
    """Run a piece of work while the system is up."""
    outer = dict(os.environ)
    os.environ.clear()
    os.environ.update(env)
    try:
        start_background([*command(), "serve"], runtime, folder / "kernel.out")
        try:
            work()
        finally:
            stop(runtime, drain_s=0.0)
    finally:
        os.environ.clear()
        os.environ.update(outer)


def _death(runtime: Path) -> dict[str, Any]:
    with KernelClient.connect(runtime, timeout=20) as client:
        _wait_for_quiet(client)
        pid = _image(client)["pid"]
        begun = time.monotonic()
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        while _image(client)["pid"] in (0, pid):
            time.sleep(0.002)
        started = time.monotonic() - begun
        value = client.request(SendMessage("double", args=(21,)), timeout=60).value
        if value != 42:
            raise BatosError(f"The answer was {value!r}.")
        return {"seconds": time.monotonic() - begun, "started": started}


def _wait_for_quiet(client: KernelClient) -> None:
    """Wait until the model is loaded, or will not be."""
    while any(engine["state"] == "starting" for engine in _engines(client)):
        time.sleep(0.1)


def _engines(client: KernelClient) -> list[EngineLine]:
    return client.request(KernelStatus())["engines"]


def _image(client: KernelClient) -> EngineLine:
    return next(engine for engine in _engines(client) if engine["name"] == "image")
