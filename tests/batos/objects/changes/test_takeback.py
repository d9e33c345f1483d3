"""What a nested message did is taken back in the very containers that others have names for."""

from __future__ import annotations

from typing import Any

from batos.objects import UvmObject, slots_of
from batos.objects.changes.takeback import Aside, Frame


class Savepoint:
    """A savepoint of no transaction, which counts how often it was gone back to."""

    def __init__(self) -> None:
        self.rollbacks = 0

    def rollback(self) -> None:
        self.rollbacks += 1


def tangle() -> UvmObject:
    """Return an object whose values share parts and go in a circle."""
    shared = [1]
    row: dict[str, Any] = {"shared": shared, "set": {1, 2}}
    obj = UvmObject(rows=[row, shared], pair=(shared, "text"), n=1)
    row["self"] = row
    return obj


def test_containers_get_their_content_back_and_stay_themselves() -> None:
    obj = tangle()
    rows, row, shared = obj.rows, obj.rows[0], obj.rows[1]
    aside = Aside(obj)
    shared.clear()
    row["set"].add(3)
    row["new"] = []
    rows.insert(0, "first")
    obj.n = 2
    obj.fresh = "x"
    aside.restore()

    assert (obj.rows, obj.n) == (rows, 1)
    assert obj.rows is rows
    assert rows[0] is row
    assert rows[1] is row["shared"] is obj.pair[0] is shared
    assert shared == [1]
    assert row["set"] == {1, 2}
    assert "new" not in row
    assert set(slots_of(obj)) == {"rows", "pair", "n"}


def test_what_was_set_aside_first_is_what_comes_back() -> None:
    obj = UvmObject(items=[1])
    frame = Frame()
    frame.set_aside([obj])
    obj.items.append(2)
    frame.set_aside([obj])
    frame.take_back()

    assert obj.items == [1]


def test_outer_message_takes_back_what_the_inner_one_had_done() -> None:
    one, two = UvmObject(items=[1]), UvmObject(items=[2])
    outer, inner = Frame(), Frame()
    outer.savepoint = Savepoint()
    outer.set_aside([one])
    inner.set_aside([one, two])
    one.items.append("x")
    two.items.append("y")
    inner.hand_on(outer)
    outer.take_back()

    assert (one.items, two.items) == ([1], [2])
    assert outer.savepoint.rollbacks == 1
