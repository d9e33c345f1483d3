"""Telling candidates apart by what they do."""

from dataclasses import replace

import pytest

from batos.guardian.trial.trial import Trial
from batos.learning.candidates.behaviour import agreed, compare
from batos.learning.model.brief import MissionBrief
from batos.learning.model.candidate import Candidate
from batos.learning.request.drawing import draw_up
from batos.objects import Example


@pytest.fixture(scope="module")
def trial():
    with Trial() as made:
        yield made


def method(body, head="self, n"):
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    return f"def f({head}):\n{lines}"


def candidates(*bodies, head="self, n", **facts):
    return [Candidate(method(body, head), "written", **facts) for body in bodies]


def wanted(*examples, text="f it", **facts):
    state = facts.pop("state", {})
    return draw_up(MissionBrief(selector="f", text=text, examples=examples, **facts), state=state)


def groups(trial, found, contract, state=None):
    compared = compare(trial, found, contract, state=state or {}, methods={})
    return [[each.source for each in group.members] for group in compared.groups]


TWO = Example(args=(2,), result=4)


def test_those_that_answer_alike_are_a_group_and_the_largest_comes_first(trial):
    double, twice, square = candidates("return n * 2", "return n + n", "return n * n")
    assert groups(trial, [square, double, twice], wanted(TWO)) == [
        [double.source, twice.source],
        [square.source],
    ]


def test_votes_count(trial):
    double, square = candidates("return n * 2", "return n * n")
    many = Candidate(square.source, "written", votes=3)
    assert groups(trial, [double, many], wanted(TWO))[0] == [square.source]


def test_words_speak_for_proven_methods(trial):
    (double,) = candidates("return n * 2")
    proven = Candidate(method("return n * n"), "delegated", likeness=0.9)
    assert groups(trial, [double, proven], wanted(TWO))[0] == [proven.source]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("return n * 0.1 + n * 0.2", "return n * 0.3"),
        ("return [n, 1]", "return (n, 1)"),
        ("return {'a': n, 'b': 1}", "return {'b': 1, 'a': n}"),
        ("return {1, n}", "return {n, 1}"),
        ("return n * 2.0", "return n * 2"),
        ("return str(now())", "return str(now())[:]"),
        ("return 1 // (n - 4)", "return 2 // (n - 4) // 2 if n == 4 else 1 // (n - 4)"),
    ],
)
def test_what_counts_as_the_same(trial, one, other):
    assert len(groups(trial, candidates(one, other), wanted(TWO))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("return n > 1", "return n"),
        ("return [n]", "return n"),
        ("return str(n)", "return n"),
        ("return sorted([n, 1])", "return [n, 1]"),
        ("return 1 // (n - 3)", "return 0 if n == 3 else 1 // (n - 3)"),
    ],
)
def test_what_does_not(trial, one, other):
    assert len(groups(trial, candidates(one, other), wanted(TWO))) == 2


def test_an_input_on_which_most_come_to_no_answer_tells_nothing(trial):
    found = candidates("return {2: 4, 3: 6}[n]", "return {2: 4, 3: 6}[n] + 0", "return n * 2")
    assert len(groups(trial, found, wanted(TWO))) == 1


BARE, SAFE = "return 8 // (n - 5)", "return 8 // (n - 5) if n != 5 else 0"
FOUR = Example(args=(4,), result=-8)


def test_of_those_that_do_the_same_the_one_that_answers_more_stands_first(trial):
    """Also where most come to no answer, so that the input tells nothing."""
    bare, twin, safe = candidates(BARE, f"{BARE} + 0", SAFE)
    found = groups(trial, [replace(bare, votes=3), twin, safe], wanted(FOUR))
    assert [each[0] for each in found] == [safe.source]


def joined(trial, *bodies):
    compared = compare(trial, candidates(*bodies), wanted(TWO), state={}, methods={})
    return agreed(compared)


