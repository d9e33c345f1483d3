"""The managers of services that can keep a watchdog up, and what each is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

from batos.config import Loaded
from batos.errors import BatosError
from batos.kernel.upgrade.environments import Environments

__all__ = ["KINDS", "Manager", "here", "manager"]

KINDS = ("systemd", "launchd", "windows")


def here() -> str:
    """Return the kind of manager that this system has."""
    return {"darwin": "launchd", "win32": "windows"}.get(sys.platform, "systemd")


@dataclass(frozen=True, kw_only=True)
class Manager:
    """How a manager is told of the watchdog.

    Attributes:
        kind: One of :data:`KINDS`.
        unit: The description of the service.
        file: Where the manager looks for it; None where a person enters it.
        ask: The program that it is asked by, with the words that always come first.
        install: What is asked to have the service started, now and from now on.
        remove: What is asked to have it ended for good.
        runs: What it says yes to while the service runs.
    """

    kind: str
    unit: str
    file: Path | None = None
    ask: tuple[str, ...] = ()
    install: tuple[tuple[str, ...], ...] = ()
    remove: tuple[tuple[str, ...], ...] = ()
    runs: tuple[str, ...] = ()

    def missing(self) -> str:
        """Return in a sentence why it cannot be asked; an empty text where it can."""
        if not self.ask or shutil.which(self.ask[0]) is None:
            return f"There is no {self.kind} here."
        if self.kind == "systemd" and self._said("show-environment"):
            return "No systemd runs for this user."
        return ""

    def tell(self, lines: tuple[tuple[str, ...], ...]) -> None:
        """Ask for one thing after the other.

        Raises:
            BatosError: It says no.
        """
        for words in lines:
            if said := self._said(*words):
                raise BatosError(f"'{' '.join((*self.ask, *words))}' failed: {said}.")

    def running(self) -> bool:
        """Return whether it says that the service runs."""
        return not self.missing() and not self._said(*self.runs)

    def _said(self, *words: str) -> str:
        """Ask, and return what is said against it; an empty text for yes."""
        done = subprocess.run(  # noqa: S603 - the manager of this system
            [*self.ask, *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        said = (done.stderr or done.stdout).strip().splitlines() or [f"exit {done.returncode}"]
        return said[-1].rstrip(".") if done.returncode else ""


def manager(kind: str, loaded: Loaded) -> Manager:
    """Return a manager, with the description of the service of a home.

    Args:
        kind: One of :data:`KINDS`.
        loaded: The home.
    """
    # The one that the user has installed: those that upgrades make come and go.
    current = Environments(loaded.paths.environments_dir).current()
    python = Path(sys.executable if current is None else current.origin.python)
    program = str(python.with_name("batos.exe" if os.name == "nt" else "batos"))
    kept = {name: os.environ[name] for name in ("BATOS_HOME", "BATOS_CACHE") if name in os.environ}
    if kind == "systemd":
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        lines = (f'Environment="{name}={_quoted(value)}"' for name, value in kept.items())
        return Manager(
            kind=kind,
            unit=_filled("batos.service", lines, program=_quoted(program).replace("$", "$$")),
            file=base / "systemd" / "user" / "batos.service",
            ask=("systemctl", "--user"),
            install=(("daemon-reload",), ("enable", "--now", "batos")),
            remove=(("disable", "--now", "batos"),),
            runs=("is-active", "--quiet", "batos"),
        )
    if kind == "launchd":
        file = Path.home() / "Library" / "LaunchAgents" / "batos.plist"
        lines = (
            f"        <key>{name}</key><string>{escape(value)}</string>"
            for name, value in kept.items()
        )
        log = escape(str(loaded.paths.log_dir / "service.out"))
        return Manager(
            kind=kind,
            unit=_filled("batos.plist", lines, program=escape(program), log=log),
            file=file,
            ask=("launchctl",),
            install=(("load", "-w", str(file)),),
            remove=(("unload", "-w", str(file)),),
            runs=("list", "batos"),
        )
    lines = (f'setx {name} "{value}"' for name, value in kept.items())
    return Manager(kind=kind, unit=_filled("batos.cmd", lines, program=program))


def _filled(name: str, lines: Iterable[str], **texts: str) -> str:
    text = resources.files("batos.cli.upkeep").joinpath("units", name).read_text("utf-8")
    return Template(text).substitute(environment="\n".join(lines), **texts)


def _quoted(text: str) -> str:
    """Return a text as it stands between quotes in a unit of systemd."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
