"""The seal: digests of a file's bytes, so that a later look can tell that they have changed.

A FileStorage keeps no checksums, so that a flipped bit in a text is a text like any other. But
what is committed is never changed in place either: the digests of today's bytes hold for ever,
or until the file is packed. They are taken by a backup, a pack and a check that found nothing,
and compared by the next check.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from batos.care.files.onlooker import Pause, never
from batos.image.storage.seal import Seal

__all__ = ["BLOCK", "compare_seal", "take_seal"]

BLOCK = 1 << 20
"""Bytes of a block that has a digest of its own."""


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
