"""Mission briefs as plain data."""

import pytest

from batos.errors import UsageError
from batos.learning.model.brief import MissionBrief, PlainBrief
from batos.objects import UNSET, Example


def test_round_trip():
    brief = MissionBrief(
        receiver="robin",
        selector="f",
        text="do it",
        examples=(
            Example(args=(1, [2]), kwargs={"a": None}, result=None),
            Example(state={"items": [1]}, after={"items": []}, raises="", origin="recipe"),
            Example(args=("x",), raises="ValueError"),
        ),
        args=(1, 2),
        kwargs={"b": 3},
        parameters=("x", "y"),
        call_site="g",
        asked_by="amy",
        discussion=False,
    )
    assert MissionBrief.from_plain(brief.to_plain()) == brief


def test_defaults():
    brief = MissionBrief.from_plain({})
    assert brief == MissionBrief()
    assert brief.receiver == "genesis"


def test_an_example_without_a_result_stays_without():
    brief = MissionBrief.from_plain({"examples": [{"args": [1]}]})
    assert brief.examples[0].result is UNSET


@pytest.mark.parametrize(
    ("plain", "words"),
    [
        ({"txt": "a"}, "'txt'"),
        ({"text": 5}, "'text'"),
        ({"receiver": None}, "'receiver'"),
        ({"selector": ["f"]}, "'selector'"),
        ({"asked_by": 1}, "'asked_by'"),
        ({"discussion": "yes"}, "'discussion'"),
        ({"kwargs": [1]}, "'kwargs'"),
        ({"kwargs": {1: 2}}, "'kwargs'"),
        ({"args": "abc"}, "'args'"),
        ({"parameters": "ab"}, "'parameters'"),
        ({"parameters": [1]}, "'parameters'"),
        ({"parameters": ["a b"]}, "'parameters'"),
        ({"parameters": ["send"]}, "'parameters'"),
        ({"parameters": ["a", "a"]}, "'parameters'"),
        ({"examples": {"args": []}}, "'examples'"),
        ({"examples": [5]}, "example"),
        ({"examples": ["ab"]}, "example"),
        ({"examples": [{"args": "ab"}]}, "'args'"),
        ({"examples": [{"args": 5}]}, "'args'"),
        ({"examples": [{"kwargs": [1]}]}, "'kwargs'"),
        ({"examples": [{"kwargs": {1: 2}}]}, "'kwargs'"),
        ({"examples": [{"state": 5}]}, "'state'"),
        ({"examples": [{"after": 5}]}, "'after'"),
        ({"examples": [{"raises": 5}]}, "'raises'"),
        ({"examples": [{"gives": 5}]}, "example"),
    ],
)
def test_bad_fields_are_named(plain, words):
    with pytest.raises(UsageError) as caught:
        MissionBrief.from_plain(plain)
    assert words in caught.value.message


def test_the_plain_form_has_the_same_fields():
    assert {*PlainBrief.__annotations__} == {*MissionBrief.__dataclass_fields__}
