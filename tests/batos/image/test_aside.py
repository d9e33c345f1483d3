"""Objects that are set aside: kept under their name, and not loaded."""

import pytest

from batos.errors import ObjectSetAsideError, UsageError
from batos.image import Session
from batos.image.aside import list_aside
from batos.objects import UvmObject


@pytest.fixture
def session(tmp_path):
    made = Session((tmp_path / "image.fs").as_uri(), lambda: None)

    def work(root):
        stuck = root.add("stuck", UvmObject(items=[1]))
        root.add("child", UvmObject(parents=(stuck,), n=1))
        root.add("holder", UvmObject(friend=UvmObject(m=2)))

    made.change(work, note="Objects")
    yield made
    made.close()


def oid_of(session, name, slot=""):
    with session.read() as root:
        obj = root.find(name)
        obj = getattr(obj, slot) if slot else obj
        return int.from_bytes(obj._p_oid, "big")


def blame(oid):
    return [{"kind": "object", "oid": oid, "text": f"@{oid}", "cause": "it hung", "deaths": 2}]


def test_an_object_that_is_set_aside_is_not_loaded_and_the_others_are(session):
    session.set_aside(blame(oid_of(session, "stuck")))
    session.database.cacheMinimize()
    with session.read() as root:
        with pytest.raises(ObjectSetAsideError, match="stuck is set aside") as told:
            root.find("stuck").items  # noqa: B018 - reading loads it
        assert told.value.details["cause"] == "it hung"
        assert root.find("child").n == 1
        assert sorted(name for name, _ in root.each()) == ["child", "holder"]
        (line,) = list_aside(root)
    assert (line["name"], line["deaths"]) == ("stuck", 2)


def test_it_stays_aside_when_the_image_is_opened_again(session):
    session.set_aside(blame(oid_of(session, "stuck")))
    session.close()
    again = Session(session.uri, lambda: None)
    try:
        with again.read() as root, pytest.raises(ObjectSetAsideError):
            root.find("stuck").items  # noqa: B018
    finally:
        again.close()


def test_an_object_without_a_name_is_known_by_its_number(session):
    oid = oid_of(session, "holder", "friend")
    session.set_aside(blame(oid))
    session.database.cacheMinimize()
    with session.read() as root:
        with pytest.raises(ObjectSetAsideError, match=f"@{oid} is set aside"):
            root.find("holder").friend.m  # noqa: B018
        assert list_aside(root)[0]["name"] == f"@{oid}"
    assert session.wake(f"@{oid}") == f"@{oid}"
    with session.read() as root:
        assert root.find("holder").friend.m == 2


def test_it_is_back_as_soon_as_its_record_is_another_one(session):
    def spoil(root):
        root.find("stuck").items = [2]

    session.change(spoil, note="Spoil")
    session.set_aside(blame(oid_of(session, "stuck")))
    session.database.cacheMinimize()
    log = session.database.undoLog(0, 9)
    (undo,) = [each["id"] for each in log if "Spoil" in str(each["description"])]
    session.undo(undo, note="Take it back")
    with session.read() as root:
        assert root.find("stuck").items == [1]
        assert list_aside(root) == []


def test_waking_what_is_not_set_aside_is_refused(session):
    for address in ("stuck", "@1", ""):
        with pytest.raises(UsageError, match="not set aside"):
            session.wake(address)


def test_what_is_no_longer_there_cannot_be_set_aside(session):
    session.set_aside(blame(99_999))
    with session.read() as root:
        assert list_aside(root) == []


class Watch:
    def __init__(self):
        self.seen = []

    def loading(self, oid):
        self.seen.append(int.from_bytes(oid, "big"))

    def loaded(self):
        self.seen.append("loaded")


def test_each_record_is_told_when_it_is_loaded(session):
    oid = oid_of(session, "stuck")
    watch = Watch()
    session.database.cacheMinimize()
    session.watch(watch)
    with session.read() as root:
        root.find("stuck").items  # noqa: B018
    place = watch.seen.index(oid)
    assert watch.seen[place + 1] == "loaded"
