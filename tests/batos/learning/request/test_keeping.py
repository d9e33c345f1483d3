"""What people asked of a method goes on holding for the version that follows it."""

from dataclasses import replace

import pytest

from batos.errors import MissionFailedError, UsageError
from batos.learning.model.brief import MissionBrief
from batos.learning.model.standing import Standing
from batos.learning.request.examples import find_examples
from batos.learning.request.keeping import (
    check_consistent,
    check_understood,
    contradict,
    dropped,
    kept_examples,
    same_call,
)
from batos.objects import Example, example_line

TREBLE = (Example(args=(3,), result=9), Example(args=(5,), result=15))
RIGHT = "    return number * 3\n"
OTHER = "    return number + number + number\n"


def brief(*examples, **fields):
    return MissionBrief(
        selector="treble", text=fields.pop("text", "treble a figure"), examples=examples, **fields
    )


@pytest.fixture
def image(home, m):
    """An image in which genesis has learned ``treble`` from two examples of a person."""

    def opened(home):
        return home.open(m.Coder(RIGHT), cycle__repairs=0)

    return opened(home.seeded("keeping", lambda home: opened(home).learn(brief(*TREBLE))))


def writes(home, m, *bodies):
    """Let the model write something else from now on."""
    home.backends[-1]._answer = m.Coder(*bodies)


def forget(image):
    """Let the memory forget the method, so that the model has to write the next one."""
    image.session.change(
        lambda root: root.memory["catalog"].remove("method:genesis.treble"), note="forget"
    )


def examples_of(image, name="genesis.treble"):
    return [(each["args"], each["result"]) for each in image.show(name)["examples"]]


def failed(image, mission):
    with pytest.raises(MissionFailedError) as caught:
        image.learn(mission)
    return caught.value


class TestNewVersion:
    def test_old_examples_gate_the_new_one_and_stay_with_it(self, home, m, image):
        forget(image)
        # It does what is asked now, and nothing of what was asked before.
        right = "    return 22 if number == 7 else number * 3\n"
        writes(home, m, "    return 22 if number == 7 else 0\n", right)
        outcome = image.learn(brief(Example(args=(7,), result=22)))
        assert outcome.verified == 3
        assert "else number * 3" in image.show("genesis.treble")["source"]
        assert examples_of(image) == [([7], 22), ([3], 9), ([5], 15)]

    def test_it_says_what_becomes_what(self, home, m, image):
        forget(image)
        heard = []
        new = brief(Example(args=(7,), result=22), drop_examples=("all",))
        writes(home, m, "    return number * 3 + 1\n")
        outcome = image.learn(new, listener=heard.append)
        assert (outcome.version, dict(outcome.replaces)) == (
            2,
            {"address": "genesis.treble", "version": 1},
        )
        (told,) = [each for each in heard if each.kind == "cycle.standing"]
        assert told.text == "version 1 of genesis.treble is there"
        assert told.data == {
            "address": "genesis.treble",
            "version": 1,
            "kept": 0,
            "dropped": 2,
        }
        assert heard[-1].data["replaces"] == {"address": "genesis.treble", "version": 1}
        assert heard[-1].data["version"] == 2
        assert image.show(outcome.cycle)["outcome"]["version"] == 2

    def test_a_first_version_takes_the_place_of_none(self, home, m):
        heard = []
        opened = home.open(m.Coder(RIGHT))
        outcome = opened.learn(brief(*TREBLE), listener=heard.append)
        assert (outcome.version, outcome.replaces) == (1, {})
        assert "cycle.standing" not in {each.kind for each in heard}

    def test_the_number_goes_on_after_an_undo(self, home, m, image):
        image.history.undo("genesis.treble")
        assert image.learn(brief(*TREBLE)).version == 2

    def test_what_another_object_was_asked_holds_for_ones_own_as_well(self, home, m, image):
        forget(image)
        image.session.change(
            lambda root: setattr(root.find("robin"), "parents", (root.find("genesis"),)), note="t"
        )
        mission = replace(brief(Example(args=(7,), result=22)), receiver="robin")
        writes(home, m, "    return 22\n", "    return 22 if number == 7 else number * 3\n")
        outcome = image.learn(mission)
        assert dict(outcome.replaces) == {"address": "genesis.treble", "version": 1}
        assert outcome.version == 1
        assert image.send("robin", "treble", 7) == 22
        assert image.send("genesis", "treble", 7) == 21

    def test_a_failure_names_the_old_example_and_how_to_take_it_off(self, home, m, image):
        forget(image)
        writes(home, m, "    return number * 4\n")
        error = failed(image, brief(Example(args=(7,), result=28)))
        assert "as for version 1 of genesis.treble" in error.message
        assert "1. treble(3) == 9; 2. treble(5) == 15" in error.hint
        assert "--drop-example" in error.hint
        assert image.send("genesis", "treble", 2) == 6

    def test_so_does_one_that_fails_on_new_examples_too(self, home, m, image):
        forget(image)
        writes(home, m, "    return 0\n")
        error = failed(image, brief(Example(args=(7,), result=28)))
        assert "1. treble(3) == 9; 2. treble(5) == 15. Take off" in error.hint

    @pytest.mark.parametrize(
        ("off", "left"),
        [
            (("1", "2"), []),
            (("all",), []),
            (("treble(3) == 9", "5 -> 15"), []),
            (("2", "1", "1"), []),
        ],
    )
    def test_examples_are_taken_off_by_name(self, home, m, image, off, left):
        forget(image)
        writes(home, m, "    return number * 4\n")
        image.learn(brief(Example(args=(7,), result=28), drop_examples=off))
        assert examples_of(image) == [([7], 28), *left]
        image.history.undo("genesis.treble")
        assert len(examples_of(image)) == 2

    def test_one_that_is_taken_off_leaves_the_others(self, home, m, image):
        forget(image)
        writes(home, m, "    return 10 if number == 3 else number * 3\n")
        image.learn(brief(Example(args=(3,), result=10), drop_examples=("1",)))
        assert examples_of(image) == [([3], 10), ([5], 15)]

    @pytest.mark.parametrize("name", ["3", "0", "treble(4) == 12", "'x' -> 1", "nonsense", "-1"])
    def test_an_example_that_is_not_there_is_told_with_those_that_are(self, image, name):
        error = failed(image, brief(*TREBLE, drop_examples=(name,)))
        assert f"has no example {name!r}" in error.message
        assert "1. treble(3) == 9; 2. treble(5) == 15." in error.hint

    def test_there_is_nothing_to_take_off_from_a_method_that_is_new(self, home):
        error = failed(home.open(), brief(*TREBLE, drop_examples=("1",)))
        assert "not there yet" in error.message

    def test_recipes_and_calls_gave_no_examples_of_a_person(self, home):
        opened = home.open()
        opened.send("genesis", "count_vowels", "banana")
        origins = {each["origin"] for each in opened.show("genesis.count_vowels")["examples"]}
        assert origins == {"call"}
        asked = "reverse a text: 'abc' -> 'cba', 'xyz!' -> '!zyx'"
        outcome = opened.ask(asked, selector="count_vowels").outcome
        assert (outcome.version, outcome.verified) == (2, 2)

    def test_without_new_examples_the_old_ones_decide(self, home, m, image):
        forget(image)
        writes(home, m, "    return number * 4\n", OTHER)
        outcome = image.learn(brief(text="treble something, but with sums"))
        assert outcome.origin in ("written", "repaired")
        assert "number + number" in image.show("genesis.treble")["source"]
        assert len(examples_of(image)) == 2


