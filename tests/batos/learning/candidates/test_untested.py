"""The borders of the kinds of values that no example has tried."""

import pytest

from batos.learning.candidates.untested import untested
from batos.objects import Example, Method


def method(source, *examples, **provenance):
    return Method(
        selector="f",
        source=source,
        signature="",
        examples=tuple(each.to_plain() for each in examples),
        provenance=provenance,
    )


ONE = "def f(self, values):\n    return values\n"


@pytest.mark.parametrize(
    ("args", "lines"),
    [
        ([(3,)], ["values: 0", "values: a negative number"]),
        ([(0,), (-1.5,)], []),
        ([("abc",)], ["values: an empty text"]),
        ([("",)], []),
        ([([1, 2],)], ["values: nothing in it", "values: one item"]),
        ([([],), ([1],)], []),
        ([({"a": 1},)], ["values: nothing in it"]),
        ([(True,)], ["values: False"]),
        ([("abc",), (3,)], []),
        ([(None,)], []),
    ],
)
def test_are_told_by_parameter(args, lines):
    examples = [Example(args=each, result=1) for each in args]
    assert untested(method(ONE, *examples)) == lines


def test_are_told_of_slots_and_keywords():
    example = Example(kwargs={"values": ""}, state={"items": [1, 2]}, after={"items": []})
    assert untested(method(ONE, example)) == ["items: nothing in it", "items: one item"]


def test_a_method_without_a_result_to_go_by_says_so():
    assert untested(method(ONE)) == ["no example says what it must give"]
    assert untested(method(ONE, Example(args=(None,)))) == ["no example says what it must give"]


def test_what_its_validation_has_noted_comes_first():
    evidence = {"untested": ["ties", 3]}
    assert untested(method(ONE, Example(args=("",), result=1), evidence=evidence)) == ["ties"]
