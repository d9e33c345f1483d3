"""Examples go to plain data and back, and what was not given stays not given."""

from __future__ import annotations

import copy
import pickle

import pytest

from batos.objects import UNSET, Example, example_line
from batos.objects.example import PlainCall, PlainExample


@pytest.mark.parametrize(
    "example",
    [
        Example(),
        Example(args=(1, "a"), result=None),
        Example(args=([1, 2],), kwargs={"limit": 3}, result=[1], origin="recipe"),
        Example(state={"items": [1]}, after={"items": []}, result=UNSET),
        Example(after={}),
        Example(raises="ValueError", origin="model"),
        Example(
            args=(2,),
            state={"items": []},
            result=2,
            earlier=(Example(args=(1,), result=1, after={}), Example(selector="pop", raises="E")),
        ),
    ],
)
def test_an_example_survives_plain_data(example: Example) -> None:
    assert Example.from_plain(example.to_plain()) == example


def test_what_was_not_given_is_left_out_and_none_is_not() -> None:
    assert Example(args=(1,)).to_plain() == {"args": [1], "origin": "user"}
    assert Example(result=None).to_plain()["result"] is None
    assert Example(after={}).to_plain()["after"] == {}


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(TypeError):
        Example.from_plain({"args": [], "outcome": 1})


@pytest.mark.parametrize(
    ("plain", "problem"),
    [
        ({"outcome": 1}, "'outcome'"),
        ({"args": 1}, "'args'"),
        ({"state": [1]}, "'state'"),
        ({"kwargs": {1: 2}}, "'kwargs'"),
        ({"earlier": 3}, "'earlier'"),
        ({"earlier": ["push"]}, "no map"),
        ({"earlier": [{"args": 1}]}, "'args'"),
        ({"earlier": [{"state": {}}]}, "belongs to the whole"),
        ({"earlier": [{"earlier": []}]}, "belongs to the whole"),
    ],
)
def test_what_is_no_example_is_refused_by_its_part(plain: dict[str, object], problem: str) -> None:
    with pytest.raises(TypeError, match=problem):
        Example.from_plain(plain)


ROW = Example(
    args=(3,),
    state={"items": []},
    after={"items": [1, 3]},
    earlier=(Example(args=(1,), result=1), Example(args=(2,)), Example(selector="pop")),
)


def test_each_call_of_a_row_claims_what_is_expected_of_it():
    first, last = ROW.claims
    assert first == Example(args=(1,), result=1, state={"items": []})
    assert last == ROW
    assert not ROW.asking().claims
    assert not Example(args=(1,)).claims
    assert ROW.until(2).selector == "pop"
    assert len(ROW.until(2).earlier) == 2


def test_calls_by_its_name_are_a_methods_own():
    row = Example(selector="push", earlier=(Example(selector="push"), Example(selector="pop")))
    assert row.belonging("push") == Example(earlier=(Example(), Example(selector="pop")))


def test_unset_is_false_and_stays_the_one_mark_when_it_is_copied() -> None:
    assert not UNSET
    assert repr(UNSET) == "UNSET"
    assert copy.deepcopy(Example()).result is UNSET
    assert copy.copy(UNSET) is UNSET
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET


def test_example_lines():
    line = example_line
    assert (
        line("f", Example(args=("a", 1), kwargs={"k": None}, result=2)) == "f('a', 1, k=None) == 2"
    )
    assert line("f", Example(args=(1,), raises="ValueError")) == "f(1) raises ValueError"
    assert line("f", Example()) == "f()"
    stateful = Example(args=(2,), state={"items": [1]}, after={"items": [1, 2]}, result=2)
    assert line("f", stateful) == "self.items = [1]; f(2) == 2; self.items == [1, 2]"
    assert line("f", ROW) == ("self.items = []; f(1) == 1; f(2); pop(); f(3); self.items == [1, 3]")
    assert len(line("f", Example(args=("x" * 999,)))) < 250


def test_the_plain_form_has_the_same_fields():
    fields = {*Example.__dataclass_fields__}
    assert {*PlainExample.__annotations__} == fields
    assert {*PlainCall.__annotations__} == fields - {"state", "origin", "earlier"}
