"""Newer versions of what an object was born with, which leave alone what is its own by now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batos.objects import UvmObject

__all__ = ["renew"]


def renew(obj: UvmObject, given: Mapping[str, Any]) -> None:
    """Set the slots that an object is born with, apart from those that it has changed since.

    What the being has changed about itself since its birth is its own.
    """
    born: Mapping[str, Any] = obj.slots.get("born", {})
    for name, value in given.items():
        if name not in obj.slots or obj.slots[name] == born.get(name):
            setattr(obj, name, value)
    obj.born = dict(given)
