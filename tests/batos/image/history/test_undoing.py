"""Taking changes of methods back, and bringing them back, slot by slot."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from batos.errors import SlotError, UsageError
from batos.image import history
from batos.objects import Method, UvmObject, install_method, methods_of, remove_slot


def method(answer, selector="word"):
    return Method(
        selector=selector,
        source=f"def {selector}(self):\n    return {answer!r}\n",
        signature="(self)",
    )


class Box:
    """An object in an image whose method ``word`` comes and goes."""

    def __init__(self, session, name="box"):
        self.session = session
        self.name = name
        self.do(lambda root: root.add(name, UvmObject()) and None)

    def do(self, work):
        return self.session.change(work, note="test")

    def learn(self, answer, **facts):
        self.do(
            lambda root: history.install(
                root, root.find(self.name), method(answer), user="amy", **facts
            )
        )

    def undo(self, number=0):
        return self.do(
            lambda root: (
                history.take_back(root, root.find(self.name), "word", user="amy", number=number)[
                    0
                ].number
            )
        )

    def redo(self, number=0):
        return self.do(
            lambda root: (
                history.bring_back(root, root.find(self.name), "word", user="amy", number=number)[
                    0
                ].number
            )
        )

    @property
    def word(self):
        """The answer of the version in the slot, or None."""
        with self.session.read() as root:
            found = methods_of(root.find(self.name)).get("word")
            return None if found is None else root.find(self.name).send("word")

    @property
    def version(self):
        with self.session.read() as root:
            found = methods_of(root.find(self.name)).get("word")
            return 0 if found is None else found.version


@pytest.fixture
def box(session):
    return Box(session)


class TestUndo:
    def test_it_goes_back_version_by_version_and_then_away(self, box):
        for answer in (1, 2, 3):
            box.learn(answer)
        assert (box.undo(), box.word, box.version) == (3, 2, 2)
        assert (box.undo(), box.word, box.version) == (2, 1, 1)
        assert (box.undo(), box.word, box.version) == (1, None, 0)
        with pytest.raises(UsageError, match=r"no change of box\.word to take back"):
            box.undo()

    def test_redo_goes_forth_again(self, box):
        for answer in (1, 2):
            box.learn(answer)
        box.undo()
        box.undo()
        assert (box.redo(), box.word) == (1, 1)
        assert (box.redo(), box.word) == (2, 2)
        with pytest.raises(UsageError, match=r"no change of box\.word to bring back"):
            box.redo()

    def test_a_new_version_ends_what_could_be_brought_back(self, box):
        box.learn(1)
        box.learn(2)
        box.undo()
        box.learn(3)
        with pytest.raises(UsageError, match="to bring back"):
            box.redo()
        assert (box.word, box.version) == (3, 3)
        assert (box.undo(), box.word) == (4, 1)

    def test_no_number_is_given_twice(self, box):
        box.learn(1)
        box.undo()
        box.learn(2)
        assert (box.word, box.version) == (2, 2)
        with box.session.read() as root:
            assert list(history.versions_of(root, root.find("box"), "word")) == [1, 2]

    def test_other_connections_see_it_at_once(self, box):
        box.learn(1)
        box.learn(2)
        assert box.word == 2
        box.undo()
        assert box.word == 1

    def test_what_was_never_noted_can_be_taken_back_and_brought_back(self, box):
        for answer in (1, 2):
            box.do(lambda root, answer=answer: install_method(root.find("box"), method(answer)))
        assert (box.undo(), box.word) == (0, 1)
        assert (box.redo(), box.word) == (2, 2)
        box.undo()
        assert (box.undo(), box.word) == (1, None)

    def test_a_removal_past_the_history_can_be_taken_back(self, box):
        box.learn(1)
        box.do(lambda root: remove_slot(root.find("box"), "word"))
        box.undo()
        assert box.word == 1

    def test_a_value_that_took_the_slot_stays(self, box):
        box.learn(1)
        box.undo()
        box.do(lambda root: setattr(root.find("box"), "word", "a value"))
        with pytest.raises(SlotError, match="holds a value"):
            box.redo()
        with box.session.read() as root:
            assert root.find("box").word == "a value"


class TestByNumber:
    def test_only_the_latest_can_be_taken_back(self, box):
        box.learn(1)
        box.learn(2)
        with pytest.raises(UsageError, match="change 2 came after it") as told:
            box.undo(1)
        assert "batos revert box.word" in told.value.hint
        assert box.undo(2) == 2
        assert box.undo(1) == 1

    def test_what_was_taken_back_is_told(self, box):
        box.learn(1)
        box.undo()
        with pytest.raises(UsageError, match="taken back already"):
            box.undo(1)
        with pytest.raises(UsageError, match="cannot be brought back before change 1"):
            box.redo(7)

    def test_what_came_past_the_history_is_told(self, box):
        box.learn(1)
        box.do(lambda root: install_method(root.find("box"), method(2)))
        with pytest.raises(UsageError, match="that was not noted came after it"):
            box.undo(1)


class TestLatest:
    def test_it_is_found_over_all_objects(self, box):
        box.learn(1)
        box.do(lambda root: root.add("bag", UvmObject()) and None)
        box.do(lambda root: history.install(root, root.find("bag"), method(2, "other"), user="amy"))

        def latest(root):
            holder, selector = history.latest_undoable(root)
            history.take_back(root, holder, selector, user="amy")
            return f"{holder._name}.{selector}"

        def back(root):
            holder, selector = history.latest_redoable(root)
            history.bring_back(root, holder, selector, user="amy")
            return f"{holder._name}.{selector}"

        assert box.do(latest) == "bag.other"
        assert box.do(latest) == "box.word"
        with pytest.raises(UsageError, match="nothing to undo"):
            box.do(latest)
        assert box.do(back) == "box.word"
        assert box.do(latest) == "box.word"
        assert box.do(back) == "box.word"
        assert box.do(back) == "bag.other"
        assert box.do(latest) == "bag.other"
        with box.session.read() as root:
            assert history.latest_redoable(root)[1] == "other"

    def test_what_genesis_gave_is_taken_back_by_name_only(self, box):
        box.learn(1, event="genesis")
        with box.session.read() as root, pytest.raises(UsageError, match="nothing to undo"):
            history.latest_undoable(root)
        assert box.undo() == 1

    def test_a_fresh_image_has_nothing(self, session):
        with session.read() as root:
            with pytest.raises(UsageError, match="nothing to undo"):
                history.latest_undoable(root)
            with pytest.raises(UsageError, match="nothing to redo"):
                history.latest_redoable(root)

    def test_an_object_that_is_gone_is_passed_over(self, box, open_session):
        box.learn(1)
        box.do(lambda root: root.objects.pop("box") and None)
        box.session.database.pack()
        with open_session().read() as root:
            with pytest.raises(UsageError, match="nothing to undo"):
                history.latest_undoable(root)
            assert [event.number for event in history.latest_events(root)] == [1]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(["learn", "undo", "redo", "past"]), max_size=25))
def test_any_walk_agrees_with_an_editors_two_stacks(session, steps):
    with session.read() as root:
        box = Box(session, f"box{len(root.objects)}")
    done, undone, count = [], [], 0
    for step in steps:
        if step in ("learn", "past"):
            count += 1
            if step == "learn":
                box.learn(count)
            else:
                answer = count
                box.do(lambda root, n=answer: install_method(root.find(box.name), method(n)))
            done.append(count)
            undone.clear()
        else:
            source, target, move = (
                (done, undone, box.undo) if step == "undo" else (undone, done, box.redo)
            )
            if source:
                target.append(source.pop())
                move()
            else:
                with pytest.raises(UsageError):
                    move()
        assert box.word == (done[-1] if done else None)
