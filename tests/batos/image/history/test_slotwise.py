"""Taking back values slot by slot: all of a transaction's, or nothing."""

import pytest
from persistent.mapping import PersistentMapping

from batos.image.history.slotwise import take_back_values
from batos.objects import UvmObject, own_slots

BY = {"note": "a test", "user": "amy"}


@pytest.fixture
def box(session):
    """The oid of an object with a few values."""

    def make(root):
        return root.add("box", UvmObject(content=[1], size=1))._p_oid

    return session.change(make, note="make")


def put(session, **slots):
    def work(root):
        for name, value in slots.items():
            setattr(root.find("box"), name, value)

    session.change(work, note="put")
    return session.database.lastTransaction()


def slots(session):
    with session.read() as root:
        return own_slots(root.find("box"))


def test_only_what_the_transaction_changed_goes_back(session, box):
    tid = put(session, content=[1, 2], colour="red")
    put(session, size=2)
    assert take_back_values(session, tid, [box], **BY)
    assert slots(session) == {"content": [1], "size": 2}


@pytest.mark.parametrize("later", [{"content": [3]}, {"colour": "blue"}, {"colour": True}])
def test_a_slot_that_was_changed_since_stops_it(session, box, later):
    tid = put(session, content=[1, 2], colour=1)
    put(session, **later)
    before = slots(session)
    assert not take_back_values(session, tid, [box], **BY)
    assert slots(session) == before


def test_twice_is_once(session, box):
    tid = put(session, size=2)
    assert take_back_values(session, tid, [box], **BY)
    assert not take_back_values(session, tid, [box], **BY)
    assert slots(session)["size"] == 1


def test_what_is_no_object_of_slots_is_left_to_the_storage(session, box):
    def keep(root):
        root.meta["note"] = PersistentMapping(text="one")
        root.find("box").size = 2

    session.change(keep, note="keep")
    with session.read() as root:
        oid = root.meta["note"]._p_oid
    tid = session.database.lastTransaction()
    put(session, content=[])
    assert not take_back_values(session, tid, [box, oid], **BY)
    assert slots(session)["size"] == 2


def test_what_made_an_object_does_not_take_it_away(session, box):
    with session.read() as root:
        tid = root.find("box")._p_serial
    assert not take_back_values(session, tid, [box], **BY)
    assert slots(session) == {"content": [1], "size": 1}
