"""The environments that BAT OS was installed into, and which of them runs."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import msgspec

from batos.ownership import fault_of
from batos.version import __version__
from batos.wire.keys import make_private_folder, write_private

__all__ = ["CURRENT", "Current", "Environment", "Environments"]

CURRENT = "current.json"


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """A Python environment with BAT OS in it.

    Attributes:
        prefix: Its folder.
        python: Its interpreter.
        version: Of ``batos-core`` in it; empty where that is not known yet.
    """

    prefix: str
    python: str
    version: str = ""

    @classmethod
    def own(cls) -> Environment:
        """Return the one of this process."""
        return cls(prefix=sys.prefix, python=sys.executable, version=__version__)

    @classmethod
    def at(cls, folder: Path) -> Environment:
        """Return one that is made, or will be, in a folder."""
        inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
        return cls(prefix=str(folder), python=str(folder.joinpath(*inside)))


class Current(msgspec.Struct, frozen=True, kw_only=True):
    """Which environment runs.

    Attributes:
        environment: It.
        previous: The one before it.
        origin: The one that a person has made, and whose ``batos`` they call. Where it has
            another version by now, they have upgraded it by hand, and it runs itself.
    """

    environment: Environment
    previous: Environment
    origin: Environment


class Environments:
    """The folder of environments.

    Args:
        folder: It; what runs methods may not write here.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Current | None:
        """Return which environment runs, or None where that was never changed."""
        file = self.folder / CURRENT
        try:
            found = msgspec.json.decode(file.read_bytes(), type=Current)
            followed = not fault_of(file.stat())
        except (OSError, msgspec.DecodeError):
            return None
        return found if followed and Path(found.environment.python).exists() else None

    def running(self) -> Environment:
        """Return the environment that a kernel is started in by this process."""
        own, current = Environment.own(), self.current()
        if current is None or not self._follows(own, current):
            return own
        return current.environment

    def _follows(self, own: Environment, current: Current) -> bool:
        if own.prefix == current.origin.prefix:
            return own.version == current.origin.version
        return Path(own.prefix).parent == self.folder

    def switch(self, to: Environment, previous: Environment) -> None:
        """Have another environment run from now on, in one step."""
        current = self.current()
        # What was installed by hand since then is what its 'batos' is led from.
        is_origin = current is None or previous.prefix == current.origin.prefix
        origin = previous if current is None or is_origin else current.origin
        fresh = Current(environment=to, previous=previous, origin=origin)
        write_private(self.folder / CURRENT, msgspec.json.encode(fresh).decode(), durably=True)

    def is_current(self, environment: Environment) -> bool:
        """Return whether an environment is the one that was switched to."""
        current = self.current()
        return current is not None and current.environment.prefix == environment.prefix

    def fresh(self, name: str) -> Environment:
        """Return an environment that is not there yet."""
        make_private_folder(self.folder)
        return Environment.at(self.folder / name)

    def remove(self, environment: Environment) -> None:
        """Take an environment away; only one that was made here, and that does not run."""
        folder = Path(environment.prefix)
        is_own = str(folder) == sys.prefix  # it is tidied away at the next upgrade
        if folder.parent == self.folder and not (is_own or self.is_current(environment)):
            shutil.rmtree(folder, ignore_errors=True)

    def tidy(self) -> None:
        """Take away what is neither current, nor the one before it, nor this process's own."""
        current = self.current()
        if current is None:
            return
        kept = {current.environment.prefix, current.previous.prefix, sys.prefix}
        for folder in self.folder.iterdir():
            if (folder / "pyvenv.cfg").is_file() and str(folder) not in kept:
                shutil.rmtree(folder, ignore_errors=True)
