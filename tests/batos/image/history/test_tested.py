"""What came of the last tests of methods is kept by version, and goes with it."""

import pytest

from batos.image import history
from batos.image.history import LastTest
from batos.objects import Method, UvmObject, methods_of


def learn(root, text="return 1"):
    source = f"def word(self):\n    {text}\n"
    holder = root.objects.get("box") or root.add("box", UvmObject())
    method = Method(selector="word", source=source, signature="(self)")
    history.install(root, holder, method, user="amy")


@pytest.fixture
def word(session):
    """The number of a method in the image."""
    session.change(learn, note="learn")
    return number(session)


def number(session):
    with session.read() as root:
        return history.number_of(methods_of(root.find("box"))["word"])


def note(session, **tests):
    test = LastTest(**{"state": "right", "examples": 2, "right": 2, **tests})
    session.change(
        lambda root: history.note_tests(root, {number(session): test}), note=history.TESTS_NOTE
    )


def kept(session):
    with session.read() as root:
        return history.last_test(root, methods_of(root.find("box"))["word"])


def test_a_test_is_kept_with_its_times(session, word):
    assert kept(session) is None
    note(session)
    first = kept(session)
    assert (first.state, first.examples, first.right, first.problem) == ("right", 2, 2, "")
    assert first.at == first.since != ""


def test_it_says_since_when_it_has_been_so(session, word):
    early = "2020-01-01T00:00:00+00:00"

    def age(root):
        at = root.history["tests"]
        at[word] = (*at[word][:4], early, early)

    note(session, state="wrong", right=1, problem="It gave 3. " * 100)
    session.change(age, note="test")
    note(session, state="wrong", right=0)
    assert kept(session).since == early < kept(session).at
    note(session)
    assert kept(session).since > early


def test_another_version_was_not_tested_and_an_undo_brings_the_test_back(session, word):
    note(session)
    session.change(lambda root: learn(root, "return 2"), note="learn")
    assert kept(session) is None
    session.change(
        lambda root: history.take_back(root, root.find("box"), "word", user="amy"), note="undo"
    )
    assert kept(session).state == "right"


def test_what_is_known_of_lost_versions_is_forgotten(session, word):
    note(session)
    lost = word + 1_000

    def more(root):
        history.note_tests(root, {lost: LastTest("right", 1, 1)})

    session.change(more, note="test")
    counter = history.UsageCounter(session, pause=3600)
    counter.add([word.to_bytes(8, "big"), (lost + 1).to_bytes(8, "big")], [])
    counter.close()
    found, after = 0, -1
    while after is not None:
        count, after = session.change(
            lambda root, after=after: history.forget_lost(root, after, 1), note="tidy"
        )
        found += count
    assert found == 2
    assert kept(session).state == "right"
    with session.read() as root:
        assert list(root.history["tests"]) == [word]
        assert [key // 16 for key in root.history["usage"]] == [word]


def test_the_log_does_not_show_it(session, word):
    note(session)
    assert all(each.note != history.TESTS_NOTE for each in history.transactions(session, 100))
