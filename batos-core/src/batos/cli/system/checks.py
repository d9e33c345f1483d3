"""The core's own checks of health, contributed by the hook that every plugin has."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Final

from batos.cli.terminal.output import note
from batos.config import Loaded
from batos.errors import BatosError
from batos.plugins import HealthCheck, HealthReport, hookimpl
from batos.wire.messages.kernel import KernelStatus

if TYPE_CHECKING:
    from batos.care.files.places import Place
    from batos.inference import Backend

__all__ = ["OwnChecks", "python_report"]

_ROOM_MB: Final = 500


class OwnChecks:
    """A plugin: what is looked at in every installation.

    Args:
        loaded: The configuration of what is looked at.
    """

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded

    @hookimpl
    def batos_health_checks(self) -> Iterable[HealthCheck]:
        """Contribute the checks, in the order in which they are told."""
        yield HealthCheck(name="python", run=python_report)
        for name, check in _CHECKS.items():
            yield HealthCheck(name=name, run=partial(check, self._loaded))


def _report(name: str, ok: bool, message: str, hint: str = "") -> HealthReport:
    return HealthReport(name=name, ok=ok, message=message, hint=hint)


def python_report() -> HealthReport:
    """Return whether this Python will do."""
    version = platform.python_version()
    fits = sys.version_info >= (3, 11)
    return _report("python", fits, f"{version} on {platform.platform()}", "Use 3.11 or newer.")


def _config(loaded: Loaded) -> Iterator[HealthReport]:
    file = loaded.paths.config_file
    if file.is_file():
        yield _report("config", True, str(file))
    else:
        yield _report("config", True, f"no file, so that the defaults hold; it would be {file}")


def _folders(loaded: Loaded) -> Iterator[HealthReport]:
    loaded.paths.make()
    for further in loaded.config.guardian.writable:
        if not Path(further).expanduser().is_dir():
            text = f"guardian.writable names {further}, which is not there"
            yield _report("writable", False, text, "Make the folder, or leave it out.")
    for name in ("data_dir", "state_dir", "runtime_dir", "cache_dir"):
        folder = getattr(loaded.paths, name)
        writable = os.access(folder, os.W_OK)
        yield _report(name.removesuffix("_dir"), writable, str(folder), "Make it writable.")


def _room(loaded: Loaded) -> Iterator[HealthReport]:
    there = (
        each for each in (loaded.paths.data_dir, *loaded.paths.data_dir.parents) if each.exists()
    )
    free = shutil.disk_usage(next(there)).free >> 20
    yield _report("disk", free > _ROOM_MB, f"{free} MB free", "Make room; the image grows.")


def _keys(loaded: Loaded) -> Iterator[HealthReport]:
    from batos.kernel.process.launch import running
    from batos.wire.keys import ROLES, KeyRing

    folder = loaded.paths.runtime_dir / "keys"
    if not folder.exists() and running(loaded.paths.runtime_dir) is None:
        yield _report("keys", True, "none yet; the first start makes them")
        return
    for role in ROLES:
        KeyRing(folder).load(role)
    yield _report("keys", True, str(folder))


def _image(loaded: Loaded) -> Iterator[HealthReport]:
    from batos.care.ends import all_missing_ends
    from batos.care.files.places import Place
    from batos.image.storage import read_address
    from batos.kernel.process.launch import running

    place = Place.of(loaded.image_uri, loaded.paths.state_dir)
    file = place.file or read_address(loaded.image_uri).path
    if file is None:
        yield _report("image", True, f"{place.label}, a server that is not asked here")
    elif file.exists():
        for end in all_missing_ends(place):
            yield _report("image", False, end.text, end.hint)
        yield _report("image", True, place.label)
    elif running(loaded.paths.runtime_dir) is not None or _was_there(place):
        text = f"{file} is missing, though it has been there"
        hint = "Name it where it is now (image.uri), or bring a backup back: batos image restore."
        yield _report("image", False, text, hint)
    else:
        yield _report("image", True, f"not born yet; the first start makes it at {file}")


def _was_there(place: Place) -> bool:
    """Return whether something beside a missing image tells that there was one."""
    if place.file is None:
        return place.ledger.exists()
    left = (place.ledger, place.beside(".index"), place.blobs)
    return any(each is not None and each.exists() for each in left)


def _backup(loaded: Loaded) -> Iterator[HealthReport]:
    """Tell how the image is cared for; having no backup is a person's own choice."""
    from batos.care.files.places import Place
    from batos.image.storage.ledger import read_ledger

    place = Place.of(loaded.image_uri, loaded.paths.state_dir)
    noted = read_ledger(place.ledger).get("backup") or {}
    at, folder = str(noted.get("at", ""))[:10], str(noted.get("folder", ""))
    if not at:
        yield _report("backup", True, "none yet: batos image backup DIR")
    elif folder and not Path(folder).is_dir():
        text = f"the last one, of {at}, is not there any more: {folder}"
        yield _report("backup", False, text, "Bring it back, or make one: batos image backup DIR")
    else:
        yield _report("backup", True, f"the last one is of {at}: {folder}".removesuffix(": "))


def _plugins(loaded: Loaded) -> Iterator[HealthReport]:
    from batos.cli.reach.installed import installed
    from batos.exchange.packs import left_out

    found = installed(loaded)
    missing = left_out(found)
    for info in found.listing():
        ok = str(info.state) in ("active", "disabled")
        provides = ", ".join(info.provides)
        text = f"{info.name} {info.state}: {provides if ok else info.reason}"
        yield _report("plugin", ok, text, f"Mend or remove it: pip uninstall {info.distribution}")
        for skill in missing.get(info.name, ()):
            text = f"{skill.pack} is taken without {skill}"
            yield _report("skill pack", False, text, f"Tell the makers of {info.distribution}.")
    yield from _packages({info.distribution for info in found.listing() if info.distribution})


