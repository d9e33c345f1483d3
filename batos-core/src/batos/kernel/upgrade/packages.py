"""Which packages go into a new environment, and how they get there."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from packaging.utils import (
    InvalidWheelFilename,
    canonicalize_name,
    canonicalize_version,
    parse_wheel_filename,
)

from batos.errors import UpgradeError
from batos.kernel.upgrade.environments import Environment
from batos.kernel.upgrade.instructions import Instructions
from batos.kernel.upgrade.programs import Heed, installed, run

__all__ = ["CORE", "family", "fill"]

CORE = "batos-core"
_TOOLS = frozenset({"pip", "setuptools", "wheel"})


def family(python: str, version: str, wheels: Path | None, heed: Heed) -> dict[str, str]:
    """Return the packages of BAT OS that are to have a version: those installed now.

    Args:
        python: The interpreter of the environment before.
        version: The version to go to.
        wheels: A folder of wheels: what has none of that version in it is left out.
        heed: What it raises ends this.

    Raises:
        UpgradeError: The environment cannot be looked at, or the folder has no such wheel.
    """
    found = installed(python, heed)
    ours = found.get(CORE, {}).get("version")
    names = {CORE, *(n for n, each in found.items() if n.startswith("batos-"))}
    names = {name for name in names if name == CORE or found[name]["version"] == ours}
    if wheels is not None:
        there = {name for name, has in _wheels(wheels) if _same(has, version)}
        names &= there
        if CORE not in names:
            raise UpgradeError(
                f"There is no wheel of {CORE} {version} in {str(wheels)!r}.",
                hint="Leave --to out to install what is there.",
            )
    return dict.fromkeys(sorted(names), version)


def _wheels(folder: Path) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for path in sorted(folder.glob("*.whl")):
        try:
            name, version, _, _ = parse_wheel_filename(path.name)
        except InvalidWheelFilename:
            continue
        found.append((canonicalize_name(name), str(version)))
    return found


def fill(
    environment: Environment, old: Environment, wanted: Instructions, heed: Heed
) -> dict[str, dict[str, Any]]:
    """Make an environment and install into it; return what is in it then.

    Args:
        environment: The new one.
        old: The one before; what else is installed there comes along from the index.
        wanted: What is asked for.
        heed: What it raises ends this.

    Raises:
        UpgradeError: It cannot be made, or lacks what was asked for.
    """
    before = installed(old.python, heed)
    requirements = _requirements(wanted, before)
    made = run([old.python, "-P", "-m", "venv", environment.prefix], heed)
    if made.code:
        raise UpgradeError(
            f"The environment {environment.prefix!r} cannot be made: {made.last_line}.",
            hint="'python -m venv' has to work; on Debian: apt install python3-venv",
        )
    hidden = ("PYTHONPATH", "PIP_REQUIRE_VIRTUALENV", "PIP_TARGET", "PIP_PREFIX", "PIP_USER")
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    # Neither may take code from the folder that somebody happens to be in.
    pip = [environment.python, "-P", "-m", "pip", "install"]
    pip += ["--disable-pip-version-check", "--no-input"]
    done = run([*pip, *requirements], heed, env=env)
    if done.code:
        raise UpgradeError(
            f"The packages cannot be installed: {_cause(done.last_line)}.",
            hint="Mend that, or name other versions; nothing was changed.",
        )
    found = installed(environment.python, heed)
    _check(found, wanted)
    return found


def _requirements(wanted: Instructions, before: Mapping[str, Mapping[str, Any]]) -> list[str]:
    named = {canonicalize_name(name): version for name, version in wanted.packages.items()}
    pinned = [f"{name}=={version}" for name, version in named.items()]
    if wanted.wheels:
        folder = Path(wanted.wheels)
        files = [] if pinned else [str(path) for path in sorted(folder.glob("*.whl"))]
        return ["--no-index", "--find-links", str(folder), *pinned, *files]
    strangers = [name for name in named if name not in before]
    if strangers:
        raise UpgradeError(
            f"{strangers[0]!r} is not installed, so that there is nothing to upgrade.",
            hint="Install new packages yourself, or lay their wheels into a folder that you name.",
        )
    others = [
        f"{name}=={each['version']}"
        for name, each in sorted(before.items())
        if not (each["needed"] or each["local"] or name in named or name in _TOOLS)
    ]
    return [*pinned, *others]


def _check(found: Mapping[str, Mapping[str, Any]], wanted: Instructions) -> None:
    if CORE not in found:
        raise UpgradeError(f"{CORE} is not among what was installed.", hint=f"Name {CORE} as well.")
    for name, version in wanted.packages.items():
        there = found.get(canonicalize_name(name), {}).get("version")
        if there is None or not _same(there, version):
            raise UpgradeError(f"{name} {version} was wanted, and {there or 'nothing'} is there.")


def _same(version: str, other: str) -> bool:
    return canonicalize_version(version) == canonicalize_version(other)


def _cause(line: str) -> str:
    return re.sub(r"(?i)^error:\s*", "", line).rstrip(".")
