"""The storage's log of transactions, and taking back what one of them did to values."""

import pytest

from batos.errors import ImageError, UsageError
from batos.image import history
from batos.image.history.transactions import READ_NOTE
from batos.image.history.usage import NOTE
from batos.objects import Method, UvmObject, own_slots, remove_slot


@pytest.fixture
def box(session):
    """Put values into the slots of two objects, each in a transaction of its own."""

    def make(root):
        root.add("box", UvmObject(content=0))
        root.add("bag", UvmObject(content=0))

    session.change(make, note="make")

    def put(value, name="box", **facts):
        session.change(
            lambda root: setattr(root.find(name), "content", value),
            **{"note": f"{name} is {value}", "user": "amy", **facts},
        )
        return session.database.lastTransaction()

    return put


def content(session, name="box"):
    with session.read() as root:
        return root.find(name).content


class TestLog:
    def test_the_latest_come_first(self, session, box):
        tids = [box(value) for value in (1, 2, 3)]
        found = history.transactions(session, 3)
        assert [each.id for each in found] == [tid.hex() for tid in reversed(tids)]
        assert [each.note for each in found] == ["box is 3", "box is 2", "box is 1"]
        assert {each.user for each in found} == {"amy"}
        assert found[0].at > found[1].at
        assert found[0].size > 0

    def test_more_than_there_are(self, session, box):
        assert len(history.transactions(session, 10_000)) < 20

    def test_more_than_one_batch(self, session, box):
        for value in range(130):
            box(value)
        found = history.transactions(session, 120)
        assert [each.note for each in found] == [f"box is {n}" for n in range(129, 9, -1)]

    def test_counting_is_left_out(self, session, box):
        box(1)
        box(2, note=NOTE)
        box(3, note=READ_NOTE)
        assert history.transactions(session, 1)[0].note == "box is 1"

    def test_who_made_an_object(self, session, box):
        with session.read() as root:
            oid = root.find("box")._p_oid
        box(1)
        box(2)
        assert history.made_by(session, oid).note == "box is 2"
        assert history.made_by(session, oid, first=True).note == "make"
        assert history.made_by(session, b"\x00\x00\x00\xff\x00\x00\x00\x00") is None


class TestUndo:
    def test_a_value_goes_back(self, session, box):
        box(1)
        tid = box(2)
        box(7, "bag")
        done = history.undo_transaction(session, tid, user="amy")
        assert done.note == "box is 2"
        assert (content(session), content(session, "bag")) == (1, 7)
        latest = history.transactions(session, 1)[0]
        assert (latest.user, latest.note) == ("amy", f"Undo of {tid.hex()}: box is 2")

    def test_what_was_learned_since_stays(self, session, box):
        box([1])
        tid = box([1, 2])
        learned = Method(selector="m", source="def m(self):\n    return 1\n", signature="(self)")

        def learn(root):
            history.install(root, root.find("box"), learned, user="amy")
            root.find("box").colour = "red"

        session.change(learn, note="learn")
        history.undo_transaction(session, tid, user="amy")
        with session.read() as root:
            slots = own_slots(root.find("box"))
        assert (slots["content"], slots["colour"], "m" in slots) == ([1], "red", True)
        latest = history.transactions(session, 1)[0]
        assert (latest.user, latest.note) == ("amy", f"Undo of {tid.hex()}: box is [1, 2]")
        history.undo_transaction(session, bytes.fromhex(latest.id), user="amy")
        assert content(session) == [1, 2]

    def test_a_slot_that_was_made_goes_and_one_that_was_removed_comes(self, session, box):
        def move(root):
            remove_slot(root.find("box"), "content")
            root.find("box").colour = "red"

        session.change(move, note="move")
        tid = session.database.lastTransaction()
        session.change(lambda root: setattr(root.find("box"), "size", 3), note="grow")
        history.undo_transaction(session, tid, user="amy")
        with session.read() as root:
            assert own_slots(root.find("box")) == {"content": 0, "size": 3}

    def test_all_of_it_or_nothing(self, session, box):
        def fill(root):
            root.find("bag").content = root.find("box").content = 1

        session.change(fill, note="fill")
        tid = session.database.lastTransaction()
        session.change(lambda root: setattr(root.find("box"), "size", 3), note="grow")
        box(2, "bag")
        with pytest.raises(UsageError, match="later ones changed"):
            history.undo_transaction(session, tid, user="amy")
        assert (content(session), content(session, "bag")) == (1, 2)

    def test_a_reference_to_another_object_is_left_to_the_storage(self, session, box):
        session.change(lambda root: setattr(root.find("box"), "bag", root.find("bag")), note="own")
        tid = session.database.lastTransaction()
        session.change(lambda root: setattr(root.find("box"), "size", 3), note="grow")
        with pytest.raises(UsageError, match="later ones changed"):
            history.undo_transaction(session, tid, user="amy")

    def test_it_can_be_taken_back_itself(self, session, box):
        box(1)
        tid = box(2)
        history.undo_transaction(session, tid, user="amy")
        history.undo_transaction(session, session.database.lastTransaction(), user="amy")
        assert content(session) == 2

    def test_what_was_changed_since_stays(self, session, box):
        tid = box(1)
        box(2)
        with pytest.raises(UsageError, match="later ones changed the same objects"):
            history.undo_transaction(session, tid, user="amy")
        assert content(session) == 2

    def test_an_unknown_transaction(self, session, box):
        with pytest.raises(UsageError, match="no transaction '00000000000000ff'"):
            history.undo_transaction(session, b"\0\0\0\0\0\0\0\xff", user="amy")

    def test_methods_are_taken_back_by_name(self, session, box):
        def learn(root):
            source = "def word(self):\n    return 1\n"
            method = Method(selector="word", source=source, signature="(self)")
            history.install(root, root.find("box"), method, user="amy")

        session.change(learn, note="learn")
        with pytest.raises(UsageError, match="changed methods or parents") as told:
            history.undo_transaction(session, session.database.lastTransaction(), user="amy")
        assert "batos undo OBJECT.SELECTOR" in told.value.hint

    @pytest.mark.parametrize("user", ["genesis", "guardian"])
    def test_what_keeps_the_image_whole_stays(self, session, box, user):
        tid = box(1, user=user)
        with pytest.raises(UsageError, match="belongs to the image itself"):
            history.undo_transaction(session, tid, user="amy")

    def test_the_record_of_a_cycle_stays(self, session, box):
        def record(root):
            cycle = UvmObject(cycle="abc", state="IDLE")
            root.connection.add(cycle)
            root.cycles["abc"] = cycle

        session.change(record, note="a cycle")
        with pytest.raises(UsageError, match="on record as a cycle's"):
            history.undo_transaction(session, session.database.lastTransaction(), user="amy")

    def test_a_storage_that_keeps_no_history_says_so(self):
        from batos.guardian.running.run import GuardedRunner
        from batos.image import Session

        runner = GuardedRunner(seed=1)
        session = Session("memory://", lambda: runner)
        try:
            with pytest.raises(ImageError, match="cannot take back"):
                history.undo_transaction(session, bytes(8), user="amy")
        finally:
            session.close()
