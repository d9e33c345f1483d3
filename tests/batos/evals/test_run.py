"""How a run is configured: levers that are left out and put in."""

import pytest

from batos.errors import UnknownNameError, UsageError
from batos.evals.run import configured, settings_of


def cycle(loaded, **levers):
    given = {"without": (), **levers}
    return configured(loaded, backend="", model="", **given).config.cycle


def test_the_discussion_is_put_in_and_left_out(loaded):
    assert cycle(loaded).discussion is False
    assert cycle(loaded, within=["discussion"]).discussion is True
    assert cycle(loaded, without=["discussion"]).without == ("discussion",)


def test_a_lever_that_the_configuration_leaves_out_comes_back(loaded):
    out = configured(loaded, backend="", model="", without=["mend", "repair"])
    assert cycle(out, within=["mend"]).without == ("repair",)


def test_results_depend_on_what_is_put_in(loaded):
    told = [
        settings_of(
            configured(loaded, backend="", model="", without=(), within=within),
            model={},
            seed=0,
            answer=False,
            raw=False,
        )
        for within in ((), ["discussion"])
    ]
    assert told[0] != told[1]


def test_what_cannot_be_is_a_sentence(loaded):
    with pytest.raises(UnknownNameError, match="chance"):
        cycle(loaded, within=["chance"])
    with pytest.raises(UsageError, match="both in and out"):
        cycle(loaded, within=["mend"], without=["mend"])
