"""Reading the head of a GGUF file: what it says of itself, and the shapes of its tensors.

The native loader answers every wrong file with the same sentence; this one says what is wrong.
Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batos.errors import ModelFileError

__all__ = ["GgufHead", "read_gguf_head"]

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_STRING, _ARRAY = 8, 9
_SCALARS = {
    0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q",
    12: "<d",
}  # fmt: skip
_NUMBERS = {0: 4, 1: 2, 30: 2}
"""Bytes of a number of the tensors that are not in blocks: F32, F16, BF16."""


@dataclass(frozen=True, kw_only=True)
class GgufHead:
    """What the head of a file tells.

    Attributes:
        facts: What it says of itself; arrays are left out, they are tables of tokens.
        tensors: The shapes of its tensors by their names, the quickest dimension first.
        size: Bytes of the file.
    """

    facts: Mapping[str, Any]
    tensors: Mapping[str, tuple[int, ...]]
    size: int


def read_gguf_head(path: Path) -> GgufHead:
    """Return what the head of a file tells.

    Raises:
        ModelFileError: The file is missing, not a GGUF file, cut off, or damaged in its head.
    """
    try:
        with path.open("rb") as file:
            if file.read(4) != _MAGIC:
                raise ModelFileError(
                    f"{str(path)!r} is not a GGUF model file.",
                    hint="Name a file that ends in .gguf, or leave the model option empty.",
                )
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _read(data, path)
    except FileNotFoundError as error:
        raise ModelFileError(
            f"There is no model file {str(path)!r}.", hint="Check the backend's model option."
        ) from error
    except (IsADirectoryError, PermissionError) as error:
        raise ModelFileError(
            f"The model file {str(path)!r} cannot be read: {error.strerror}."
        ) from error


def _read(data: mmap.mmap, path: Path) -> GgufHead:
    cursor = _Cursor(data, 4)
    try:
        version = cursor.number("<I")
        if version not in _VERSIONS:
            raise ModelFileError(f"{str(path)!r} is a GGUF file of unknown version {version}.")
        count, entries = cursor.number("<Q"), cursor.number("<Q")
        facts: dict[str, Any] = {}
        for _ in range(entries):
            key = cursor.text()
            facts[key] = cursor.value()
        tensors, needed = _tensors(cursor, count, facts)
    except (struct.error, ArithmeticError, LookupError, TypeError, ValueError) as error:
        # Any of these: a length, a type or a number in the head is not what it can be.
        raise ModelFileError(
            f"The model file {str(path)!r} is cut off or damaged in its head.",
            hint="Download it again.",
        ) from error
    if len(data) < needed:
        raise ModelFileError(
            f"The model file {str(path)!r} is cut off: it has {len(data)} bytes and should have "
            f"{needed} or more.",
            hint="Download it again.",
        )
    return GgufHead(facts=facts, tensors=tensors, size=len(data))


def _tensors(
    cursor: _Cursor, count: int, facts: Mapping[str, Any]
) -> tuple[dict[str, tuple[int, ...]], int]:
    """Return the shapes of the tensors, and the bytes that the file must have for them."""
    shapes, last = {}, 0
    for _ in range(count):
        name = cursor.text()
        shape = tuple(cursor.number("<Q") for _ in range(cursor.number("<I")))
        kind, begin = cursor.number("<I"), cursor.number("<Q")
        size = _NUMBERS.get(kind, 0)
        for each in shape:
            size *= each
        # Of one that is in blocks no more is known here than that it has something.
        last = max(last, begin + (size or 1))
        shapes[name] = shape
    alignment = int(facts.get("general.alignment", 32))
    return shapes, -(-cursor.at // alignment) * alignment + last if count else cursor.at + 1


class _Cursor:
    """A place in the file that moves as values are read; past the end is a ``struct.error``."""

    def __init__(self, data: mmap.mmap, at: int) -> None:
        self._data = data
        self.at = at

    def number(self, form: str) -> int:
        (value,) = struct.unpack_from(form, self._data, self.at)
        self.at += struct.calcsize(form)
        return int(value)

    def skip(self, count: int) -> None:
        if count < 0 or self.at + count > len(self._data):
            raise struct.error("past the end")
        self.at += count

    def text(self) -> str:
        length = self.number("<Q")
        start = self.at
        self.skip(length)
        return self._data[start : self.at].decode("utf-8")

    def value(self) -> object:
        """Read a value with its type; arrays are skipped, they are tables of tokens."""
        kind = self.number("<I")
        if kind == _STRING:
            return self.text()
        if kind != _ARRAY:
            form = _SCALARS[kind]
            (scalar,) = struct.unpack_from(form, self._data, self.at)
            self.at += struct.calcsize(form)
            return scalar
        inner, count = self.number("<I"), self.number("<Q")
        if inner == _STRING:
            self._skip_texts(count)
        else:
            self.skip(count * struct.calcsize(_SCALARS[inner]))
        return None

    def _skip_texts(self, count: int) -> None:
        # A vocabulary has a quarter of a million texts: the loop is kept bare (0.05 s).
        unpack, data, at = struct.Struct("<Q").unpack_from, self._data, self.at
        for _ in range(count):
            at += 8 + unpack(data, at)[0]
        self.at = at