class TestMoreExamples:
    def test_what_it_does_already_becomes_a_test_of_it(self, image):
        outcome = image.learn(brief(Example(args=(7,), result=21)))
        assert (outcome.origin, outcome.version) == ("known", 2)
        assert dict(outcome.replaces)["version"] == 1
        assert examples_of(image) == [([3], 9), ([5], 15), ([7], 21)]
        assert image.show("genesis.treble")["provenance"]["examples_changed"]["count"] == 1
        assert image.history.undo("genesis.treble")[0]["after"] == 1

    def test_one_can_be_taken_off_and_nothing_else_changed(self, image):
        source = image.show("genesis.treble")["source"]
        outcome = image.learn(brief(drop_examples=("1",)))
        assert (outcome.origin, outcome.version) == ("known", 2)
        assert examples_of(image) == [([5], 15)]
        assert image.show("genesis.treble")["source"] == source

    def test_what_was_said_before_changes_nothing(self, image):
        outcome = image.learn(brief(TREBLE[0]))
        assert (outcome.origin, outcome.version, dict(outcome.replaces)) == ("known", 1, {})

    def test_what_another_object_does_already_is_left_with_it(self, home, image):
        image.session.change(
            lambda root: setattr(root.find("robin"), "parents", (root.find("genesis"),)), note="t"
        )
        mission = replace(brief(Example(args=(7,), result=21)), receiver="robin")
        assert image.learn(mission).version == 1
        assert len(examples_of(image)) == 2


