"""The seal as it is noted: digests of a file's bytes, and where the file ended then."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Seal", "read_seal"]


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


def _sum(plain: Mapping[str, Any]) -> str:
    text = repr(sorted((str(name), str(value)) for name, value in plain.items()))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
