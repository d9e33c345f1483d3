"""Reading the head of a GGUF file: enough to refuse a wrong file and to know the model.

The native loader answers every wrong file with the same sentence; this one says what is wrong.
Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batos.errors import ModelFileError

__all__ = ["GgufInfo", "read_gguf"]

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_STRING, _ARRAY = 8, 9
_SCALARS = {
    0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q",
    12: "<d",
}  # fmt: skip

# llama.h, enum llama_ftype; the ones that are met.
_FILE_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K",
    11: "Q3_K_S", 12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S",
    17: "Q5_K_M", 18: "Q6_K", 30: "IQ4_XS", 32: "BF16", 38: "MXFP4",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class GgufInfo:
    """What the head of a model file tells.

    Attributes:
        architecture: Such as ``qwen2``; empty if the file does not say.
        name: The model's own name; empty if the file does not say.
        quantisation: Such as ``Q4_K_M``; empty if unknown.
        context_length: Tokens the model was trained to see; 0 if the file does not say.
        chat_template: Whether the file has a chat template.
        size: Bytes of the file.
    """

    architecture: str
    name: str
    quantisation: str
    context_length: int
    chat_template: bool
    size: int


def read_gguf(path: Path) -> GgufInfo:
    """Return what the head of a model file tells.

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


def _read(data: mmap.mmap, path: Path) -> GgufInfo:
    cursor = _Cursor(data, 4)
    try:
        version = cursor.number("<I")
        if version not in _VERSIONS:
            raise ModelFileError(f"{str(path)!r} is a GGUF file of unknown version {version}.")
        tensors, entries = cursor.number("<Q"), cursor.number("<Q")
        facts: dict[str, Any] = {}
        for _ in range(entries):
            key = cursor.text()
            facts[key] = cursor.value()
        needed = _least_size(cursor, tensors, facts)
        architecture = str(facts.get("general.architecture", ""))
        info = GgufInfo(
            architecture=architecture,
            name=str(facts.get("general.name", "")),
            quantisation=_FILE_TYPES.get(facts.get("general.file_type", -1), ""),
            context_length=int(facts.get(f"{architecture}.context_length", 0)),
            chat_template="tokenizer.chat_template" in facts,
            size=len(data),
        )
    except (struct.error, ArithmeticError, LookupError, TypeError, ValueError) as error:
        # Any of these: a length, a type or a number in the head is not what it can be.
        raise ModelFileError(
            f"The model file {str(path)!r} is cut off or damaged in its head.",
            hint="Download it again.",
        ) from error
    if len(data) <= needed:
        raise ModelFileError(
            f"The model file {str(path)!r} is cut off: it has {len(data)} bytes and should have "
            f"more than {needed}.",
            hint="Download it again.",
        )
    return info


def _least_size(cursor: _Cursor, tensors: int, facts: dict[str, Any]) -> int:
    """Return where the last tensor's data begins; the file must go on after that."""
    last = 0
    for _ in range(tensors):
        cursor.skip_text()
        dimensions = cursor.number("<I")
        cursor.skip(8 * dimensions + 4)
        last = max(last, cursor.number("<Q"))
    alignment = int(facts.get("general.alignment", 32))
    return -(-cursor.at // alignment) * alignment + last if tensors else 0


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

    def skip_text(self) -> None:
        self.skip(self.number("<Q"))

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
