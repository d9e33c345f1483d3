"""``batos doctor``."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from batos.cli.output import fitted, json_flag, note, print_json, printable
from batos.config import Loaded, load_config
from batos.errors import BatosError, ExitCode

if TYPE_CHECKING:
    from batos.inference import Backend

__all__ = ["doctor"]

_ROOM_MB = 500


@dataclass(frozen=True)
class Finding:
    """What one check found.

    Attributes:
        check: Its name.
        ok: Whether all is well.
        text: What it saw.
        hint: What to do, when it is not well.
    """

    check: str
    ok: bool
    text: str
    hint: str = ""


@click.command()
@json_flag
def doctor(as_json: bool) -> int:
    """Check the installation, the plugins, the model and the running system.

    \b
    Examples:
      batos doctor
      batos doctor --json
    """
    findings = list(_findings())
    if as_json:
        print_json([vars(finding) for finding in findings])
    else:
        for finding in findings:
            mark = click.style("ok  ", fg="green") if finding.ok else click.style("BAD ", fg="red")
            lines = [finding.text, *([finding.hint] if not finding.ok and finding.hint else [])]
            told = "\n".join(f"{'':18}{printable(line)}" for line in lines)
            click.echo(f"{mark} {finding.check:12} {fitted(told, sys.stdout, hang=18).lstrip()}")
    return ExitCode.OK if all(finding.ok for finding in findings) else ExitCode.FAILURE


def _findings() -> Iterator[Finding]:
    yield _python()
    try:
        loaded = load_config()
    except BatosError as error:
        yield Finding("config", False, error.message, error.hint)
        return
    yield Finding("config", True, str(loaded.paths.config_file))
    for check in (_folders, _room, _image, _plugins, _model, _walls, _kernel):
        yield from _guarded(check, loaded)


def _guarded(check: Callable[[Loaded], Iterator[Finding]], loaded: Loaded) -> Iterator[Finding]:
    try:
        yield from check(loaded)
    except BatosError as error:
        yield Finding(check.__name__.strip("_"), False, error.message, error.hint)


def _python() -> Finding:
    version = platform.python_version()
    fits = sys.version_info >= (3, 11)
    return Finding("python", fits, f"{version} on {platform.platform()}", "Use 3.11 or newer.")


def _folders(loaded: Loaded) -> Iterator[Finding]:
    loaded.paths.make()
    for name in ("data_dir", "state_dir", "runtime_dir", "cache_dir"):
        folder = getattr(loaded.paths, name)
        writable = os.access(folder, os.W_OK)
        yield Finding(name.removesuffix("_dir"), writable, str(folder), "Make it writable.")


def _room(loaded: Loaded) -> Iterator[Finding]:
    there = (
        each for each in (loaded.paths.data_dir, *loaded.paths.data_dir.parents) if each.exists()
    )
    free = shutil.disk_usage(next(there)).free >> 20
    yield Finding("disk", free > _ROOM_MB, f"{free} MB free", "Make room; the image grows.")


def _image(loaded: Loaded) -> Iterator[Finding]:
    """Tell how the image is cared for; having no backup is a person's own choice."""
    from batos.image.care.ends import missing_ends, unnoticed_end
    from batos.image.care.places import Place
    from batos.image.storage.ledger import read_ledger

    place = Place.of(loaded.image_uri, loaded.paths.state_dir)
    if place.file is not None and not place.file.exists():
        yield Finding("image", True, "not born yet")
        return
    for end in (*missing_ends(place), unnoticed_end(place) if place.file is not None else None):
        if end is not None:
            yield Finding("image", False, end.text, end.hint)
    noted = read_ledger(place.ledger)
    at = str((noted.get("backup") or {}).get("at", ""))[:10]
    told = f"last backup {at}" if at else "no backup yet: batos image backup DIR"
    yield Finding("image", True, f"{place.label}, {told}")


def _plugins(loaded: Loaded) -> Iterator[Finding]:
    from batos.cli.plugins import installed

    found = installed(loaded)
    for info in found.listing():
        ok = str(info.state) in ("active", "disabled")
        provides = ", ".join(info.provides)
        text = f"{info.name} {info.state}: {provides if ok else info.reason}"
        yield Finding("plugin", ok, text, f"Mend or remove it: pip uninstall {info.distribution}")
    for check in found.health_checks():
        report = check.run()
        yield Finding(check.name, report.ok, report.message, report.hint)


def _model(loaded: Loaded) -> Iterator[Finding]:
    from batos.cli.plugins import installed
    from batos.kernel.launch import running
    from batos.mind.thinking import build_backends

    for alias, backend in build_backends(loaded, installed(loaded)).items():
        named = f"{alias}: {backend.name}, {backend.model}"
        # A running system has its models in memory already, and its worker tells how they are.
        if running(loaded.paths.runtime_dir) is not None:
            yield Finding("backend", True, named)
            continue
        yield _tried(backend, named)


def _tried(backend: Backend, named: str) -> Finding:
    """Load a model, which is the only proof that it can be."""
    told: list[str] = []

    def progress(text: str, _share: float | None) -> None:
        if told[-1:] != [text]:
            told.append(text)
            note(f"{text}…")

    try:
        backend.load(progress)
    except BatosError as error:
        return Finding("backend", False, f"{named}: {error.message}", error.hint)
    finally:
        backend.close()
    return Finding("backend", True, f"{named}, loads")


def _walls(loaded: Loaded) -> Iterator[Finding]:
    from batos.guardian.trial import Trial

    del loaded
    forks = hasattr(os, "fork")
    where = "trials run in a forked child" if forks else "trials run in a fresh interpreter"
    with Trial() as trial:
        yield Finding("guardian", True, f"{where}, held by {trial.confinement().describe()}")


def _kernel(loaded: Loaded) -> Iterator[Finding]:
    from batos.cli.connect import connected
    from batos.errors import KernelNotRunningError

    try:
        with connected(loaded) as client:
            state = client.request("kernel.status")
    except KernelNotRunningError as error:
        yield Finding("kernel", True, f"not running ({error.hint})")
        return
    if state.get("walls"):
        yield Finding("walls", True, f"kernel: {state['walls']}")
    for engine in state.get("engines", []):
        if engine.get("walls"):
            yield Finding("walls", True, f"{engine['name']} worker: {engine['walls']}")
        ok = engine["state"] in ("ready", "starting")
        reason = engine["text"] or ("" if ok else engine["cause"])
        text = f"{engine['name']} {engine['state']}{f': {reason}' if reason else ''}"
        yield Finding("worker", ok, text, f"Its log tells more: {loaded.paths.log_dir}")
