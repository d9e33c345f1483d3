"""``batos up``, ``batos down``, ``batos status`` and ``batos serve``."""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

from batos.cli.reach.connect import connected, looking
from batos.cli.reach.named_image import care_of, shown_size, tell_missing
from batos.cli.reach.running import Running, running_models
from batos.cli.system.models import missing_model
from batos.cli.terminal.output import (
    error_plain,
    json_flag,
    local_time,
    note,
    print_fact,
    print_json,
)
from batos.cli.terminal.progress import StartProgress
from batos.config import Loaded, load_config
from batos.counting import counted
from batos.errors import BatosError, ConfigError, ExitCode, ImageError, KernelNotRunningError
from batos.wire.messages.image import ImageStatus
from batos.wire.messages.kernel import KernelStatus

if TYPE_CHECKING:
    from batos.kernel.base.settings import KernelSettings, WorkerSpec
    from batos.kernel.process.started import Difference

__all__ = [
    "down",
    "image_workers",
    "serve",
    "start",
    "start_or_find",
    "status",
    "stop_kernel",
    "up",
    "wait_for_model",
]

_GRACE_S = 2.0
"""Seconds past its own deadline after which a method counts as hanging."""
_SHARED = frozenset({"zeo", "postgres", "sqlite"})
"""Kinds of storages that several processes can have open."""
_START_S = 60.0
"""Seconds that a start may take with one image worker, and more for each further one."""
_START_MORE_S = 5.0
_DOCUMENTS = {"codex": "golden pair"}
"""What one document of a kind is called, where that is another word."""
_PATIENCE_S = 5.0
_LATE_S = 10.0
"""Seconds past its deadline after which a request that heeds nothing ends its worker."""


def kernel_settings(loaded: Loaded) -> tuple[KernelSettings, list[WorkerSpec]]:
    """Return what a kernel is started with: its settings and its workers."""
    from batos import __version__
    from batos.kernel.base.settings import IMAGE_WORKER, KernelSettings, Limits, WorkerSpec
    from batos.kernel.process.started import settings_of
    from batos.kernel.worker.confinement import kernel_folders

    kernel = loaded.config.kernel
    salt = secrets.token_hex(8)
    settings = KernelSettings(
        runtime_dir=loaded.paths.runtime_dir,
        log_dir=loaded.paths.log_dir,
        host=kernel.host,
        port=kernel.port,
        drain_s=kernel.drain_s,
        limits=Limits(learned_per_minute=kernel.learned_per_minute),
        writable=kernel_folders(loaded),
        version=__version__,
        started={"salt": salt, "settings": settings_of(loaded, salt)},
    )
    python = (sys.executable, "-P", "-m")
    # The methods of another image have the same numbers.
    image = hashlib.sha256(loaded.image_uri.encode()).hexdigest()[:12]
    names = image_workers(loaded)
    workers = [
        *(
            WorkerSpec(
                name=name,
                argv=(*python, "batos.kernel.worker.image_worker"),
                capabilities=("object", "mission", "image", "founding"),
                required=True,
                # A method is stopped by its own deadline; what goes on after it cannot be stopped.
                method_s=loaded.config.guardian.seconds + _GRACE_S,
                late_s=_LATE_S,
                family=IMAGE_WORKER,
                deaths=loaded.paths.state_dir / f"deaths-{image}.json",
                start_seconds=_start_seconds(names),
            )
            for name in names
        ),
        # Not required: the image answers what it knows while the model loads, or without one.
        WorkerSpec(
            name="inference",
            argv=(*python, "batos.kernel.worker.inference_worker"),
            capabilities=("infer",),
        ),
    ]
    return settings, workers


def image_workers(loaded: Loaded) -> list[str]:
    """Return the names of the image workers.

    Raises:
        ConfigError: There are to be several, and only one process can have the image open.
    """
    from batos.kernel.base.settings import IMAGE_WORKER

    count = loaded.config.kernel.image_workers
    if count > 1:
        from batos.image.storage import read_address

        address = read_address(loaded.image_uri)
        if address.kind not in _SHARED:
            raise ConfigError(
                f"kernel.image_workers is {count}, but only one process can have the image "
                f"{address.label} open.",
                hint="Keep the image on zeo://, postgres:// or sqlite://, or set it to 1.",
            )
    return [IMAGE_WORKER, *(f"{IMAGE_WORKER}-{number}" for number in range(2, count + 1))]


def _start_seconds(names: list[str]) -> float:
    return _START_S + _START_MORE_S * (len(names) - 1)


def start(loaded: Loaded, *, companion: int = 0) -> str:
    """Start the kernel in the background and return its endpoint.

    Args:
        loaded: Where it runs.
        companion: A process that it ends with; 0 for none.

    Raises:
        ConfigError: There are to be more image workers than the storage allows.
        KernelAlreadyRunningError: One runs already.
        BatosError: It could not start; the error is its own.
    """
    from batos.kernel.process.launch import start_background

    names = image_workers(loaded)  # a wrong number is told at once, not in the kernel's log
    loaded.paths.make()
    with_ = ("--with", str(companion)) if companion else ()
    connection = start_background(
        [sys.executable, "-P", "-m", "batos.cli.main", "serve", *with_],
        loaded.paths.runtime_dir,
        loaded.paths.log_dir / "kernel.out",
        timeout=_start_seconds(names),
        on_progress=StartProgress(),
    )
    return str(connection.endpoint)