def test_those_that_agree_where_a_majority_does_are_joined(trial):
    """They differ on what nobody has asked for: what a negative number gives."""
    bodies = [f"return n * 2 if n >= 0 else {other}" for other in ("0", "None", "-n")]
    found = joined(trial, *bodies)
    assert [len(group.members) for group in found.groups] == [3]
    assert len(found.stories) >= 2


def test_those_that_differ_where_a_majority_agrees_are_not(trial):
    assert joined(trial, "return n * 2", "return n + n", "return n * n") is None
    assert joined(trial, "return n * 2", "return n + 2") is None


PUSH = Example(args=("a",), state={"log": []}, after={"log": ["a"]})


class TestOnSlots:
    """What is left in the slots counts, after several calls in a row."""

    def test_what_only_the_second_call_shows(self, trial):
        head = "self, line"
        keep, replace, once = candidates(
            "self.log.append(line)\nself._p_changed = True",
            "self.log = [line]\nself._p_changed = True",
            "if line not in self.log:\n    self.log.append(line)\nself._p_changed = True",
            head=head,
        )
        contract = wanted(PUSH, text="appends a line to the slot log")
        found = groups(trial, [keep, replace, once], contract)
        assert sorted(map(len, found)) == [1, 1, 1]

    def test_what_is_given_back_unasked_is_left_out_and_the_silent_one_comes_first(self, trial):
        silent, telling = candidates(
            "self.log.append(line)\nself._p_changed = True",
            "self.log.append(line)\nself._p_changed = True\nreturn line",
            head="self, line",
        )
        contract = wanted(text="appends a line to the slot log", state={"log": []})
        (group,) = groups(trial, [telling, silent], contract, {"log": ["x"]})
        assert group == [silent.source, telling.source]
        told = wanted(text="appends a line to the slot log and returns it", state={"log": []})
        assert len(groups(trial, [telling, silent], told, {"log": ["x"]})) == 2

    def test_values_are_guessed_where_nothing_names_any(self, trial):
        right, wrong = candidates(
            "self.scores[n] = self.scores.get(n, 0) + points\nself._p_changed = True",
            "self.scores[n] = points\nself._p_changed = True",
            head="self, n, points",
        )
        contract = wanted(
            text="adds points to a player in the slot scores", parameters=("n", "points")
        )
        assert len(groups(trial, [right, wrong], contract, {"scores": {"ann": 3}})) == 2

    def test_guessed_values_are_of_the_kinds_that_the_places_take(self, trial):
        right, late = candidates(
            "old = self.scores.get(n, 0)\n"
            "self.scores = {**self.scores, n: old + points * times}\nself._p_changed = True\n"
            "return old + points * times",
            "old = self.scores.get(n, 0)\n"
            "self.scores = {**self.scores, n: old + points * times}\nself._p_changed = True\n"
            "return old",
            head="self, n, points, times",
        )
        contract = wanted(text="raises the score in the slot scores and returns it")
        compared = compare(trial, [right, late], contract, state={"scores": {}}, methods={})
        calls = [story[0].args for story in compared.stories]
        assert len(compared.groups) == 2
        assert any(isinstance(n, str) and isinstance(points, int) for n, points, _ in calls)


def test_a_method_without_arguments_has_one_story(trial):
    contract = wanted(text="tells the time")
    found = candidates("return now()", head="self")
    compared = compare(trial, found, contract, state={}, methods={})
    assert [[call.args for call in story] for story in compared.stories] == [[()]]


@pytest.mark.parametrize("arity", [1, 2, 3, 5])
def test_guesses_have_as_many_values_as_the_method_takes(trial, arity):
    names = ", ".join(f"a{n}" for n in range(arity))
    found = candidates(f"return [{names}]", head=f"self, {names}")
    compared = compare(trial, found, wanted(text="x"), state={"log": ["x"]}, methods={})
    assert compared.stories
    assert {len(story[0].args) for story in compared.stories} == {arity}
