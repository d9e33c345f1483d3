"""Walking over every record, batch by batch."""

from collections import Counter

from batos.image.walk import walk
from batos.objects import Method, UvmObject, install_method


def fill(root, count=10):
    for number in range(count):
        obj = root.add(f"thing_{number}", UvmObject(number=number))
        source = f"def m(self):\n    return {number}\n"
        install_method(obj, Method(selector="m", source=source, signature="(self)"))


def kinds(session, **options):
    return Counter(record.kind for batch in walk(session, **options) for record in batch)


def test_everything_is_seen_once_whatever_the_batch(open_session):
    session = open_session()
    session.change(fill, note="test")
    found = kinds(session)
    assert found["batos.objects.uvm.UvmObject"] == 10
    assert found["batos.objects.method.Method"] == 10
    assert found["batos.objects.space.Epoch"] == 1
    for batch in (1, 3, 1000):
        assert kinds(session, batch=batch) == found


def test_a_record_says_who_holds_it(open_session):
    session = open_session()
    session.change(fill, note="test")
    with session.read() as root:
        owners = {obj._slots["m"]._p_oid: obj._p_oid for obj in root.objects.values()}
    methods = [r for batch in walk(session) for r in batch if r.kind.endswith(".Method")]
    assert {record.oid: record.holder for record in methods} == owners
    assert {record.holder_kind for record in methods} == {"batos.objects.uvm.UvmObject"}


def test_the_image_can_be_changed_between_two_batches(open_session):
    session = open_session()
    session.change(fill, note="test")
    seen = 0

    def touch(root):
        root.find("thing_0").number += 1

    for batch in walk(session, batch=4):
        seen += len(batch)
        session.change(touch, note="test")
    assert seen >= 21


def test_circles_end(open_session):
    session = open_session()

    def work(root):
        one, two = root.add("one", UvmObject()), root.add("two", UvmObject())
        one.friend, two.friend = two, one

    session.change(work, note="test")
    assert kinds(session)["batos.objects.uvm.UvmObject"] == 2
