"""Reading the head of a safetensors file: the kinds, shapes and places of its tensors.

Format: eight bytes of length, a JSON head of that length, and the numbers.
https://huggingface.co/docs/safetensors
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batos.errors import ModelFileError

__all__ = ["SafetensorsHead", "TensorPlace", "read_safetensors_head"]

_LONGEST_HEAD = 100 << 20
_BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "F8_E5M2": 1, "I64": 8, "I32": 4}


@dataclass(frozen=True)
class TensorPlace:
    """A tensor of a file.

    Attributes:
        kind: What its numbers are, such as ``BF16``.
        shape: Its dimensions.
        begin: Byte of the file at which it begins.
        end: Byte behind its last one.
    """

    kind: str
    shape: tuple[int, ...]
    begin: int
    end: int


@dataclass(frozen=True)
class SafetensorsHead:
    """What the head of a file tells.

    Attributes:
        tensors: Its tensors by their names.
        metadata: Texts that its makers have put in.
    """

    tensors: Mapping[str, TensorPlace]
    metadata: Mapping[str, str]


def read_safetensors_head(path: Path) -> SafetensorsHead:
    """Return what the head of a file tells.

    Raises:
        ModelFileError: It is missing, none, cut off, or damaged in its head.
    """
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            (length,) = struct.unpack("<Q", file.read(8))
            if length > min(size, _LONGEST_HEAD):
                raise ValueError("a head that is longer than the file")
            head = json.loads(file.read(length))
            metadata = head.pop("__metadata__", {})
            begin = 8 + length
            tensors = {name: _place(each, begin) for name, each in head.items()}
    except OSError as error:
        raise ModelFileError(f"{str(path)!r} cannot be read: {error.strerror}.") from error
    except (struct.error, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ModelFileError(
            f"{str(path)!r} is no safetensors file, or is damaged in its head.",
            hint="Save it again, or bring it over again.",
        ) from error
    needed = max((each.end for each in tensors.values()), default=begin)
    if size != needed:
        raise ModelFileError(
            f"{str(path)!r} is cut off or damaged: it has {size} bytes and should have {needed}.",
            hint="Bring it over again.",
        )
    return SafetensorsHead(tensors, {str(key): str(value) for key, value in metadata.items()})


def _place(told: Mapping[str, Any], begin: int) -> TensorPlace:
    kind, shape = str(told["dtype"]), tuple(int(each) for each in told["shape"])
    first, last = (int(each) for each in told["data_offsets"])
    if first < 0 or min(shape, default=0) < 0:
        raise ValueError("a tensor before the beginning")
    if kind in _BYTES and last - first != math.prod(shape) * _BYTES[kind]:
        raise ValueError("a tensor that has not as many numbers as its shape says")
    return TensorPlace(kind, shape, begin + first, begin + last)
