"""Starting a kernel with what is configured, finding one that runs, and stopping it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import signal
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from batos.cli.reach.connect import connected
from batos.cli.reach.named_image import care_of, tell_missing
from batos.cli.reach.running import running_models
from batos.cli.system.held_models import laid_out
from batos.cli.terminal.output import note
from batos.cli.terminal.progress import StartProgress
from batos.config import Loaded
from batos.errors import BatosError, ConfigError, KernelNotRunningError
from batos.wire.messages.kernel import KernelState, KernelStatus

if TYPE_CHECKING:
    from batos.kernel.base.settings import KernelSettings, WorkerSpec
    from batos.kernel.base.started import Difference
    from batos.kernel.upgrade.journal import Entry
    from batos.kernel.upgrade.upgrade import Upgrade

__all__ = [
    "image_workers",
    "kernel_command",
    "kernel_settings",
    "start",
    "start_or_find",
    "start_seconds",
    "stop_kernel",
    "upgrade_of",
    "wait_for_model",
]

_GRACE_S = 2.0
"""Seconds past its own deadline after which a method counts as hanging."""
_SHARED = frozenset({"zeo", "postgres", "sqlite"})
"""Kinds of storages that several processes can have open."""
_START_S = 60.0
"""Seconds that a start may take with one image worker, and more for each further one."""
_START_MORE_S = 5.0
_PATIENCE_S = 5.0
_WATCHDOG_S = 10.0
"""Seconds in which a watchdog ends that was told to."""
_LATE_S = 10.0
"""Seconds past its deadline after which a request that heeds nothing ends its worker."""


def kernel_settings(loaded: Loaded) -> tuple[KernelSettings, list[WorkerSpec]]:
    """Return what a kernel is started with: its settings and its workers."""
    from batos import __version__
    from batos.kernel.base.settings import IMAGE_WORKER, KernelLimits, KernelSettings, WorkerSpec
    from batos.kernel.base.started import settings_of
    from batos.kernel.worker.confinement import kernel_folders

    kernel = loaded.config.kernel
    salt = secrets.token_hex(8)
    settings = KernelSettings(
        runtime_dir=loaded.paths.runtime_dir,
        log_dir=loaded.paths.log_dir,
        host=kernel.host,
        port=kernel.port,
        line_port=kernel.line_port,
        drain_s=kernel.drain_s,
        limits=KernelLimits(learned_per_minute=kernel.learned_per_minute),
        writable=kernel_folders(loaded),
        version=__version__,
        started={"salt": salt, "settings": settings_of(loaded, salt)},
    )
    python = (sys.executable, "-P", "-m")
    # The methods of another image have the same numbers.
    image = hashlib.sha256(loaded.image_uri.encode()).hexdigest()[:12]
    names, seconds = image_workers(loaded), start_seconds(loaded)
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
                start_seconds=seconds,
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


def start_seconds(loaded: Loaded) -> float:
    """Return the seconds that a start may take.

    Raises:
        ConfigError: There are to be more image workers than the storage allows.
    """
    return _START_S + _START_MORE_S * (len(image_workers(loaded)) - 1)


def kernel_command(loaded: Loaded) -> list[str]:
    """Return the command that runs a kernel, in the environment that an upgrade has left."""
    from batos.kernel.upgrade.environments import Environments
    from batos.kernel.upgrade.programs import batos_command

    python = Environments(loaded.paths.environments_dir).running().python
    return batos_command(python, "serve")


def upgrade_of(
    loaded: Loaded, tell: Callable[[Entry], None], heed: Callable[[], None] = lambda: None
) -> Upgrade:
    """Return what upgrades a home.

    Args:
        loaded: The home.
        tell: Told what happens.
        heed: What it raises ends the upgrade.
    """
    from batos.kernel.upgrade.keeper import Keeper
    from batos.kernel.upgrade.upgrade import Upgrade

    paths = loaded.paths
    log = paths.log_dir / "kernel.out"
    keeper = Keeper(
        paths.runtime_dir, log, start_s=start_seconds(loaded), drain_s=loaded.config.kernel.drain_s
    )
    return Upgrade(loaded, keeper, tell, heed)


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

    seconds = start_seconds(loaded)  # a wrong number is told at once, not in the kernel's log
    loaded.paths.make()
    laid_out(loaded)
    ended = upgrade_of(loaded, lambda entry: note(f"{entry.step}: {entry.text}…")).recover()
    if ended is not None:
        note(f"An upgrade was interrupted; it is {ended.step}: {ended.text}")
    with_ = ("--with", str(companion)) if companion else ()
    connection = start_background(
        [*kernel_command(loaded), *with_],
        loaded.paths.runtime_dir,
        loaded.paths.log_dir / "kernel.out",
        timeout=seconds,
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
    from batos.kernel.base.started import differences

    try:
        with connected(loaded) as client:
            status = client.request(KernelStatus(), timeout=_PATIENCE_S)
            taken = running_models(client, status.get("engines", ())).taken
    except BatosError:
        return []  # it is only just starting, or ending: there is nobody to ask
    return differences(status.get("started", {}), loaded, taken)


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


def _engine(answer: KernelState, name: str) -> dict[str, Any]:
    for engine in answer["engines"]:
        if engine.get("name") == name:
            return dict(engine)
    return {}


def stop_kernel(loaded: Loaded, *, now: bool = False) -> None:
    """Stop the kernel, and a watchdog with it, and wait until they have ended.

    Args:
        loaded: Where it runs.
        now: Cancel running work instead of waiting for it.

    Raises:
        KernelNotRunningError: None runs, and nobody was about to start one.
    """
    from batos.kernel.process.launch import stop
    from batos.kernel.watchdog.record import Watch

    runtime_dir = loaded.paths.runtime_dir
    watch = Watch.read(runtime_dir)
    if watch is not None:
        watch.dismiss(runtime_dir)  # before the kernel ends: it is not to be started again
    try:
        stop(
            runtime_dir,
            timeout=loaded.config.kernel.drain_s + 10,
            drain_s=0.0 if now else None,
            on_progress=lambda text: note(f"{text[:1].upper()}{text[1:]}…"),
        )
    except KernelNotRunningError:
        if watch is None:
            raise
    if watch is not None and not watch.gone(_WATCHDOG_S):
        note("The watchdog does not end; ending its process…")
        with contextlib.suppress(ProcessLookupError):
            os.kill(watch.pid, signal.SIGTERM)
        watch.gone(_WATCHDOG_S)
