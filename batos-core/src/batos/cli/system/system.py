"""``batos up``, ``batos down``, ``batos status`` and ``batos serve``."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import click
from msgspec import to_builtins

from batos.cli.reach.connect import connected, looking
from batos.cli.reach.named_image import shown_size
from batos.cli.reach.running import Running, running_models
from batos.cli.system.model_shelf import missing_model
from batos.cli.system.starting import (
    kernel_settings,
    start_or_find,
    stop_kernel,
    wait_for_model,
)
from batos.cli.terminal.output import (
    error_plain,
    json_flag,
    local_time,
    note,
    print_fact,
    print_json,
)
from batos.config import Paths, load_config
from batos.counting import counted
from batos.errors import BatosError, ExitCode, ImageError, KernelNotRunningError
from batos.wire.messages.image import ImageStatus
from batos.wire.messages.kernel import KernelStatus

__all__ = ["down", "serve", "status", "up"]

_PATIENCE_S = 5.0
"""Seconds that the image is waited for, to tell of itself."""
_DOCUMENTS = {"codex": "golden pair"}
"""What one document of a kind is called, where that is another word."""
_READERS = {"rules": "by rules", "model": "by a model", "fallback": "by neither"}


@click.command()
@click.option("--with", "companion", type=click.IntRange(1), help="Stop when this process ends.")
@json_flag
def serve(companion: int | None, as_json: bool) -> int:
    """Run the kernel in the foreground until it is stopped (Ctrl-C).

    A start that fails has an exit code of its own, for a service manager to read: 75 where another
    kernel runs already or has the image or the port, 77 for keys, 78 for the configuration, 82 for
    a damaged image, 70 for the rest.

    \b
    Examples:
      batos serve
      batos serve --with 4711
    """
    from batos.kernel.process.service import run_kernel
    from batos.kernel.process.startup import StartupStatus
    from batos.wire.faults import error_from_body, error_to_body

    try:
        loaded = load_config()
        loaded.paths.make()
        settings, workers = kernel_settings(loaded)
    except BatosError as wrong:
        failed = StartupStatus(pid=os.getpid(), state="failed", error=error_to_body(wrong))
        with contextlib.suppress(OSError):  # the folder itself may be the trouble
            failed.write(Paths.find().runtime_dir)
        raise
    code = run_kernel(replace(settings, companion=companion or 0), workers)
    if as_json:
        status = StartupStatus.read(settings.runtime_dir, os.getpid())
        told = status.error if status is not None else None
        error = error_from_body(told) if told else BatosError("The kernel could not be started.")
        ended = {"error": {**error_plain(error), "exit_code": code}}
        print_json(ended if code else {"state": "stopped"})
    return code


@click.command()
@click.option("--wait", is_flag=True, help="Wait until the language model is loaded as well.")
@json_flag
def up(wait: bool, as_json: bool) -> int:
    """Start the system in the background.

    It is ready when the image is open; the language model is loaded afterwards. Starting it twice
    does no harm; beside a running system it says which settings that one was started with that
    are others here.

    \b
    Examples:
      batos up
      batos up --wait
    """
    loaded = load_config()
    for role in ("default", *loaded.config.roles):
        loaded.config.backend_for(role)  # a wrong name is told now, not in a worker's log
    differs = start_or_find(loaded)
    if missing := missing_model(loaded):
        note(f"{missing} What is learned already works without it.")
    if wait:
        wait_for_model(loaded)
    if as_json:
        from batos.wire.connection import Connection

        connection = Connection.read(loaded.paths.runtime_dir)
        found = {"state": "up", "endpoint": connection.endpoint, "pid": connection.pid}
        print_json({**found, "differs": [asdict(each) for each in differs]})
    return ExitCode.OK


@click.command()
@click.option("--now", is_flag=True, help="Do not wait for running work.")
@json_flag
def down(now: bool, as_json: bool) -> int:
    """Stop the system; running work is finished first. Stopping it twice does no harm.

    \b
    Examples:
      batos down
      batos down --now
    """
    try:
        stop_kernel(load_config(), now=now)
    except KernelNotRunningError as error:
        note(f"{error.message} There is nothing to stop.")
    else:
        note("BAT OS is down; the image is closed.")
    if as_json:
        print_json({"state": "down"})
    return ExitCode.OK


@click.command()
@json_flag
def status(as_json: bool) -> int:
    """Show what runs: the kernel, its workers, their models and the image.

    While the system is down it tells about the image, and exits with 6.

    \b
    Examples:
      batos status
      batos status --json
    """
    from batos.kernel.watchdog.record import Watch

    loaded = load_config()
    kernel: Mapping[str, Any]
    image: Mapping[str, Any]
    try:
        with connected(loaded) as client:
            kernel = client.request(KernelStatus())
            try:
                image = client.request(ImageStatus(), timeout=_PATIENCE_S)
            except BatosError as error:
                image = {"error": error.message}
            models = running_models(client, kernel.get("engines", ()))
            endpoint = client.connection.endpoint
    except KernelNotRunningError as error:
        kernel, endpoint, models = {"state": "down"}, "", Running("down", "the system is down")
        if "pid" in error.details:
            pid = error.details["pid"]
            text = f"the last one, pid {pid}, ended unexpectedly; {error.hint}"
            kernel = {**kernel, "pid": pid, "text": text}
        elif "holder" in error.details:
            text = f"{error.message} {error.hint}"
            kernel = {"state": "unreachable", "pid": error.details["holder"], "text": text}
        try:
            with looking(loaded) as looker:
                image = looker.request(ImageStatus())
        except KernelNotRunningError:
            image = {"error": "The kernel has it."}
        except ImageError as error:
            image = {"error": f"{error.message} {error.hint}".rstrip()}
    watch = Watch.read(loaded.paths.runtime_dir)
    if as_json:
        told = {"endpoint": endpoint, "kernel": kernel, "image": image}
        watched = None if watch is None else to_builtins(watch)
        print_json({**told, "inference": models.to_plain(), "watchdog": watched})
    else:
        if watch is not None:
            again = f", {counted(watch.restarts, 'restart')}" if watch.restarts else ""
            since = local_time(watch.since)
            print_fact("watchdog", f"{watch.text}; since {since}{again}")
        _print_status(endpoint, kernel, image, models)
    return ExitCode.OK if endpoint else ExitCode.KERNEL


def _print_status(
    endpoint: str, kernel: Mapping[str, Any], image: Mapping[str, Any], models: Running
) -> None:
    told = f" at {endpoint}" if endpoint else f" ({kernel['text']})" if "text" in kernel else ""
    print_fact("kernel", f"{kernel.get('state', '?')}{told}")
    for engine in kernel.get("engines", []):
        text = str(engine.get("text") or "")
        if engine.get("state") not in ("ready", "starting") and engine.get("cause") not in text:
            text = f"{text}; {engine['cause']}".removeprefix("; ")
        if engine.get("member"):
            text = text or f"an engine on the bus, pid {engine['pid']}"
        shown = f" ({text})" if text else ""
        print_fact(str(engine.get("name", "?")), f"{engine.get('state', '?')}{shown}")
    for line in models.lines() if endpoint else ():
        print_fact("model", line)
    if endpoint and (taken := models.together()):
        print_fact("models", taken)
    if endpoint and (swap := models.last_swap()):
        print_fact("last swap", swap)
    walls = {"kernel": kernel.get("walls")}
    walls |= {str(each.get("name")): each.get("walls") for each in kernel.get("engines", [])}
    for name, held in walls.items():
        if held:
            print_fact("walls", f"{name}: {held}")
    if "error" in image:
        print_fact("image", str(image["error"]))
    else:
        _print_image(image)


def _print_image(image: Mapping[str, Any]) -> None:
    print_fact("stored in", str(image["image"]))
    print_fact("born", local_time(image["born"]))
    objects, methods = counted(image["objects"], "object"), counted(image["methods"], "method")
    print_fact("holds", f"{objects}, {methods}")
    documents = (
        counted(count, _DOCUMENTS.get(kind, kind)) for kind, count in image["documents"].items()
    )
    print_fact("memory", ", ".join(documents))
    waiting = image.get("interrupted")
    left = f", {waiting} of them left in the middle" if waiting else ""
    trail = counted(image["trail"], "entry", "entries")
    print_fact("cycles", f"{image['cycles']}{left}, {trail} on the trail")
    if any((read := image["sentences"]).values()):
        by = ", ".join(f"{count} {_READERS[reader]}" for reader, count in read.items())
        print_fact("read", f"{counted(sum(read.values()), 'sentence')}: {by}")
    if changes := image.get("waiting"):
        wait = counted(changes, "change waits", "changes wait")
        print_fact("waiting", f"{wait} for your word: batos approvals")
    if asked := image.get("questions"):
        are = counted(asked, "question is", "questions are")
        print_fact("asked", f"{are} open: batos questions")
    print_fact("takes", _sizes(image))
    if ahead := image.get("ahead"):
        print_fact("clock", f"{ahead} behind the last transaction")
    for end in image.get("torn", ()):
        print_fact("torn", end["text"])
        print_fact("", end["hint"])


def _sizes(image: Mapping[str, Any]) -> str:
    """Return what an image takes in a few words; what its storage does not tell is left out."""
    parts = (("bytes", "{}"), ("blob_bytes", "{} of blobs"), ("bytes_per_method", "{} a method"))
    told = [
        text.format(shown_size(int(image[name])))
        for name, text in parts
        if int(image.get(name, -1)) >= 0
    ]
    return ", ".join(told) or "an unknown amount"
