"""Reading one record the way the image would, without bringing anything to life.

The record is unpickled for good: that is the only way to know that it can be. But a file that is
damaged, or was made by somebody else, may name any class and any function. Here only the few
classes are taken that live in an image; other objects than the record's own become links.

Run as a program it looks at records for :mod:`batos.care.checking.examiner`. It is run by its path,
since the packages above it would take three times as long to import as this needs.
"""

from __future__ import annotations

import contextlib
import copyreg
import datetime as dt
import importlib
import io
import os
import pickle
import signal
import struct
import sys
import zoneinfo
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from persistent import Persistent
from persistent.mapping import PersistentMapping
from ZODB._compat import PersistentUnpickler
from ZODB.blob import Blob
from ZODB.serialize import referencesf

from batos.objects import Method, UvmObject, is_slot_name, source_digest
from batos.objects.plain import ensure_plain
from batos.objects.references import oid_of

__all__ = ["Facts", "Stub", "answers", "examine", "main", "write_batch"]

_SECONDS_A_BYTE = 1e-6
"""Seconds of the processor that a large record may take beyond what any record may."""
_LENGTH = struct.Struct(">I")

_HOMES = ("batos.", "BTrees.", "ZODB.blob", "persistent.", "zope.index.")
"""Where the classes of an image's own objects come from."""
_PARTS: Mapping[tuple[str, str], Any] = {
    ("builtins", "set"): set,
    ("builtins", "frozenset"): frozenset,
    ("builtins", "complex"): complex,
    ("builtins", "object"): object,
    ("builtins", "bytearray"): bytearray,
    ("copyreg", "_reconstructor"): copyreg._reconstructor,  # type: ignore[attr-defined]  # what a pickle names
    ("datetime", "date"): dt.date,
    ("datetime", "time"): dt.time,
    ("datetime", "datetime"): dt.datetime,
    ("datetime", "timedelta"): dt.timedelta,
    ("datetime", "timezone"): dt.timezone,
    ("zoneinfo", "ZoneInfo"): zoneinfo.ZoneInfo,
}
"""What plain data is made of, beside numbers, texts and lists."""


class Stub(Persistent):
    """Stands for another object of the image.

    Attributes:
        oid: That object.
    """

    __module__ = "batos.care.checking.examine"  # in the program as well: it may live in a slot

    def __init__(self, oid: bytes) -> None:
        self.oid = oid


@dataclass(frozen=True)
class Facts:
    """What a record tells.

    Attributes:
        kind: The class, such as ``batos.objects.method.Method``; empty where it cannot be read.
        references: The objects that it names.
        problem: What is wrong with it, or an empty text.
        method_problem: What is wrong with the method that it is.
        name: The name of a named object.
        links: The objects that hang in its slots, or in a mapping, by name.
        quarantined: Whether it is a method in quarantine.
        endless: Whether it cannot be read in any time (see :mod:`batos.care.checking.examiner`).
    """

    kind: str
    references: tuple[bytes, ...] = ()
    problem: str = ""
    method_problem: str = ""
    name: str = ""
    links: Mapping[str, bytes] = field(default_factory=dict)
    quarantined: bool = False
    endless: bool = False

    @property
    def is_method(self) -> bool:
        """Whether it is a version of a method."""
        return self.kind == f"{Method.__module__}.{Method.__qualname__}"

    @property
    def is_blob(self) -> bool:
        """Whether a file belongs to it."""
        return self.kind == f"{Blob.__module__}.{Blob.__qualname__}"


def examine(data: bytes) -> Facts:
    """Read a record and tell what it holds and what is wrong with it.

    Args:
        data: The record as the storage holds it.
    """
    found: list[bytes] = []
    stream = io.BytesIO(data)
    reader = PersistentUnpickler(_class, _linker(found), stream)
    kind = ""
    try:
        cls = reader.load()
        cls = cls[0] if isinstance(cls, tuple) else cls
        if not (isinstance(cls, type) and issubclass(cls, Persistent)):
            return Facts("", problem=f"its class is {cls!r:.60}, which lives in no image")
        kind = f"{cls.__module__}.{cls.__qualname__}"
        state = reader.load()
        references = tuple(referencesf(data))
    except Exception as error:
        # Damaged bytes trip whatever they happen to trip.
        return Facts(kind, tuple(found), problem=f"it cannot be read: {_told(error)}")
    if stream.tell() != len(data):
        return Facts(kind, references, problem="something follows the end of it")
    return _told_by(cls, kind, state, references)


def _told_by(cls: type, kind: str, state: Any, references: tuple[bytes, ...]) -> Facts:
    if cls is Method:
        return _method(kind, state, references)
    if cls is UvmObject:
        return _object(kind, state, references)
    if cls is PersistentMapping and isinstance(state, dict):
        content = state.get("data")
        if not isinstance(content, dict):
            return Facts(kind, references, problem="it is a mapping without content")
        return Facts(kind, references, links=_links(content))
    if cls is Blob and state is not None:
        return Facts(kind, references, problem="it is a blob with a state of its own")
    return Facts(kind, references)


