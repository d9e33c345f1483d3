"""Containers of objects that only their own methods may change: others are lent copies."""

from __future__ import annotations

from typing import Any, NamedTuple

from batos.errors import SlotError
from batos.objects.changes.footprint import CONTAINERS, Footprint, footprint
from batos.objects.prototype import Prototype

__all__ = ["Lendings", "not_its_own"]


class _Lent(NamedTuple):
    """A copy of a container, its footprint, and that of the container."""

    value: Any
    before: Footprint
    original: Footprint


class Lendings(dict[tuple[Prototype, str], list[_Lent]]):
    """The copies that one message was lent, by object and slot."""

    def copy_of(self, holder: Prototype, name: str, value: Any) -> Any:
        """Return a copy of a container, the same one until the container changes."""
        lent = self.setdefault((holder, name), [])
        current = footprint(value)
        if not lent or lent[-1].original != current:
            copied = _copy(value)
            lent.append(_Lent(copied, footprint(copied), current))
        return lent[-1].value

    def first_changed(self) -> Prototype | None:
        """Return an object of whose containers a copy was changed in place; None for none."""
        for (holder, _name), lent in self.items():
            if any(footprint(each.value) != each.before for each in lent):
                return holder
        return None


def not_its_own(obj: Prototype) -> SlotError:
    """Return the error for a change that only a method of an object's own may make."""
    label = obj.__dict__.get("_name") or "The object"
    return SlotError(
        f"{label} decides what the image learns, so only a method of its own may change it.",
        hint="Send it a message that makes the change.",
    )


def _copy(value: Any) -> Any:
    """Return a copy of a container, with the same objects of the image in it."""
    if isinstance(value, dict):
        return type(value)((key, _copy(item)) for key, item in value.items())
    if type(value) in CONTAINERS:
        return type(value)(map(_copy, value))
    return value
