"""Prototype: what delegation, messages and their space know of an object."""

from __future__ import annotations

from typing import Any

from persistent import Persistent

__all__ = ["Prototype"]


class Prototype(Persistent):
    """Something with slots that delegates to others of its kind.

    There is one kind, :class:`batos.objects.uvm.UvmObject`; it knows all that is below, and
    nothing below has to know it.
    """

    _slots: dict[str, Any]
    _parents: tuple[Prototype, ...]
    _name: str
