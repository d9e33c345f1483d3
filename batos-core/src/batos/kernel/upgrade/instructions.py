"""``update_instructions.json``: what a person, or a program of theirs, wants to have upgraded."""

from __future__ import annotations

import functools
import operator
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec

from batos.errors import UpgradeError
from batos.ownership import fault_of
from batos.wire.keys import write_private

__all__ = [
    "FILE",
    "Instructions",
    "check_instructions",
    "read_instructions",
    "write_instructions",
]

FILE = "update_instructions.json"
_LONGEST = 64 * 1024

_Name = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\Z")]
_Version = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9.!+_-]+\Z", max_length=64)]


class Instructions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be upgraded. One of the fields is enough.

    Attributes:
        packages: Versions by the names of packages. They come from ``wheels``, or where that is
            empty from the index that pip is configured with; then a package must be installed
            already.
        wheels: A folder of wheels, absolute: nothing is fetched from anywhere else. Without
            ``packages``, everything in it is installed.
        rollback: Whether the environment that was there before is to be taken again.
    """

    packages: dict[_Name, _Version] = {}
    wheels: str = ""
    rollback: bool = False


def write_instructions(state_dir: Path, wanted: Instructions) -> None:
    """Leave instructions for whoever watches the kernel.

    Raises:
        UpgradeError: There are some already.
    """
    path = state_dir / FILE
    if path.exists():
        raise UpgradeError(
            "There are instructions for an upgrade already, and it has not begun.",
            hint=f"batos upgrade --status shows how it goes; or delete {path}",
        )
    write_private(path, msgspec.json.encode(wanted).decode())


def read_instructions(state_dir: Path) -> Instructions | None:
    """Return the instructions that wait, or None.

    Args:
        state_dir: Where they are looked for.

    Raises:
        UpgradeError: They are not this user's own, or damaged.
    """
    path = state_dir / FILE
    flags = (getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"))
    try:
        descriptor = os.open(path, functools.reduce(operator.or_, flags, os.O_RDONLY))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UpgradeError(f"{str(path)!r} cannot be read: {error.strerror}.") from error
    with os.fdopen(descriptor, "rb") as file:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise UpgradeError(f"{str(path)!r} is no file.")
        _check_own(path, state)
        raw = file.read(_LONGEST + 1)
    if len(raw) > _LONGEST:
        raise UpgradeError(f"{str(path)!r} is larger than {_LONGEST >> 10} kB.")
    try:
        return msgspec.json.decode(raw, type=Instructions)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UpgradeError(
            f"{str(path)!r} cannot be understood: {error}.",
            hint='It is such as {"packages": {"batos-core": "1.2.0"}, "wheels": "/a/folder"}.',
        ) from error


def check_instructions(wanted: Instructions, writable: Iterable[Path]) -> None:
    """Do nothing for instructions that can be followed.

    Args:
        wanted: They.
        writable: Folders that the kernel and what it starts may write. Wheels from there are
            refused: a method that broke out of its walls could have laid them there.

    Raises:
        UpgradeError: They name nothing, or wheels that are not to be had.
    """
    if not (wanted.packages or wanted.wheels or wanted.rollback):
        raise UpgradeError("The instructions name nothing to upgrade.")
    if not wanted.wheels:
        return
    folder = Path(wanted.wheels)
    try:
        real = _checked_folder(folder)
    except OSError as error:
        raise UpgradeError(f"{str(folder)!r} cannot be looked at: {error.strerror}.") from error
    if any(real.is_relative_to(other.resolve()) for other in writable):
        raise UpgradeError(
            f"Wheels are not taken from {str(folder)!r}: the kernel may write there, and must not "
            "choose what it is upgraded to.",
            hint="Put them into a folder elsewhere.",
        )


def _checked_folder(folder: Path) -> Path:
    if not folder.is_absolute() or not folder.is_dir():
        raise UpgradeError(
            f"There is no folder of wheels {str(folder)!r}.", hint="Name one that is absolute."
        )
    real = folder.resolve()
    if real != folder:  # a link could be turned elsewhere after it was checked
        raise UpgradeError(f"{str(folder)!r} leads elsewhere.", hint=f"Name {str(real)!r}.")
    wheels = list(real.glob("*.whl"))
    if not wheels:
        raise UpgradeError(f"There is no wheel in {str(folder)!r}.")
    for path in (real, *wheels):
        _check_own(path, path.stat())
    return real


def _check_own(path: Path, state: os.stat_result) -> None:
    """Raise an error for what another user has made, or may change."""
    if fault := fault_of(state):
        raise UpgradeError(
            f"{str(path)!r} {fault}, so that it is not followed.", hint=f"chmod go-w {path}"
        )
