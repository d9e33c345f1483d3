"""Events: every change of a method is on record, with the versions before and after it."""

import threading

import pytest

from batos.errors import SlotError
from batos.image import history
from batos.objects import Method, UvmObject, install_method, methods_of


def method(answer, selector="word"):
    return Method(
        selector=selector,
        source=f"def {selector}(self):\n    return {answer!r}\n",
        signature="(self)",
    )


@pytest.fixture
def learn(session):
    """Install an answer, in a transaction of its own."""
    session.change(lambda root: root.add("box", UvmObject()) and None, note="a box")

    def learn(answer, selector="word", name="box", **facts):
        session.change(
            lambda root: history.install(
                root, root.find(name), method(answer, selector), user="amy", **facts
            ),
            note="learn",
        )

    return learn


def told(session, selector="word", name="box"):
    with session.read() as root:
        return [
            (
                event.number,
                event.kind,
                event.before.version if event.before else 0,
                event.after.version if event.after else 0,
            )
            for event in history.events_of(root, root.find(name), selector)
        ]


class TestInstall:
    def test_each_version_is_an_event(self, session, learn):
        learn(1, cycle="c1", cause="first")
        learn(2)
        assert told(session) == [(1, "install", 0, 1), (2, "install", 1, 2)]
        with session.read() as root:
            first, second = history.events_of(root, root.find("box"), "word")
            assert (first.user, first.cycle, first.cause) == ("amy", "c1", "first")
            assert (first.address, first.selector) == ("box", "word")
            assert second.before is first.after
            assert second.after is methods_of(root.find("box"))["word"]
            assert first.at < second.at
            assert first._p_serial < second._p_serial

    def test_methods_do_not_mix_and_times_do(self, session, learn):
        learn(1)
        learn(1, "other")
        learn(2)
        assert told(session) == [(1, "install", 0, 1), (3, "install", 1, 2)]
        assert told(session, "other") == [(2, "install", 0, 1)]
        with session.read() as root:
            assert [event.number for event in history.latest_events(root)] == [3, 2, 1]
            assert history.selectors_with_events(root, root.find("box")) == ["other", "word"]

    def test_an_image_without_history_answers_with_nothing(self, session, learn):
        assert told(session) == []
        with session.read() as root:
            assert list(history.latest_events(root)) == []
            assert history.selectors_with_events(root, root.find("box")) == []
            assert list(history.holders_with_events(root)) == []
            assert history.event_of(root, 1) is None

    @pytest.mark.parametrize("number", [0, -1, 2, 2**63, 10**30])
    def test_no_event_has_such_a_number(self, session, learn, number):
        learn(1)
        with session.read() as root:
            assert history.event_of(root, number) is None

    def test_what_cannot_be_installed_is_not_noted(self, session, learn):
        session.change(lambda root: setattr(root.find("box"), "word", "a value"), note="set")
        with pytest.raises(SlotError):
            learn(1)
        assert told(session) == []

    def test_an_object_without_a_name(self, session):
        def make(root):
            nameless = UvmObject()
            history.install(root, nameless, method(1), user="amy")
            root.add("box", UvmObject(part=nameless))

        session.change(make, note="make")
        with session.read() as root:
            part = root.find("box").part
            (event,) = history.events_of(root, part, "word")
            assert event.address == f"@{int.from_bytes(part._p_oid, 'big')}"
            assert list(history.holders_with_events(root)) == [part]

    def test_versions_outlive_a_pack(self, session, open_session, learn):
        for answer in (1, 2, 3):
            learn(answer)
        session.change(
            lambda root: history.take_back(root, root.find("box"), "word", user="amy") and None,
            note="undo",
        )
        session.database.pack()
        again = open_session()
        with again.read() as root:
            versions = history.versions_of(root, root.find("box"), "word")
            answers = {number: each.source[-2] for number, each in versions.items()}
            assert answers == {1: "1", 2: "2", 3: "3"}

    def test_two_threads_number_their_events_without_a_gap(self, session, learn):
        session.change(lambda root: root.add("bag", UvmObject()) and None, note="a bag")

        def work(name):
            for answer in range(5):
                learn(answer, name=name)

        threads = [threading.Thread(target=work, args=(name,)) for name in ("box", "bag")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with session.read() as root:
            assert [event.number for event in history.latest_events(root)] == [*range(10, 0, -1)]
        for name in ("box", "bag"):
            assert [each[3] for each in told(session, name=name)] == [1, 2, 3, 4, 5]

    def test_holders_are_told_once_each(self, session, learn):
        session.change(lambda root: root.add("bag", UvmObject()) and None, note="a bag")
        for name, selector in (("box", "a"), ("box", "b"), ("bag", "a"), ("box", "c")):
            learn(1, selector, name)
        with session.read() as root:
            found = list(history.holders_with_events(root))
            assert sorted(each._name for each in found) == ["bag", "box"]


class TestNotedLater:
    def test_versions_from_before_there_was_a_history_are_noted_with_the_next(self, session, learn):
        for answer in (1, 2):
            session.change(
                lambda root, answer=answer: install_method(root.find("box"), method(answer)),
                note="before",
            )
        assert told(session) == []
        learn(3)
        assert told(session) == [
            (1, "install", 0, 1),
            (2, "install", 1, 2),
            (3, "install", 2, 3),
        ]
        with session.read() as root:
            causes = [e.cause for e in history.events_of(root, root.find("box"), "word")]
            assert causes == ["noted later", "noted later", ""]

    def test_a_version_that_came_past_the_history(self, session, learn):
        learn(1)
        session.change(
            lambda root: install_method(root.find("box"), method(2)), note="past the history"
        )
        learn(3)
        assert [each[1:] for each in told(session)] == [
            ("install", 0, 1),
            ("install", 1, 2),
            ("install", 2, 3),
        ]


class TestMarks:
    def test_quarantine_is_on_record_and_changes_nothing(self, session, learn):
        learn(1)

        def mark(root):
            box = root.find("box")
            word = methods_of(box)["word"]
            history.note_mark(root, box, word, event="quarantine", user="guardian", cause="bad")
            history.note_mark(root, box, word, event="lift", user="guardian")

        session.change(mark, note="mark")
        assert [each[1:] for each in told(session)] == [
            ("install", 0, 1),
            ("quarantine", 1, 1),
            ("lift", 1, 1),
        ]
        with session.read() as root:
            changes = history.changes_of(root, root.find("box"), "word")
            assert [change.number for change in changes.done] == [1]


class TestRecords:
    FACTS = (
        *("number", "earlier", "kind", "holder", "address", "selector", "before", "after"),
        *("at", "user", "cause", "cycle", "of", "versions", "group"),
    )

    def test_what_an_event_does_not_say_takes_no_room(self, session):
        def make(root):
            box = UvmObject()
            return history.reshape(root, box, {"name": "box"}, event="new", user="amy").number

        number = session.change(make, note="made")
        with session.read() as root:
            event = history.event_of(root, number)
            kept = event.__getstate__()
            assert set(kept) == {"number", "kind", "holder", "address", "at", "user"} | {
                *("subject", "was", "became"),
            }
            assert (event.selector, event.before, event.group) == ("", None, 0)
            assert all(hasattr(event, name) for name in self.FACTS)

    def test_one_from_before_says_all_of_it(self, session, learn):
        learn("a", cause="why", cycle="c1")
        with session.read() as root:
            event = history.event_of(root, 1)
            whole = {name: getattr(event, name) for name in self.FACTS}
            old = history.Event.__new__(history.Event)
            old.__setstate__({**whole, "of": 0, "group": 0, "before": None})
            assert {name: getattr(old, name) for name in self.FACTS} == whole
            assert set(old.__getstate__()) < set(whole)
