"""What can be said of the past of methods and objects: events in lines, versions, holders."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from batos.errors import QuarantinedError, UnknownNameError, UsageError
from batos.image import Root, history
from batos.image.past import tid_text
from batos.objects import Method, UvmObject, address_of, lookup, methods_of, name_of
from batos.objects.addresses import method_address
from batos.objects.portable import export_value
from batos.wire.messages.history import EventLine, Timeline, TransactionLine, VersionDiff

__all__ = [
    "diff_of",
    "event_line",
    "method_at",
    "object_timeline",
    "present_at",
    "shape_line",
    "thing_at",
    "timeline_of",
    "transaction_line",
    "version_of",
]


_LONGEST = 60
"""Characters of a value in a line."""


def timeline_of(root: Root, address: str) -> Timeline:
    """Return everything that happened to a method, oldest first.

    Raises:
        UsageError: It is no method.
    """
    holder, selector = method_at(root, address)
    now = methods_of(holder).get(selector)
    label = f"{address_of(holder)}.{selector}"
    events = [event_line(event) for event in history.events_of(root, holder, selector)]
    events += _lines_not_noted(root, holder, selector, label)
    current = now.version if now is not None else 0
    standing = [each for each in events if each["version"] == current]
    for each in events:
        each["current"] = bool(current) and each is standing[-1]
    return {
        "address": label,
        "current": current,
        "versions": list(history.versions_of(root, holder, selector)),
        "events": events,
    }


def object_timeline(root: Root, obj: UvmObject) -> Timeline:
    """Return everything that happened to an object and to its methods, oldest first."""
    selectors = ("", *history.selectors_with_events(root, obj))
    noted = [each for name in selectors for each in history.events_of(root, obj, name)]
    address = address_of(obj)
    if not name_of(obj) and noted:
        address = max(noted, key=lambda each: each.number).address
    return {
        "address": address,
        "current": int(bool(name_of(obj))),
        "versions": [],
        "events": [event_line(each) for each in sorted(noted, key=lambda each: each.number)],
    }


def thing_at(
    root: Root, address: str, *, own: bool = True, verb: str = ""
) -> tuple[UvmObject, str]:
    """Return an object that is there, or was, and the selector of one of its methods.

    Args:
        root: The image.
        address: An object, or ``OBJECT.SELECTOR``; for an object alone the selector is empty.
        own: See :func:`method_at`.
        verb: ``undo`` or ``redo``, where a value may be named as well whose change is the next
            one of its object: that is the object's.

    Raises:
        UnknownNameError: There is and was no such thing.
        UsageError: See :func:`method_at`; or other values of the object come first.
    """
    if "." in address:
        if verb and (changed := _changed_in(root, address, verb)) is not None:
            return changed, ""
        return method_at(root, address, own=own)
    gone = history.was_called(root, address.strip())
    if gone is not None and address.strip() not in root.objects:
        return gone, ""
    return root.find(address), ""


def _changed_in(root: Root, address: str, verb: str) -> UvmObject | None:
    """Return the object of a value that its next undo or redo changes; None where none does.

    Raises:
        UsageError: Another change of the object comes first.
    """
    name, slot = method_address(address)
    obj: UvmObject | None = root.objects.get(name)
    if obj is None or slot in methods_of(obj):
        return None
    changes = history.changes_of(root, obj, "")
    numbers = [each.number for each in (changes.done if verb == "undo" else changes.undone)]
    touching = [each for each in numbers if slot in _slots_of(history.event_of(root, each))]
    if not touching:
        return None
    if touching[-1] != numbers[-1]:
        raise UsageError(
            f"Something else of {name} was changed since {address} was.",
            hint=f"'batos history {name}' lists it; 'batos {verb} {name}' takes one step.",
        )
    return obj


def _slots_of(event: history.Event | None) -> set[str]:
    """Return the slots that a change of an object was about."""
    if not isinstance(event, history.ShapeEvent):
        return set()
    return {*event.became.get("slots", {}), *event.became.get(history.ABSENT, ())}


def diff_of(root: Root, address: str, a: int | None, b: int | None) -> VersionDiff:
    """Compare two versions of a method (see :meth:`History.diff`).

    Raises:
        UsageError: There is no such version, or only one.
    """
    holder, selector = method_at(root, address)
    label = f"{address_of(holder)}.{selector}"
    versions = history.versions_of(root, holder, selector)
    now = methods_of(holder).get(selector)
    if b is None:
        b = now.version if now is not None else max(versions)
    if a is None:
        a = max((number for number in versions if number < b), default=0)
    if not a:
        raise UsageError(f"{label} has no version before {b} to compare it with.")
    older, newer = (version_of(label, versions, number) for number in (a, b))
    lines = difflib.unified_diff(
        older.source.splitlines(),
        newer.source.splitlines(),
        f"{label} version {a}",
        f"{label} version {b}",
        lineterm="",
    )
    return {"address": label, "a": a, "b": b, "diff": "".join(f"{line}\n" for line in lines)}


def method_at(root: Root, address: str, *, own: bool = False) -> tuple[UvmObject, str]:
    """Return the holder and the selector of a method that is there, or was.

    Args:
        root: The image.
        address: ``OBJECT.SELECTOR``.
        own: Only a method of that very object, not one that it has from its parents.

    Raises:
        UnknownNameError: There is and was no such method.
        UsageError: It is a value, or it is inherited and ``own`` was asked for.
    """
    name, selector = method_address(address)
    gone = history.was_called(root, name) if name not in root.objects else None
    receiver = gone or root.find(name)
    past = history.selectors_with_events(root, receiver)
    if selector in methods_of(receiver) or selector in past:
        return receiver, selector
    found = lookup(receiver, selector)
    if found is None:
        raise UnknownNameError("method", selector, {*root.selectors(receiver), *past})
    holder, value = found
    if not isinstance(value, Method):
        raise UsageError(
            f"{address} is a value, not a method.",
            hint=f"'batos at TIME show {address}' tells what it was; 'batos history' lists the "
            "transactions that changed values.",
        )
    if own:
        raise UsageError(
            f"{address_of(receiver)} has {selector!r} from {address_of(holder)}.",
            hint=f"Name it there: {address_of(holder)}.{selector}.",
        )
    return holder, selector


def present_at(root: Root, address: str) -> tuple[UvmObject, Method]:
    """Return the holder and the version of a method that is there and is run.

    Args:
        root: The image.
        address: ``OBJECT.SELECTOR``.

    Raises:
        UnknownNameError: There is and was no such method.
        UsageError: It is no method, or was taken away.
        QuarantinedError: It is in quarantine.
    """
    holder, selector = method_at(root, address)
    present = methods_of(holder).get(selector)
    label = f"{address_of(holder)}.{selector}"
    if present is None:
        raise UsageError(f"{label} was taken away.", hint=f"To bring it back: batos redo {label}.")
    if present.quarantine is not None:
        raise QuarantinedError(
            f"{label} is in quarantine, and is not run.",
            hint="'batos guardian quarantine' tells why.",
        )
    return holder, present


def event_line(event: history.Event) -> EventLine:
    """Return an event as plain data, in a line."""
    mission = event.after.provenance.get("mission", "") if event.after is not None else ""
    return {
        "number": event.number,
        "address": f"{event.address}.{event.selector}" if event.selector else event.address,
        "event": event.kind,
        "version": event.after.version if event.after is not None else 0,
        "before": event.before.version if event.before is not None else 0,
        "at": event.at,
        "user": event.user,
        "cycle": event.cycle,
        "cause": event.cause or shape_line(event) or (str(mission) if event.cycle else ""),
        "of": event.of,
        "sha256": event.after.sha256 if event.after is not None else "",
        "transaction": tid_text(event._p_serial),
        "current": False,
    }


def transaction_line(transaction: history.Transaction) -> TransactionLine:
    """Return a transaction as plain data, in a line."""
    return {
        "id": transaction.id,
        "at": transaction.at,
        "user": transaction.user,
        "note": transaction.note,
        "size": transaction.size,
    }


def shape_line(event: history.Event) -> str:
    """Return what became of an object, in a few words; nothing for an event of a method."""
    if not isinstance(event, history.ShapeEvent):
        return ""
    told = []
    if "name" in event.became:
        name, old = event.became["name"], event.was["name"]
        told.append(f"is named {name}" if name and old else "is there" if name else "is taken away")
    if "parents" in event.became:
        parents = ", ".join(map(address_of, event.became["parents"]))
        told.append(f"delegates to {parents or 'nobody'}")
    for name, value in event.became.get("slots", {}).items():
        text = repr(export_value(value))
        told.append(f"has {name} = {text if len(text) <= _LONGEST else text[:_LONGEST] + '…'}")
    told += [f"has no {name} of its own" for name in event.became.get(history.ABSENT, ())]
    return "; ".join(told)


def _lines_not_noted(root: Root, holder: UvmObject, selector: str, label: str) -> list[EventLine]:
    """Return lines for the changes of which there is no event, as far as the versions tell."""
    lines: list[EventLine] = []
    for change in history.changes_of(root, holder, selector).done:
        if change.number:
            continue
        method = change.after
        origin: Mapping[str, Any] = method.provenance if method is not None else {}
        lines.append(
            {
                "number": 0,
                "address": label,
                "event": change.kind,
                "version": method.version if method is not None else 0,
                "before": change.before.version if change.before is not None else 0,
                "at": str(origin.get("at", "")),
                "user": str(origin.get("asked_by", "")),
                "cycle": str(origin.get("cycle", "")),
                "cause": str(origin.get("mission", "")),
                "of": 0,
                "sha256": method.sha256 if method is not None else "",
                "transaction": "",
                "current": False,
            }
        )
    return lines


def version_of(label: str, versions: Mapping[int, Method], number: int) -> Method:
    """Return a version by its number.

    Raises:
        UsageError: There is none.
    """
    method = versions.get(number)
    if method is None:
        known = ", ".join(map(str, versions)) or "none"
        raise UsageError(f"{label} has no version {number}.", hint=f"There are: {known}.")
    return method
