"""Walking over the records that an image holds now, and looking at each."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from BTrees.check import check as check_tree
from ZODB.POSException import POSError
from ZODB.utils import z64

from batos.care.checking.examine import Facts
from batos.care.checking.examiner import BATCH, BATCH_BYTES, Examiner
from batos.care.checking.flaws import SALVAGE, SLOW, Flaw, Flaws
from batos.care.files.blobs import digest_of, version_file
from batos.care.files.onlooker import Pause, never
from batos.care.files.reading import Reader, sparing
from batos.errors import ImageDamagedError, ImageError
from batos.image.storage_errors import trip_of, worded_fault
from batos.objects.references import load_record, references_of

__all__ = ["SeenRecords", "walk_records"]

_ROOT = "the root"
_TREES = ("BTree", "TreeSet")


@dataclass
class SeenRecords:
    """What was seen on the walk.

    Attributes:
        complete: Whether it came to its end.
        names: How the objects that have one are called, by oid.
        methods: Versions of methods, by oid, whether each is in quarantine.
        blobs: Blobs with the serial of their record.
        trees: Containers, which are looked at as a whole.
        endless: What cannot be read in any time, and was passed over, with the reason.
        records: How many records there were.
        objects: How many of them are objects of the image.
    """

    complete: bool = True
    names: dict[bytes, str] = field(default_factory=dict)
    methods: dict[bytes, bool] = field(default_factory=dict)
    blobs: dict[bytes, bytes] = field(default_factory=dict)
    trees: list[bytes] = field(default_factory=list)
    endless: dict[bytes, str] = field(default_factory=dict)
    records: int = 0
    objects: int = 0

    def name_of(self, oid: bytes) -> str:
        """Return how an object is called, or where it hangs."""
        return self.names.get(oid) or f"@{int.from_bytes(oid, 'big')}"

    def flaw(self, kind: str, message: str, oid: bytes, mend: str = SALVAGE) -> Flaw:
        """Return what is found of an object."""
        return Flaw(kind, message, mend, int.from_bytes(oid, "big"), self.name_of(oid))


def walk_records(
    reader: Reader,
    flaws: Flaws,
    examiner: Examiner,
    *,
    blobs: Path | None,
    pause: Pause = never,
) -> SeenRecords:
    """Look at everything that can be reached from the root, in short transactions.

    Args:
        reader: The image.
        flaws: Takes what is found.
        examiner: Looks at the records.
        blobs: The folder of a file image's blobs; None asks the storage for them.
        pause: Called between the transactions.
    """
    seen = SeenRecords(names={z64: _ROOT})
    waiting: deque[tuple[bytes, bytes]] = deque([(z64, z64)])
    known = {z64}
    missing: list[tuple[bytes, bytes]] = []
    while waiting:
        if pause():
            seen.complete = False
            return seen
        loaded: list[tuple[bytes, bytes, bytes, bytes]] = []
        size = 0
        with reader.read() as root:
            while waiting and len(loaded) < BATCH and size < BATCH_BYTES:
                oid, holder = waiting.popleft()
                record = _load(root.connection, oid)
                if isinstance(record, str):
                    flaws.add(_unreadable(seen, oid, record))
                elif record is None:
                    missing.append((oid, holder))
                else:
                    loaded.append((oid, holder, *record))
                    size += len(record[0])
        told = examiner([data for _, _, data, _ in loaded])
        for (oid, holder, data, serial), facts in zip(loaded, told, strict=True):
            _look_at(seen, flaws, oid, holder, facts, serial)
            for reference in _references(facts, data):
                if reference not in known:
                    known.add(reference)
                    waiting.append((reference, oid))
    reader = sparing(reader, seen.endless)
    _tell_endless(reader, seen, flaws)
    _look_for(missing, reader, seen, flaws)
    _look_at_trees(reader, seen, flaws, pause)
    _look_at_blobs(reader, seen, flaws, blobs, pause)
    return seen


def _load(connection: Any, oid: bytes) -> tuple[bytes, bytes] | str | None:
    """Return a record, None where there is none, or why it cannot be read."""
    try:
        return load_record(connection, oid)
    except (POSError, OSError, ValueError, KeyError) as error:
        return f"{type(error).__name__}: {error}"
    except Exception as error:
        worded = worded_fault(error)
        if not isinstance(worded, ImageDamagedError):
            raise
        return worded.message.rstrip(".")


def _look_at(
    seen: SeenRecords, flaws: Flaws, oid: bytes, holder: bytes, facts: Facts, serial: bytes
) -> None:
    seen.records += 1
    if facts.endless:
        seen.endless[oid] = facts.problem
        return
    _name(seen, oid, holder, facts)
    if facts.is_method:
        seen.methods[oid] = facts.quarantined
    elif facts.is_blob:
        seen.blobs[oid] = serial
    elif facts.kind.startswith("BTrees.") and facts.kind.endswith(_TREES):
        seen.trees.append(oid)
    elif facts.kind == "batos.objects.uvm.UvmObject":
        seen.objects += 1
    if facts.problem:
        flaws.add(_unreadable(seen, oid, facts.problem))
    if facts.method_problem:
        flaws.add(
            seen.flaw(
                "method",
                f"The method {seen.name_of(oid)} is not what was installed: "
                f"{facts.method_problem}.",
                oid,
                "Restore a backup, put an earlier version back, or have it learned anew.",
            )
        )


def _references(facts: Facts, data: bytes) -> Iterable[bytes]:
    """Return what a record refers to, also of one that nobody could read in time."""
    if not facts.endless:
        return facts.references
    with suppress(Exception):  # damaged bytes trip whatever they happen to trip
        return references_of(data, large=0)
    return ()


def _tell_endless(reader: Reader, seen: SeenRecords, flaws: Flaws) -> None:
    """Tell what was passed over, by the names that only the container of names knows."""
    if not seen.endless:
        return
    with suppress(ImageError, POSError, AttributeError), reader.read() as root:
        for name, obj in root.objects.items():
            if obj._p_oid in seen.endless:
                seen.names[obj._p_oid] = name
    for oid, problem in seen.endless.items():
        name, number = seen.name_of(oid), int.from_bytes(oid, "big")
        whose = name if name == f"@{number}" else f"{name} (@{number})"
        text = f"The record of {whose} was passed over: {problem}."
        flaws.add(Flaw("slow", text, SLOW, number, name))


def _unreadable(seen: SeenRecords, oid: bytes, problem: str) -> Flaw:
    return seen.flaw("record", f"The record of {seen.name_of(oid)} is damaged: {problem}.", oid)


def _name(seen: SeenRecords, oid: bytes, holder: bytes, facts: Facts) -> None:
    """Note how an object is called, and what hangs in it."""
    names = seen.names
    if facts.name and not facts.is_method:
        names[oid] = facts.name
    elif facts.is_method and facts.name and oid not in names:
        names[oid] = f"{facts.name} (an earlier version)"
    elif oid not in names and facts.kind.startswith(("BTrees.", "persistent.", "zope.")):
        # A part of a container is told by the container's own name.
        names[oid] = names.get(holder, "")
    own = names.get(oid, "")
    for slot, target in facts.links.items():
        if target not in names:
            names[target] = f"root.{slot}" if oid == z64 else f"{own or seen.name_of(oid)}.{slot}"


def _look_for(
    missing: Iterable[tuple[bytes, bytes]], reader: Reader, seen: SeenRecords, flaws: Flaws
) -> None:
    """Look again for what was named and not there: its holder may have let go of it since."""
    with reader.read() as root:
        for oid, holder in missing:
            with suppress(POSError, OSError):
                found = load_record(root.connection, holder)
                if found is None or load_record(root.connection, oid) is not None:
                    continue
                if oid != holder and oid not in references_of(found[0], large=0):
                    continue
            flaws.add(
                Flaw(
                    "reference",
                    f"{seen.name_of(holder)} refers to {seen.name_of(oid)}, which is not there.",
                    oid=int.from_bytes(oid, "big"),
                    name=seen.name_of(holder),
                )
            )


def _look_at_trees(reader: Reader, seen: SeenRecords, flaws: Flaws, pause: Pause) -> None:
    """Check the order of the keys in the containers."""
    for oid in seen.trees:
        if pause():
            seen.complete = False
            return
        with reader.read() as root:
            try:
                tree = root.connection.get(oid)
                tree._check()
                check_tree(tree)
            except KeyError:
                continue  # let go of since, or told already as a missing reference
            except Exception as error:
                # Damaged keys trip whatever they happen to trip.
                text = f"The container {seen.name_of(oid)} is damaged: {trip_of(error)}."
                flaws.add(seen.flaw("record", text, oid))
            finally:
                root.connection.cacheGC()


def _look_at_blobs(
    reader: Reader, seen: SeenRecords, flaws: Flaws, folder: Path | None, pause: Pause
) -> None:
    for oid, serial in seen.blobs.items():
        if pause():
            seen.complete = False
            return
        problem = _blob_problem(reader, folder, oid, serial)
        if not problem:
            continue
        with reader.read() as root:
            found = load_record(root.connection, oid)
        if found is not None and found[1] == serial:
            text = f"The file of the blob {seen.name_of(oid)} cannot be read: {problem}."
            mend = "Restore a backup, or put the file back from one."
            flaws.add(seen.flaw("blob", text, oid, mend))


def _blob_problem(reader: Reader, folder: Path | None, oid: bytes, serial: bytes) -> str:
    """Return why the file of a blob cannot be read to its end, or an empty text."""
    try:
        if folder is not None:
            digest_of(version_file(folder, oid, serial).path)
        else:
            with reader.database.storage.openCommittedBlobFile(oid, serial) as stream:
                while stream.read(1 << 20):
                    pass
    except FileNotFoundError:
        return "it is not there"
    except (OSError, POSError) as error:
        return getattr(error, "strerror", None) or str(error)
    return ""
