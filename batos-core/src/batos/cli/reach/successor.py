"""The environment that an upgrade has put in the place of this one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from batos.config.paths import Paths
from batos.ownership import fault_of
from batos.version import __version__

__all__ = ["follow"]


def follow(words: list[str]) -> None:
    """Go on in the environment that an upgrade has left, where this is the one that it replaced.

    The ``batos`` that a person calls stays where they have installed it; what it does is done by
    the version that runs. One that they have upgraded by hand since is not led away, and neither
    is any other environment.

    Args:
        words: The arguments of this program.
    """
    python = _successor(Paths.find().environments_dir / "current.json")
    if python is None:
        return
    argv = [python, "-P", "-m", "batos.cli.main", *words]
    if os.name == "nt":  # where a process cannot become another one
        sys.exit(subprocess.call(argv))  # noqa: S603 - as below
    os.execv(python, argv)  # noqa: S606 - an interpreter that is named in the user's own file


def _successor(file: Path) -> str | None:
    """Return the interpreter that is named in a file, if it has taken the place of this one."""
    try:
        state = file.stat()
        told: dict[str, Any] = json.loads(file.read_bytes())
        origin, target = told["origin"], told["environment"]
        python = str(target["python"])
        led = (origin["prefix"], origin["version"]) == (sys.prefix, __version__)
        led = led and target["prefix"] != sys.prefix
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return python if led and not fault_of(state) and Path(python).exists() else None
