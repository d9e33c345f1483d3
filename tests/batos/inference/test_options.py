"""Options of a backend: read once, and refused in a sentence."""

import doctest
from pathlib import Path
from typing import ClassVar, Literal, Self

import pytest
from pydantic import Field, model_validator

from batos.errors import ConfigError
from batos.inference import BackendOptions, options


class TeaOptions(BackendOptions):
    provider: ClassVar[str] = "tea"

    cups: int = Field(2, ge=1, le=9, description="Cups.")
    warmth: float = Field(1.0, gt=0, description="How warm.")
    sugar: bool = Field(False, description="Whether it is sweet.")
    kind: Literal["", "green", "black"] = Field("", description="Which one.")

    @model_validator(mode="after")
    def _is_fit_to_drink(self) -> Self:
        if self.sugar and self.kind == "green":
            raise ValueError("Green tea has no sugar in it.")
        return self


def test_the_example_runs():
    assert doctest.testmod(options, optionflags=doctest.ELLIPSIS).failed == 0


def test_options_are_taken_as_given_and_the_rest_has_its_defaults():
    read = TeaOptions.read({"model": Path("a/b"), "warmth": 2, "sugar": True})
    assert (read.model, read.warmth, read.sugar, read.cups) == ("a/b", 2.0, True, 2)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"cusp": 1}, "Backend 'tea' has no option 'cusp'"),
        ({"cups": "3"}, "'cups' of backend 'tea' must be a whole number, not '3'"),
        ({"cups": True}, "must be a whole number"),
        ({"cups": 0}, "must be 1 or more, not 0"),
        ({"cups": 10}, "must be 9 or less"),
        ({"warmth": 0.0}, "must be more than 0"),
        ({"warmth": "hot"}, "must be a number"),
        ({"sugar": 1}, "must be true or false"),
        ({"kind": "white"}, "must be one of '', 'green' or 'black'"),
        ({"model": 7}, "must be a text"),
        ({"kind": "green", "sugar": True}, "Green tea has no sugar in it"),
    ],
)
def test_a_wrong_option_is_named(given, reason):
    with pytest.raises(ConfigError, match=reason):
        TeaOptions.read(given)


def test_one_option_is_checked_whatever_the_others_are():
    TeaOptions.check("kind", "green")
    for name, value, reason in (("cusp", 1, "no option 'cusp'"), ("cups", 0, "1 or more")):
        with pytest.raises(ConfigError, match=reason):
            TeaOptions.check(name, value)


def test_a_misspelt_option_gets_a_near_match():
    with pytest.raises(ConfigError) as caught:
        TeaOptions.read({"suger": True})
    assert caught.value.hint == "Did you mean 'sugar'?"


def test_what_there_is_can_be_told():
    rows = {row["name"]: row for row in TeaOptions.describe()}
    assert rows["cups"] == {
        "name": "cups",
        "type": "whole number",
        "default": 2,
        "meaning": "Cups.",
    }
    assert rows["kind"]["type"] == "empty, green, black"
    assert rows["sugar"]["type"] == "true or false"
    assert {"model", "cache_dir"} <= set(rows)
