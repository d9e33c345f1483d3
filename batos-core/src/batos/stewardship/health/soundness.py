"""Whether the memory, the quarantine, the cycles and the history of an image agree with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ZODB.POSException import POSError

from batos.care import Flaw, Pause, Probe, Reader, in_batches
from batos.image import Root
from batos.memory import KnowledgeCatalog
from batos.memory.catalogs import catalogs
from batos.objects import Method, UvmObject, methods_of

__all__ = ["PROBES"]

_RELEARN = "Restore a backup, or have the method learned anew."
_REJUDGE = "Judge the methods again: batos guardian recheck."


def _memory(reader: Reader, pause: Pause) -> Iterator[Flaw]:
    """Compare the catalog with its own indexes, and its methods with those of the objects."""
    with reader.read() as root:
        catalog = root.memory.get("catalog")
        whole = isinstance(catalog, KnowledgeCatalog)
        kind = type(catalog).__name__
        faults = [fault for each in catalogs(root) for fault in each.faults()]
    if not whole and catalog is not None:
        yield Flaw("memory", f"The catalog is a {kind}.")
    for fault in faults:
        yield Flaw("memory", fault, name="memory")
    if whole:
        yield from in_batches(reader, pause, _keys_of_methods, _look_at_document)


def _keys_of_methods(root: Root) -> list[str]:
    return [document.key for document in root.memory["catalog"].documents("method")]


def _look_at_document(root: Root, key: str) -> Iterator[Flaw]:
    document = root.memory["catalog"].get(key)
    if document is None:
        return
    receiver, selector = document.meta.get("receiver"), str(document.meta.get("selector"))
    obj = root.objects.get(receiver)
    if not isinstance(obj, UvmObject):
        yield _outdated(key, f"The document {key!r} tells of {receiver!r}, which is no object.")
        return
    method = methods_of(obj).get(selector)
    # One that was taken back may still be delegated to.
    if method is not None and document.meta.get("source") not in _sources(method):
        yield _outdated(key, f"The document {key!r} holds a source that no version has.")


def _outdated(key: str, message: str) -> Flaw:
    return Flaw("memory", message, _RELEARN, name=key, damage=False)


def _sources(method: Method) -> set[str]:
    found = set()
    older: Method | None = method
    while older is not None:
        found.add(older.source)
        older = older.previous
    return found


def _quarantine(reader: Reader, pause: Pause) -> Iterator[Flaw]:
    """Compare the list of methods in quarantine with the marks on the methods."""
    yield from in_batches(reader, pause, lambda root: root.meta.get("quarantine"), _look_at_listed)
    yield from in_batches(reader, pause, lambda root: root.objects, _look_at_methods)


def _look_at_listed(root: Root, number: int) -> Iterator[Flaw]:
    entry = root.meta["quarantine"].get(number)
    method = _object(root, number)
    if entry is None:
        return
    if not isinstance(method, Method):
        message = f"The quarantine lists @{number}, which is no method."
        yield Flaw("quarantine", message, _REJUDGE, number)
    elif method.quarantine is None or method.sha256 != entry["sha256"]:
        message = f"The quarantine lists {method.selector} (@{number}), which is not marked so."
        yield Flaw("quarantine", message, _REJUDGE, number, method.selector)


def _look_at_methods(root: Root, name: str) -> Iterator[Flaw]:
    obj = root.objects.get(name)
    if not isinstance(obj, UvmObject):
        return
    for selector, method in methods_of(obj).items():
        number = int.from_bytes(method._p_oid, "big")
        if method.quarantine is not None and number not in root.meta.get("quarantine", ()):
            where = f"{name}.{selector}"
            message = f"{where} is in quarantine and not on its list."
            yield Flaw("quarantine", message, _REJUDGE, number, where)


def _object(root: Root, number: int) -> Any:
    try:
        return root.connection.get(int(number).to_bytes(8, "big"))
    except (KeyError, OverflowError, POSError):
        return None


def _cycles(reader: Reader, pause: Pause) -> Iterator[Flaw]:
    """Compare the records of cycles with their keys, and the list of those that run."""
    yield from in_batches(reader, pause, lambda root: root.cycles, _look_at_cycle)
    with reader.read() as root:
        lost = [key for key in root.meta.get("running", ()) if key not in root.cycles]
    for key in lost:
        message = f"The cycle {key!r} is said to run, and has no record."
        yield Flaw("cycles", message, name=str(key))


def _look_at_cycle(root: Root, key: str) -> Iterator[Flaw]:
    record = root.cycles.get(key)
    if record is None:
        return
    if not isinstance(record, UvmObject):
        message = f"The record of cycle {key!r} is a {type(record).__name__}."
        yield Flaw("cycles", message, name=str(key))
    elif record.slots.get("cycle") != key:
        message = f"The record of cycle {key!r} calls itself {record.slots.get('cycle')!r}."
        oid = int.from_bytes(record._p_oid, "big")
        yield Flaw("cycles", message, oid=oid, name=str(key))


def _history(reader: Reader, pause: Pause) -> Iterator[Flaw]:
    """Compare the events of methods with each other and with the slots of today."""
    for name, look in (("events", _look_at_event), ("latest", _look_at_latest)):
        yield from in_batches(reader, pause, lambda root, name=name: _part(root, name), look)  # type: ignore[misc]  # a default argument binds it


def _part(root: Root, name: str) -> Any:
    container = root.connection.root().get("history")
    return container.get(name, {}) if container is not None else {}


def _look_at_event(root: Root, number: int) -> Iterator[Flaw]:
    events = _part(root, "events")
    event = events.get(number)
    if event is None:
        return
    if event.number != number:
        yield Flaw("history", f"The event {number} calls itself {event.number}.")
    if event.earlier and (event.earlier >= number or event.earlier not in events):
        yield Flaw("history", f"The event {number} names none before it.")


def _look_at_latest(root: Root, key: tuple[int, str]) -> Iterator[Flaw]:
    holder, selector = key
    event = _part(root, "events").get(_part(root, "latest").get(key))
    if event is None or (event.holder, event.selector) != key:
        yield Flaw("history", f"The latest event of {selector!r} on @{holder} is not one of it.")
        return
    obj = _object(root, holder)
    if isinstance(obj, UvmObject) and methods_of(obj).get(selector) is not event.after:
        where = f"{event.address}.{selector}"
        message = f"What is in the slot {where} is not what its history says."
        yield Flaw("history", message, _RELEARN, holder, where, damage=False)


def _waiting(reader: Reader, pause: Pause) -> Iterator[Flaw]:
    """Compare the changes that wait for a person with their index, both ways."""
    yield from in_batches(reader, pause, lambda root: root.waiting, _look_at_change)
    with reader.read() as root:
        index = root.meta.get("waiting_by_method", {})
        lost = {name: key for key, name in index.items() if name not in root.waiting}
    for name, (holder, selector) in lost.items():
        message = f"The change {name!r} of {selector!r} on @{holder} is listed and not there."
        yield Flaw("waiting", message, name=str(name))


def _look_at_change(root: Root, name: str) -> Iterator[Flaw]:
    change = root.waiting.get(name)
    if change is None:
        return
    key = (change.get("oid"), change.get("selector"))
    if change.get("id") != name or root.meta.get("waiting_by_method", {}).get(key) != name:
        message = f"The change {name!r}, which waits for a person, is not the one that is listed."
        yield Flaw("waiting", message, name=str(name))


def _questions(reader: Reader, pause: Pause) -> Iterator[Flaw]:
    """Compare the questions that are open with their index."""
    yield from in_batches(
        reader, pause, lambda root: root.meta.get("questions", ()), _look_at_question
    )


def _look_at_question(root: Root, name: str) -> Iterator[Flaw]:
    kept = root.meta.get("questions", {}).get(name)
    if kept is None:
        return
    key = (kept.get("oid"), kept.get("selector"))
    if kept.get("id") != name or root.meta.get("questions_by_method", {}).get(key) != name:
        message = f"The question {name!r}, which is open, is not the one that is listed."
        yield Flaw("waiting", message, name=str(name))


PROBES = (
    Probe("the memory", _memory),
    Probe("the quarantine", _quarantine),
    Probe("the cycles", _cycles),
    Probe("the history of methods", _history),
    Probe("what waits for a person", _waiting),
    Probe("what a person is asked", _questions),
)
"""What a check of a living image looks at, beside its records."""
