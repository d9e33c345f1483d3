"""The seal: digests of a file's bytes, so that a later look can tell that they have changed.

A FileStorage keeps no checksums, so that a flipped bit in a text is a text like any other. But
what is committed is never changed in place either: the digests of today's bytes hold for ever,
or until the file is packed. They are taken by a backup, a pack and a check that found nothing,
and compared by the next check.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batos.image.care.reading import Pause, never

__all__ = ["BLOCK", "Seal", "compare_seal", "read_seal", "take_seal"]

BLOCK = 1 << 20
"""Bytes of a block that has a digest of its own."""


@dataclass(frozen=True)
class Seal:
    """The digests of the first bytes of a file.

    Attributes:
        size: How many bytes; they end with a transaction.
        first: Id of the file's first transaction.
        last: Id of the last transaction among the bytes.
        blocks: A digest for each block, the last of which may be shorter.
    """

    size: int
    first: str
    last: str
    blocks: tuple[str, ...]

    def to_plain(self) -> dict[str, Any]:
        """Return the seal as plain data, with a digest of its own."""
        plain = {
            "size": self.size,
            "first": self.first,
            "last": self.last,
            "blocks": list(self.blocks),
        }
        return {**plain, "sum": _sum(plain)}


def read_seal(plain: object) -> Seal | None:
    """Return a seal from plain data; None where it is none, or was damaged itself."""
    if not isinstance(plain, Mapping):
        return None
    content = {name: value for name, value in plain.items() if name != "sum"}
    if plain.get("sum") != _sum(content):
        return None
    try:
        return Seal(
            int(content["size"]),
            str(content["first"]),
            str(content["last"]),
            tuple(str(block) for block in content["blocks"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def take_seal(
    path: Path, size: int, first: bytes, last: bytes, *, pause: Pause = never
) -> Seal | None:
    """Return the seal of a file's first bytes; None when it was stopped.

    Raises:
        OSError: It cannot be read.
    """
    blocks = _digests(path, size, pause)
    return None if blocks is None else Seal(size, first.hex(), last.hex(), tuple(blocks))


def compare_seal(path: Path, seal: Seal, *, pause: Pause = never) -> list[tuple[int, int]] | None:
    """Return the stretches of a file that are not what was sealed; None when it was stopped.

    Raises:
        OSError: It cannot be read.
    """
    blocks = _digests(path, seal.size, pause)
    if blocks is None:
        return None
    return [
        (number * BLOCK, min((number + 1) * BLOCK, seal.size))
        for number, (now, then) in enumerate(zip(blocks, seal.blocks, strict=False))
        if now != then
    ]


def _digests(path: Path, size: int, pause: Pause) -> list[str] | None:
    blocks = []
    with path.open("rb") as stream:
        for start in range(0, size, BLOCK):
            if pause():
                return None
            block = stream.read(min(BLOCK, size - start))
            blocks.append(hashlib.blake2b(block, digest_size=16).hexdigest())
    return blocks


def _sum(plain: Mapping[str, Any]) -> str:
    text = repr(sorted((str(name), str(value)) for name, value in plain.items()))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
