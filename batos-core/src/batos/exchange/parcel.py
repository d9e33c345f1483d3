"""Parcels: folders of readable files, read as if somebody hostile had made them."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from batos.errors import TravelError, UsageError
from batos.exchange.manifest import (
    LARGEST_MANIFEST,
    MANIFEST,
    SIGNATURE,
    FileEntry,
    Manifest,
    Signer,
    digest,
    verify,
)
from batos.exchange.refusal import refused

__all__ = ["LARGEST", "LARGEST_TOTAL", "Parcel", "read_parcel", "sealed", "write_parcel"]

LARGEST: Mapping[str, int] = {
    "methods": 1024 * 1024,
    "objects": 32 * 1024 * 1024,
    "blobs": 128 * 1024 * 1024,
}
"""Bytes that a file may have, by its folder."""
LARGEST_TOTAL = 256 * 1024 * 1024
"""Bytes that all files of a parcel may have."""

_LARGEST_SIGNATURE = 4096
_MOST_WARNINGS = 20


@dataclass(frozen=True)
class Parcel:
    """A parcel in memory, whose files are what its manifest says.

    Attributes:
        manifest: What it says of itself.
        manifest_bytes: The text of the manifest, as it was signed.
        signature: The text of the signature file, empty where there is none.
        files: Every other file by its path.
        warnings: What was found beside them and left alone.
    """

    manifest: Manifest
    manifest_bytes: bytes
    signature: bytes
    files: Mapping[str, bytes] = field(repr=False)
    warnings: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Digest of the manifest, which stands for the whole."""
        return digest(self.manifest_bytes)

    @property
    def signer(self) -> str:
        """The public key that signed it, once the signature has been checked; empty for none.

        Raises:
            TravelError: There is a signature, and it is wrong.
        """
        if not self.signature:
            return ""
        verify(self.manifest_bytes, self.signature, self.manifest.signer)
        return self.manifest.signer

    @property
    def members(self) -> dict[str, bytes]:
        """Every file, with the manifest and the signature."""
        seals = {MANIFEST: self.manifest_bytes}
        if self.signature:
            seals[SIGNATURE] = self.signature
        return {**seals, **self.files}


def sealed(
    kind: Literal["skills", "objects"], files: Mapping[str, bytes], signer: Signer | None
) -> Parcel:
    """Return a parcel of files with its manifest, signed if there is a signer.

    Raises:
        TravelError: A file, or all of them, are too large to travel.
    """
    for path, data in files.items():
        most = LARGEST[path.partition("/")[0]]
        if len(data) > most:
            raise TravelError(f"{path} has {len(data)} bytes; at most {most} can travel.")
    total = sum(map(len, files.values()))
    if total > LARGEST_TOTAL:
        raise TravelError(f"The parcel has {total} bytes; at most {LARGEST_TOTAL} can travel.")
    manifest = Manifest.of(kind, files, signer.public if signer else "")
    text = manifest.to_bytes()
    return Parcel(manifest, text, signer.sign(text) if signer else b"", dict(files))


def write_parcel(parcel: Parcel, folder: Path) -> None:
    """Write a parcel into a folder, which is made; the manifest comes last.

    Raises:
        UsageError: The folder has something in it, or cannot be written.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            raise UsageError(
                f"The folder {str(folder)!r} is not empty.",
                hint="Name one that does not exist yet.",
            )
        folder.mkdir(parents=True, exist_ok=True)
        for path, data in parcel.files.items():
            target = folder / path
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(data)
        if parcel.signature:
            (folder / SIGNATURE).write_bytes(parcel.signature)
        (folder / MANIFEST).write_bytes(parcel.manifest_bytes)
    except OSError as problem:
        raise UsageError(
            f"The parcel cannot be written to {str(folder)!r}: {problem.strerror}."
        ) from problem


def read_parcel(folder: Path) -> Parcel:
    """Read a parcel; nothing in it is believed that does not agree with its manifest.

    Raises:
        UsageError: There is no such folder, or no parcel in it.
        TravelError: It is damaged, too large, or not what its manifest says.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {str(folder)!r}.")
    if not os.path.lexists(folder / MANIFEST):
        raise UsageError(
            f"{str(folder)!r} is no parcel: it has no {MANIFEST}.",
            hint="Parcels are made by 'batos skills export' and 'batos objects export'.",
        )
    text = _read(folder, MANIFEST, LARGEST_MANIFEST)
    manifest = Manifest.from_bytes(text)
    signature = b""
    if os.path.lexists(folder / SIGNATURE):
        signature = _read(folder, SIGNATURE, _LARGEST_SIGNATURE)
        if not signature.strip():
            raise refused(SIGNATURE, "it is empty")
    _check_sizes(manifest)
    files = {entry.path: _member(folder, entry) for entry in manifest.files}
    return Parcel(manifest, text, signature, files, tuple(_strangers(folder, files)))


def _check_sizes(manifest: Manifest) -> None:
    total = 0
    for entry in manifest.files:
        most = LARGEST[entry.path.partition("/")[0]]
        if entry.size > most:
            raise refused(entry.path, f"it has {entry.size} bytes; at most {most} are taken")
        total += entry.size
    if total > LARGEST_TOTAL:
        raise refused(MANIFEST, f"its files have {total} bytes; at most {LARGEST_TOTAL} are taken")


def _member(folder: Path, entry: FileEntry) -> bytes:
    data = _read(folder, entry.path, entry.size)
    if len(data) != entry.size:
        raise refused(entry.path, f"it has {len(data)} bytes where the manifest says {entry.size}")
    if digest(data) != entry.sha256:
        raise refused(entry.path, "its content is not what the manifest says (sha256)")
    return data


def _read(folder: Path, path: str, most: int) -> bytes:
    """Return the bytes of a plain file, without following a link at any step."""
    place = folder
    try:
        for part in path.split("/"):
            place = place / part
            if place.is_symlink():
                raise refused(path, "it is a symbolic link")
        # A pipe in the place of a file must not make anybody wait.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        descriptor = os.open(place, flags | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode):
                raise refused(path, "it is no plain file")
            if state.st_size > most:
                raise refused(path, f"it has {state.st_size} bytes; at most {most} are taken")
            return file.read(most + 1)
    except OSError as problem:
        raise refused(path, f"it cannot be read ({problem.strerror or problem})") from problem


def _strangers(folder: Path, files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield a warning for what lies in the folder and belongs to nobody."""
    told = 0
    for name in _names_in(folder):
        if name in (MANIFEST, SIGNATURE) or name in files:
            continue
        told += 1
        if told > _MOST_WARNINGS:
            yield "more files are not in the manifest; they were not read"
            return
        yield f"{name}: it is not in the manifest and was not read"


def _names_in(folder: Path) -> Iterator[str]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            if entry.name in LARGEST and entry.is_dir(follow_symlinks=False):
                with os.scandir(entry.path) as inner:
                    yield from sorted(f"{entry.name}/{each.name}" for each in inner)
            else:
                yield entry.name