def _packages(names: Iterable[str]) -> Iterator[HealthReport]:
    """Look whether every file is there that a package was installed with."""
    for name in sorted({"batos-core", *names}):
        try:
            files = importlib.metadata.distribution(name).files or ()
        except importlib.metadata.PackageNotFoundError:
            continue  # a plugin that is no package, as in a program of one's own
        gone = [str(each) for each in files if each.suffix != ".pyc" and not _is_there(each)]
        if gone:
            text = f"{name} lacks {len(gone)} of its files, such as {gone[0]}"
            hint = f"Install it again: python -m pip install --force-reinstall --no-deps {name}"
            yield _report("package", False, text, hint)


def _is_there(file: importlib.metadata.PackagePath) -> bool:
    return Path(str(file.locate())).exists()


def _models(loaded: Loaded) -> Iterator[HealthReport]:
    """Look at every configured backend: the files of all, and whether those in use load."""
    from batos.cli.reach.installed import installed
    from batos.kernel.process.launch import running
    from batos.plugins.backends import build_backends, make_backend

    found = installed(loaded)
    is_up = running(loaded.paths.runtime_dir) is not None
    used = build_backends(loaded, found)
    for alias, config in loaded.config.backends.items():
        if alias not in used and config.model:
            yield _looked_at(alias, make_backend(loaded, found, alias), "no role uses it")
    for alias, backend in used.items():
        # A running system has its models in memory already, and its worker tells how they are.
        yield _looked_at(alias, backend, "") if is_up else _tried(alias, backend)


def _adapters(loaded: Loaded) -> Iterator[HealthReport]:
    """Look at the adapters that lie ready to be taken into the image."""
    from batos.handwork.adapters import offered
    from batos.inference.files.adapter import read_adapter

    for source in offered(loaded.paths.adapters_dir):
        try:
            found = read_adapter(source)
        except BatosError as error:
            hint = error.hint or f"Mend it, or take it away: {source}"
            yield _report("adapter", False, error.message, hint)
        else:
            yield _report("adapter", True, f"{source.name}: {found.kind}, rank {found.rank}")


def _looked_at(alias: str, backend: Backend, remark: str) -> HealthReport:
    """Look whether a model's file is there, without loading it."""
    from batos.inference import FileBackend

    named = f"{alias}: {backend.name}, {backend.model}"
    if isinstance(backend, FileBackend):
        try:
            backend.check_files()
        except BatosError as error:
            told = f"{named}: {error.message}"
            return _report("backend", False, f"{told} ({remark})" if remark else told, error.hint)
        named = f"{named}, {backend.model_file()}"
    return _report("backend", True, f"{named}, {remark}" if remark else named)


def _tried(alias: str, backend: Backend) -> HealthReport:
    """Load a model, which is the only proof that it can be."""
    told: list[str] = []

    def progress(text: str, _share: float | None) -> None:
        if told[-1:] != [text]:
            told.append(text)
            note(f"{text}…")

    try:
        backend.load(progress)
    except BatosError as error:
        named = f"{alias}: {backend.name}, {backend.model}"
        return _report("backend", False, f"{named}: {error.message}", error.hint)
    finally:
        backend.close()
    return _looked_at(alias, backend, "loads")


def _walls(loaded: Loaded) -> Iterator[HealthReport]:
    from batos.guardian.trial.trial import Trial

    del loaded
    forks = hasattr(os, "fork")
    where = "trials run in a forked child" if forks else "trials run in a fresh interpreter"
    with Trial() as trial:
        yield _report("guardian", True, f"{where}, held by {trial.confinement().describe()}")


def _kernel(loaded: Loaded) -> Iterator[HealthReport]:
    from batos.cli.reach.connect import connected
    from batos.cli.reach.running import running_models
    from batos.errors import KernelNotRunningError
    from batos.kernel.base.started import differences

    try:
        with connected(loaded) as client:
            state = client.request(KernelStatus())
            models = running_models(client, state.get("engines", ()))
    except KernelNotRunningError as error:
        yield _report("kernel", True, f"not running ({error.hint})")
        return
    if state.get("walls"):
        yield _report("walls", True, f"kernel: {state['walls']}")
    for engine in state.get("engines", []):
        if engine.get("walls"):
            yield _report("walls", True, f"{engine['name']} worker: {engine['walls']}")
        ok = engine["state"] in ("ready", "starting")
        reason = engine["text"] or ("" if ok else engine["cause"])
        text = f"{engine['name']} {engine['state']}{f': {reason}' if reason else ''}"
        yield _report("worker", ok, text, f"Its log tells more: {loaded.paths.log_dir}")
    for line, each in zip_longest(models.lines(), models.models):
        health = models.state if each is None else each["state"]
        failed = health in ("failed", "degraded", "unavailable")
        hint = f"{models.hint.rstrip('.')}; then: batos down; batos up".removeprefix("; ")
        yield _report("model", not failed, f"runs: {line}", hint)
    for difference in differences(state.get("started", {}), loaded, models.taken):
        text = f"it runs with other settings: {difference}"
        yield _report("settings", True, f"{text}; batos down, then batos up")


_CHECKS: Final[Mapping[str, Callable[[Loaded], Iterator[HealthReport]]]] = {
    "config": _config,
    "folders": _folders,
    "room": _room,
    "keys": _keys,
    "image": _image,
    "backup": _backup,
    "plugins": _plugins,
    "models": _models,
    "adapters": _adapters,
    "walls": _walls,
    "kernel": _kernel,
}
