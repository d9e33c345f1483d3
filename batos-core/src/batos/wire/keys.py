"""CURVE keys: who may talk to the kernel.

One key pair for the kernel and one per role (client, worker), made on the first run. A key is
a file of mode 0600 in a folder of mode 0700; a wider one is refused, because a key that others
could have read proves nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import zmq

from batos.errors import ConfigError, KeyRefusedError

__all__ = [
    "ROLES",
    "KeyPair",
    "KeyRing",
    "Role",
    "check_private",
    "make_private_folder",
    "write_private",
]

Role = Literal["kernel", "client", "worker"]
ROLES: tuple[Role, ...] = ("kernel", "client", "worker")
_KEY_LENGTH = 40


@dataclass(frozen=True)
class KeyPair:
    """A CURVE key pair in Z85 text."""

    public: str
    secret: str = field(repr=False)


class KeyRing:
    """The key pairs of one kernel, as files in a folder.

    Args:
        folder: Where the keys are.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ensure(self) -> None:
        """Make the folder and the keys that are missing, and check the modes of all.

        Raises:
            KeyRefusedError: A key or the folder can be read by others.
        """
        make_private_folder(self.folder)
        for role in ROLES:
            path = self._path(role)
            if not path.exists():
                public, secret = zmq.curve_keypair()
                pair = {"public": public.decode("ascii"), "secret": secret.decode("ascii")}
                write_private(path, json.dumps(pair))
            self.load(role)

    def load(self, role: Role) -> KeyPair:
        """Return the key pair of a role.

        Raises:
            KeyRefusedError: The file is missing, damaged or readable by others.
        """
        path = self._path(role)
        check_private(self.folder)
        check_private(path)
        try:
            stored = json.loads(path.read_text("ascii"))
            pair = KeyPair(public=stored["public"], secret=stored["secret"])
        except OSError as error:
            raise KeyRefusedError(
                f"The {role} key {str(path)!r} cannot be read: {error.strerror}.",
                hint="Keys are made when the kernel starts: batos up",
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(role, path) from error
        if not all(
            isinstance(k, str) and len(k) == _KEY_LENGTH for k in (pair.public, pair.secret)
        ):
            raise _damaged(role, path)
        return pair

    def _path(self, role: Role) -> Path:
        return self.folder / f"{role}.key"


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter, or check one that exists.

    Raises:
        ConfigError: It cannot be made.
        KeyRefusedError: Others can enter it.
    """
    if not folder.exists():
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        except OSError as error:
            raise ConfigError(
                f"The folder {str(folder)!r} cannot be made: {error.strerror}.",
                hint="Set BATOS_HOME to a folder of yours.",
            ) from error
    check_private(folder)


def write_private(path: Path, text: str, *, durably: bool = False) -> None:
    """Write a file of mode 0600 in one step: it is there whole, or not at all.

    Args:
        path: The file.
        text: What is in it.
        durably: Whether to wait until it is on the disk, so that a loss of power leaves it.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            if durably:
                file.flush()
                os.fsync(file.fileno())
        draft.replace(path)
        if durably and os.name == "posix":
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)  # the name
            finally:
                os.close(folder)
    except OSError:
        with contextlib.suppress(OSError):  # the first error is the one to tell
            draft.unlink()
        raise


def check_private(path: Path) -> None:
    """Do nothing for a file or folder that only its owner can use.

    Raises:
        KeyRefusedError: Others can.
    """
    if os.name != "posix":
        return  # access lists of the user's profile folder rule there
    try:
        state = path.stat()
    except FileNotFoundError:
        return  # reported by whoever reads it
    if state.st_uid not in (os.getuid(), 0):
        raise KeyRefusedError(f"{str(path)!r} belongs to another user.")
    if stat.S_IMODE(state.st_mode) & 0o077:
        wanted = "700" if stat.S_ISDIR(state.st_mode) else "600"
        raise KeyRefusedError(
            f"{str(path)!r} is open to other users, so that its keys prove nothing.",
            hint=f"chmod {wanted} {path}; if others could have read it, delete the keys as well",
        )


def _damaged(role: Role, path: Path) -> KeyRefusedError:
    return KeyRefusedError(
        f"The {role} key {str(path)!r} is damaged.",
        hint="Delete it and start the kernel again: batos down, then batos up",
    )