def start_or_find(loaded: Loaded) -> list[Difference]:
    """Start the kernel, or find it running, and say which, and with which other settings.

    Returns:
        The settings that a kernel which ran already has otherwise.

    Raises:
        BatosError: It could not start; the error is its own.
    """
    from batos.wire.faults import KernelAlreadyRunningError

    begun = time.monotonic()
    try:
        endpoint = start(loaded)
    except KernelAlreadyRunningError as error:
        note(f"BAT OS is already up (pid {error.details.get('pid', '?')}).")
        found = _differences(loaded)
        if found:
            note("It runs with other settings than these:")
            for each in found:
                note(f"  {each}")
            note("To have these: batos down, then batos up.")
    else:
        note(f"BAT OS is up at {endpoint} ({time.monotonic() - begun:.1f} s).")
        found = []
    tell_missing(care_of(None, loaded))
    return found


def _differences(loaded: Loaded) -> list[Difference]:
    """Return which settings of a running kernel are other ones than those here."""
    from batos.kernel.process.started import differences

    try:
        with connected(loaded) as client:
            told = client.request(KernelStatus(), timeout=_PATIENCE_S).get("started", {})
    except BatosError:
        return []  # it is only just starting, or ending: there is nobody to ask
    return differences(told, loaded)


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
    from batos.wire.faults import error_from_body

    loaded = load_config()
    loaded.paths.make()
    settings, workers = kernel_settings(loaded)
    code = run_kernel(replace(settings, companion=companion or 0), workers)
    if as_json:
        status = StartupStatus.read(settings.runtime_dir, os.getpid())
        told = status.error if status is not None else None
        error = error_from_body(told) if told else BatosError("The kernel could not be started.")
        failed = {"error": {**error_plain(error), "exit_code": code}}
        print_json(failed if code else {"state": "stopped"})
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


def wait_for_model(loaded: Loaded) -> None:
    """Wait until the inference worker is ready, telling what it does.

    Raises:
        BackendError: The model cannot be used.
    """
    from batos.errors import BackendError

    told = ""
    with connected(loaded) as client:
        while True:
            engine = _engine(client.request(KernelStatus()), "inference")
            state, text = str(engine.get("state", "")), str(engine.get("text", ""))
            if state == "ready":
                return
            if state not in ("starting", "restarting"):
                reason = (text or str(engine.get("cause", "")) or state or "no worker").rstrip(".")
                own = running_models(client).hint or "'batos doctor' tells more."
                raise BackendError(
                    f"The language model is not available: {reason}.",
                    hint=f"{own.rstrip('.')}; what is learned already works without it.",
                )
            if text and text not in (told, "starting"):
                told = text
                note(f"{text}…")
            time.sleep(0.1)


def _engine(answer: dict[str, Any], name: str) -> dict[str, Any]:
    for engine in answer.get("engines", []):
        if engine.get("name") == name:
            return dict(engine)
    return {}


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


def stop_kernel(loaded: Loaded, *, now: bool = False) -> None:
    """Stop the kernel and wait until it has ended.

    Args:
        loaded: Where it runs.
        now: Cancel running work instead of waiting for it.

    Raises:
        KernelNotRunningError: None runs.
    """
    from batos.kernel.process.launch import stop

    stop(
        loaded.paths.runtime_dir,
        timeout=loaded.config.kernel.drain_s + 10,
        drain_s=0.0 if now else None,
        on_progress=lambda text: note(f"{text[:1].upper()}{text[1:]}…"),
    )


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
    loaded = load_config()
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
            kernel |= {"pid": pid, "text": text}
        elif "holder" in error.details:
            kernel = {"state": "unreachable", "pid": error.details["holder"]}
            kernel["text"] = f"{error.message} {error.hint}"
        try:
            with looking(loaded) as looker:
                image = looker.request(ImageStatus())
        except KernelNotRunningError:
            image = {"error": "The kernel has it."}
        except ImageError as error:
            image = {"error": f"{error.message} {error.hint}".rstrip()}
    if as_json:
        told = {"endpoint": endpoint, "kernel": kernel, "image": image}
        print_json({**told, "inference": models.to_plain()})
    else:
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
        shown = f" ({text})" if text else ""
        print_fact(str(engine.get("name", "?")), f"{engine.get('state', '?')}{shown}")
    for line in models.lines() if endpoint else ():
        print_fact("model", line)
    walls = {"kernel": kernel.get("walls")}
    walls |= {str(each.get("name")): each.get("walls") for each in kernel.get("engines", [])}
    for name, held in walls.items():
        if held:
            print_fact("walls", f"{name}: {held}")
    if "error" in image:
        print_fact("image", str(image["error"]))
        return
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
