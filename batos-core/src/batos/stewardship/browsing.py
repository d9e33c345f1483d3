"""Objects, methods and cycles as plain data, for people and programs to look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from batos.errors import UnknownNameError, UsageError
from batos.image import Root
from batos.image.aside import list_aside
from batos.image.history import usage_of
from batos.learning.candidates.untested import untested
from batos.learning.model.trust import PROVEN, standing_trust
from batos.objects import Method, UvmObject, address_of, methods_of, name_of, resolve, slots_of
from batos.objects.portable import export_value
from batos.wire.messages.objects import ObjectLine, Whereabouts
from batos.wire.messages.shown import Shown, ShownCycle, ShownMethod, ShownObject, ShownSlot
from batos.wire.messages.talk.missions import CycleLine

__all__ = [
    "cycle_line",
    "describe_address",
    "describe_cycle",
    "describe_method",
    "describe_object",
    "describe_resolution",
    "list_objects",
]

_LONGEST = 200_000
"""Characters and items of a slot that is shown whole among the others."""


def list_objects(root: Root) -> list[ObjectLine]:
    """Return a line for each named object, and for each one that is set aside."""
    lines: list[ObjectLine] = [
        {
            "name": name,
            "oid": _oid(obj),
            "parents": [address_of(parent) for parent in obj.parents],
            "slots": len(slots_of(obj)),
            "methods": sorted(methods_of(obj)),
            "set_aside": "",
        }
        for name, obj in root.each()
    ]
    aside: list[ObjectLine] = [
        {
            "parents": [],
            "slots": 0,
            "methods": [],
            "name": each["name"],
            "oid": each["oid"],
            "set_aside": each["cause"],
        }
        for each in list_aside(root)
    ]
    return lines + aside


def describe_address(root: Root, address: str) -> Shown:
    """Return everything about an object, a method (``genesis.count_vowels``) or a cycle.

    Raises:
        UnknownNameError: There is no such thing; a near match is in the hint.
    """
    name, _, selector = address.partition(".")
    if selector:
        obj = root.find(name)
        holder, value = root.method(obj, selector)
        return describe_method(holder, value, selector)
    if name in root.cycles:
        return describe_cycle(root.cycles[name])
    return describe_object(root, root.find(name))


def describe_object(root: Root, obj: UvmObject) -> ShownObject:
    """Return an object with its slots, its methods, and what it understands by delegation."""
    own = methods_of(obj)
    inherited = sorted(set(root.selectors(obj)) - set(own) - set(slots_of(obj)))
    return {
        "kind": "object",
        "name": name_of(obj),
        "oid": _oid(obj),
        "parents": [address_of(parent) for parent in obj.parents],
        "slots": {name: _in_short(value) for name, value in slots_of(obj).items()},
        "methods": {
            name: {
                "signature": method.signature,
                "doc": method.doc,
                "version": method.version,
                "quarantined": method.quarantine is not None,
                "trust": str(method.provenance.get("trust", PROVEN)),
                "calls": usage_of(root, method).calls,
            }
            for name, method in own.items()
        },
        "inherited": inherited,
    }


def describe_method(holder: UvmObject, value: Any, selector: str) -> ShownMethod | ShownSlot:
    """Return a method with its source and provenance, or a slot with its value."""
    if isinstance(value, Method):
        told = {
            "kind": "method",
            "holder": address_of(holder),
            **value.to_plain(),
            **standing_trust(value),
            "untested": untested(value),
        }
        return cast("ShownMethod", told)
    return {
        "kind": "slot",
        "holder": address_of(holder),
        "selector": selector,
        "value": _shown(value),
    }


def describe_resolution(root: Root, address: str) -> Whereabouts:
    """Return where the answer to ``OBJECT.SELECTOR`` comes from.

    Raises:
        UsageError: It names no selector.
        UnknownNameError: There is no such object, or nobody in its chain has the selector.
    """
    name, dot, selector = address.partition(".")
    if not dot or not name or not selector:
        raise UsageError(f"{address!r} names no selector.", hint="Write OBJECT.SELECTOR.")
    obj = root.find(name)
    found = resolve(obj, selector)
    if found is None:
        raise UnknownNameError("selector", selector, root.selectors(obj))
    is_method = isinstance(found.value, Method)
    told: Whereabouts = {
        "receiver": address_of(obj),
        "selector": selector,
        "kind": "method" if is_method else "slot",
        "holder": address_of(found.holder),
        "path": [address_of(each) for each in found.path],
        "shadowed": [address_of(each) for each in found.shadowed],
    }
    if is_method:
        told["signature"], told["source"] = found.value.signature, found.value.source
    else:
        told["value"] = _shown(found.value)
    return told


def cycle_line(record: UvmObject) -> CycleLine:
    """Return a cycle's record in a line."""
    slots = slots_of(record)
    mission = slots.get("brief")
    mission = mission if isinstance(mission, Mapping) else {}
    return {
        "kind": "cycle",
        "cycle": str(slots.get("cycle", "")),
        "state": str(slots.get("state", "")),
        "started": str(slots.get("started", "")),
        "receiver": str(mission.get("receiver", "")),
        "selector": str(mission.get("selector", "")),
        "reason": str(slots.get("reason", "")),
    }


def describe_cycle(record: UvmObject) -> ShownCycle:
    """Return a cycle's record, whole."""
    slots = slots_of(record)
    shown = {**_at_work(slots.pop("working", None)), **slots}
    told = {**cycle_line(record), **{name: _shown(value) for name, value in shown.items()}}
    return cast("ShownCycle", told)


def _at_work(working: Any) -> dict[str, Any]:
    """Return what the working data of a cycle says that its record does not say yet."""
    if not isinstance(working, Mapping):
        return {}
    found = {name: working[name] for name in ("contract", "notes") if working.get(name)}
    candidates = working.get("candidates")
    if isinstance(candidates, (list, tuple)):
        found["candidates"] = [
            {name: each[name] for name in each if name not in ("verdict", "report")}
            for each in candidates
            if isinstance(each, Mapping)
        ]
    return found


def _in_short(value: Any) -> Any:
    """Return a slot's value; what it is, where it would hide the other slots."""
    if not _is_long(value):
        return _shown(value)
    what = "characters" if isinstance(value, str) else "items"
    return f"({type(value).__name__} of {len(value):,} {what}, too long to be shown here)"


def _is_long(value: Any) -> bool:
    left = _LONGEST
    stack = [value]
    while stack and left > 0:
        item = stack.pop()
        left -= len(item) if isinstance(item, (str, bytes)) else 1
        if isinstance(item, dict):
            stack.extend(item)
            stack.extend(item.values())
        elif isinstance(item, (list, tuple, set, frozenset)):
            stack.extend(item)
    return left <= 0


def _shown(value: Any) -> Any:
    try:
        return export_value(value)
    except TypeError:
        return repr(value)[:200]


def _oid(obj: UvmObject) -> int:
    return int.from_bytes(obj._p_oid, "big") if obj._p_oid else 0