def _method(kind: str, state: Any, references: tuple[bytes, ...]) -> Facts:
    if not isinstance(state, dict):
        return Facts(kind, references, problem="it is a method without a state")
    source, digest = state.get("source"), state.get("sha256")
    problem = ""
    if not isinstance(source, str) or not isinstance(digest, str):
        problem = "it has no source, or no sha256"
    elif source_digest(source) != digest:
        problem = "its source does not have the sha256 that it was installed with"
    elif not is_slot_name(str(state.get("selector"))):
        problem = f"its selector is {state.get('selector')!r}"
    return Facts(
        kind,
        references,
        method_problem=problem,
        name=str(state.get("selector", "")),
        quarantined=bool(state.get("quarantine")),
    )


def _object(kind: str, state: Any, references: tuple[bytes, ...]) -> Facts:
    slots = state.get("_slots") if isinstance(state, dict) else None
    if not isinstance(slots, dict) or not isinstance(state.get("_parents"), tuple):
        return Facts(kind, references, problem="it is an object without slots or parents")
    name = str(state.get("_name", ""))
    problem = ""
    if not all(isinstance(parent, Stub) for parent in state["_parents"]):
        problem = "one of its parents is no object"
    for slot, value in slots.items():
        if not isinstance(slot, str) or not is_slot_name(slot):
            problem = f"it has a slot named {slot!r:.40}"
            break
        try:
            ensure_plain(value, slot)
        except Exception as error:
            problem = f"its slot {slot!r} holds what cannot live there: {_told(error)}"
            break
    return Facts(kind, references, problem=problem, name=name, links=_links(slots))


def _links(content: Mapping[Any, Any]) -> dict[str, bytes]:
    return {str(name): value.oid for name, value in content.items() if isinstance(value, Stub)}


def _linker(found: list[bytes]) -> Callable[[Any], Stub]:
    def link(reference: Any) -> Stub:
        oid = oid_of(reference)
        found.append(oid)
        return Stub(oid)

    return link


def _class(module: str, name: str) -> Any:
    """Return a class that may live in an image.

    Raises:
        ValueError: It is none.
    """
    part = _PARTS.get((module, name))
    if part is not None:
        return part
    if (module, name) == ("builtins", "getattr"):
        return _zone_reader
    if module.startswith(_HOMES):
        try:
            found = getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError):
            raise ValueError(f"there is no class {module}.{name}") from None
        if isinstance(found, type) and (issubclass(found, Persistent) or _is_inert(module)):
            return found
    raise ValueError(f"{module}.{name} lives in no image")


def _is_inert(module: str) -> bool:
    """Return whether the classes of a module only hold data."""
    return module.startswith("zope.index.text.") or module == "batos.memory.words"


def _zone_reader(owner: Any, name: str) -> Any:
    """Stand in for ``getattr``, by which the pickle of a time zone names its own reader."""
    if owner is zoneinfo.ZoneInfo and name == "_unpickle":
        return zoneinfo.ZoneInfo._unpickle  # type: ignore[attr-defined]  # what a pickle names
    raise ValueError(f"an attribute {name!r} is asked for")


def _told(error: BaseException) -> str:
    text = " ".join(str(error).split())[:120]
    return f"{type(error).__name__}: {text}".rstrip(": ")


def main() -> int:
    """Read batches of records from standard input until it ends, and answer each record.

    The argument is how many seconds of the processor any record may take.
    """
    seconds = float(sys.argv[1])
    records, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever may print
    _reply(replies, Facts(""))  # it has begun
    while (batch := _read_batch(records)) is not None:
        for record in batch:
            with _budget(seconds + _SECONDS_A_BYTE * len(record)):
                facts = examine(record)
            _reply(replies, facts)
    return 0


@contextlib.contextmanager
def _budget(seconds: float) -> Iterator[None]:
    """End this process when it has used so many seconds of the processor."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    # What the signal does by itself needs no step of Python's, of which there may be none.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def write_batch(stream: BinaryIO, records: Sequence[bytes]) -> None:
    """Hand records to the program, which reads all of them before it answers."""
    stream.write(_LENGTH.pack(len(records)))
    for record in records:
        stream.write(_LENGTH.pack(len(record)))
        stream.write(record)
    stream.flush()


def _read_batch(stream: BinaryIO) -> list[bytes] | None:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (count,) = _LENGTH.unpack(head)
    return [stream.read(*_LENGTH.unpack(stream.read(_LENGTH.size))) for _ in range(count)]


def _reply(stream: BinaryIO, facts: Facts) -> None:
    data = pickle.dumps(vars(facts))  # the class itself is that of a program here
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def answers(stream: BinaryIO, count: int) -> Iterator[Facts]:
    """Yield what the program tells of so many records; of fewer where it has ended."""
    for _ in range(count):
        head = stream.read(_LENGTH.size)
        if len(head) < _LENGTH.size:
            return
        (length,) = _LENGTH.unpack(head)
        data = stream.read(length)
        if len(data) < length:
            return
        yield Facts(**pickle.loads(data))  # noqa: S301 - what our own process has told


if __name__ == "__main__":
    sys.exit(main())
