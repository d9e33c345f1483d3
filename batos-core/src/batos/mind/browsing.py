"""Objects, methods and cycles as plain data, for people and programs to look at."""

from __future__ import annotations

from typing import Any

from batos.image import Root
from batos.mind.delivery import export_value
from batos.mind.portable import address_of
from batos.objects import Method, UvmObject, methods_of, name_of, slots_of

__all__ = ["describe_cycle", "describe_method", "describe_object", "list_objects"]


def list_objects(root: Root) -> list[dict[str, Any]]:
    """Return a line for each named object."""
    return [
        {
            "name": name,
            "oid": _oid(obj),
            "parents": [address_of(parent) for parent in obj.parents],
            "slots": len(slots_of(obj)),
            "methods": sorted(methods_of(obj)),
        }
        for name, obj in root.objects.items()
    ]


def describe_object(root: Root, obj: UvmObject) -> dict[str, Any]:
    """Return an object with its slots, its methods, and what it understands by delegation."""
    own = methods_of(obj)
    inherited = sorted(set(root.selectors(obj)) - set(own) - set(slots_of(obj)))
    return {
        "kind": "object",
        "name": name_of(obj),
        "oid": _oid(obj),
        "parents": [address_of(parent) for parent in obj.parents],
        "slots": {name: _shown(value) for name, value in slots_of(obj).items()},
        "methods": {
            name: {
                "signature": method.signature,
                "doc": method.doc,
                "version": method.version,
                "quarantined": method.quarantine is not None,
            }
            for name, method in own.items()
        },
        "inherited": inherited,
    }


def describe_method(holder: UvmObject, value: Any, selector: str) -> dict[str, Any]:
    """Return a method with its source and provenance, or a slot with its value."""
    if isinstance(value, Method):
        return {"kind": "method", "holder": address_of(holder), **value.to_plain()}
    return {
        "kind": "slot",
        "holder": address_of(holder),
        "selector": selector,
        "value": _shown(value),
    }


def describe_cycle(record: UvmObject, *, brief: bool = False) -> dict[str, Any]:
    """Return a cycle's record, whole or in a line."""
    slots = slots_of(record)
    mission = slots.get("brief", {})
    line = {
        "kind": "cycle",
        "cycle": slots.get("cycle", ""),
        "state": slots.get("state", ""),
        "started": slots.get("started", ""),
        "receiver": mission.get("receiver", ""),
        "selector": mission.get("selector", ""),
        "reason": slots.get("reason", ""),
    }
    if brief:
        return line
    return {**line, **{name: _shown(value) for name, value in slots.items()}}


def _shown(value: Any) -> Any:
    try:
        return export_value(value)
    except TypeError:
        return repr(value)[:200]


def _oid(obj: UvmObject) -> int:
    return int.from_bytes(obj._p_oid, "big") if obj._p_oid else 0
