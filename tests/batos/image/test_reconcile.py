"""Objects that were changed in place, and of which nobody said so."""

from __future__ import annotations

import pytest

from batos.errors import SlotError
from batos.image import Root, Session
from batos.image.reconcile import reconcile
from batos.objects import UvmObject


@pytest.fixture
def pair(session: Session) -> Session:
    def make(root: Root) -> None:
        root.add("one", UvmObject(items=[1], n=1))
        root.add("two", UvmObject(items=[2], text="t"))

    session.change(make, note="make")
    return session


@pytest.mark.parametrize("keep", [True, False])
def test_what_differs_from_its_record_is_marked_or_reloaded(pair: Session, keep: bool) -> None:
    def work(root: Root) -> None:
        one, two = root.find("one"), root.find("two")
        assert two.items == [2]
        one.items.append("x")
        reconcile(one._p_jar, keep)
        assert bool(one._p_changed) is keep
        assert not two._p_changed
        assert one.items == ([1, "x"] if keep else [1])

    pair.change(work, note="work")
    with pair.read() as root:
        assert root.find("one").items == ([1, "x"] if keep else [1])


def test_what_cannot_be_stored_is_refused_under_its_slots_name(pair: Session) -> None:
    def work(root: Root) -> None:
        one = root.find("one")
        one.items.append(len)
        reconcile(one._p_jar, True)

    with pytest.raises(SlotError, match="'items' cannot hold"):
        pair.change(work, note="work")
    with pair.read() as root:
        assert root.find("one").items == [1]


def test_what_is_marked_already_and_what_is_not_loaded_stay_as_they_are(pair: Session) -> None:
    def work(root: Root) -> None:
        one, two = root.find("one"), root.find("two")
        one.n = 2
        one.items.append("x")
        two._p_deactivate()
        reconcile(one._p_jar, False)
        assert one.items == [1, "x"]
        assert two._p_changed is None

    pair.change(work, note="work")