class TestContradictions:
    def test_of_a_new_and_an_old_example_name_both(self, home, image):
        asked = len(home.asked)
        error = failed(image, brief(Example(args=(3,), result=10)))
        assert "treble(3) == 10 contradicts treble(3) == 9" in error.message
        assert "version 1 of genesis.treble" in error.message
        assert error.hint == ("Leave the new one out, or take the old one off: --drop-example 1")
        assert len(home.asked) == asked, "nobody has to think about that"

    def test_of_two_new_examples_name_both(self, home):
        opened = home.open()
        error = failed(opened, brief(Example(args=(3,), result=10), Example(args=(3,), result=9)))
        assert "treble(3) == 10, and treble(3) == 9" in error.message
        assert home.asked == []

    @pytest.mark.parametrize(
        ("one", "other", "answer"),
        [
            ({"args": (1,), "result": 1}, {"args": (1,), "result": 2}, True),
            ({"args": (1,), "result": 1}, {"args": (1,), "result": 1}, False),
            ({"args": (1,), "result": 1}, {"args": (1.0,), "result": 2}, False),
            ({"args": (1,), "result": 1}, {"args": (True,), "result": 2}, False),
            ({"args": (1,), "result": 1}, {"args": (1,)}, False),
            ({"args": (1,), "result": 1}, {"args": (1,), "raises": "ValueError"}, True),
            ({"raises": "KeyError"}, {"raises": "ValueError"}, True),
            ({"raises": "KeyError"}, {"raises": "KeyError"}, False),
            ({"args": (1,), "result": 1}, {"kwargs": {"x": 1}, "result": 2}, False),
            ({"result": 1, "state": {"n": 1}}, {"result": 2, "state": {"n": 2}}, False),
            ({"result": 1, "state": {"n": 1}}, {"result": 2, "state": {"n": 1}}, True),
            ({"after": {"n": 1}}, {"after": {"n": 2}}, True),
            ({"after": {"n": 1}}, {"after": {"m": 2}}, False),
            ({"result": 0.1 + 0.2}, {"result": 0.3}, False),
            ({"result": 2}, {"result": 2.0000000000000004}, False),
            ({"result": {"1": 2}}, {"result": {1: 2}}, False),
            ({"result": [1, 2]}, {"result": (1, 2)}, False),
            ({"result": None}, {"result": False}, True),
        ],
    )
    def test_what_contradicts_what(self, one, other, answer):
        assert contradict(Example(**one), Example(**other)) is answer
        assert contradict(Example(**other), Example(**one)) is answer

    def test_what_is_said_of_another_call_is_kept(self):
        old, new = Example(args=(True,), result="a"), Example(args=(1,), result="a")
        standing = Standing("genesis", "f", 1, True, "", (old,))
        assert kept_examples("f", [new], standing, ()) == [old]
        assert kept_examples("f", [old], standing, ()) == []

    def test_keywords_are_the_same_call_in_any_order(self):
        assert same_call(Example(kwargs={"a": 1, "b": 2}), Example(kwargs={"b": 2, "a": 1}))


def rows(text):
    return [each.belonging("push") for each in find_examples(text)[0]]


@pytest.mark.parametrize(
    ("one", "other", "is_contradiction"),
    [
        ("items=[1]; push(2) -> 1", "items=[1]; push(2) -> 2", True),
        ("items=[1]; push(2); items=[1, 2]", "items=[1]; push(2); items=[2, 1]", True),
        ("items=[1]; push(2) -> 1", "items=[2]; push(2) -> 2", False),
        ("items=[1]; push(2) -> 1", "items=[1]; push(2); items=[1, 2]", False),
        ("items=[]; push(1); push(2) -> 2", "items=[]; push(1) -> 1; push(2) -> 3", True),
        ("items=[]; push(1) -> 1; push(2) -> 2", "items=[]; push(1) -> 5", True),
        ("items=[]; push(1) -> 1; push(2) -> 2", "items=[]; push(2) -> 5", False),
        ("items=[]; push(1); pop(); push(2) -> 1", "items=[]; push(1); push(2) -> 2", False),
        ("items=[]; push(1) raises E", "items=[]; push(1) -> 1", True),
    ],
)
def test_rows_contradict_where_one_of_their_calls_does(one, other, is_contradiction):
    (this,), (that,) = rows(one), rows(other)
    assert contradict(this, that) == contradict(that, this) == is_contradiction
    if is_contradiction:
        with pytest.raises(UsageError) as caught:
            check_consistent("push", [this, that])
        for each in (this, that):
            assert example_line("push", each) in caught.value.message


def test_an_example_is_taken_off_by_its_text():
    old = tuple(rows("items=[]; push(1); push(2) -> 2. items=[]; push(3) -> 1"))
    standing = Standing("genesis", "push", 1, True, "", old)
    assert dropped(standing, ["items=[]; push(1); push(2) -> 2"]) == [old[0]]
    assert dropped(standing, [standing.lines()[1].removeprefix("2. ")]) == [old[1]]


def test_an_example_that_needs_a_method_which_is_not_there_is_refused():
    needs = rows("items=[]; pop() raises E; push(1) -> 1")
    check_understood("push", needs, ["pop"])
    with pytest.raises(UsageError, match="needs the method pop"):
        check_understood("push", needs, ["top"])


def test_a_call_without_a_result_is_an_example_too():
    ran = Example(args=(1,))
    standing = Standing("genesis", "f", 3, True, "", (ran, Example(args=(2,), result=3)))
    assert dropped(standing, ["f(1)"]) == [ran]
    assert dropped(standing, ["all"]) == list(standing.examples)
    assert dropped(None, ["all"]) == []
    with pytest.raises(UsageError):
        dropped(standing, ["f(2)"])


def test_what_a_person_answered_holds_for_the_next_version_as_well(home, m):
    image = home.open(m.Coder(RIGHT), cycle__repairs=0)
    answered = Example(args=(7,), result=21, origin="answer")
    image.learn(brief(*TREBLE, answered))
    with pytest.raises(MissionFailedError, match=r"contradicts treble\(7\) == 21"):
        image.learn(brief(Example(args=(7,), result=5)))
