"""What a model is shown."""

from typing import ClassVar

import pytest

from batos.learning.cycle import prompts
from batos.learning.model.brief import MissionBrief
from batos.learning.request.drawing import draw_up
from batos.memory import Hit
from batos.objects import Example


def hit(selector, source, examples=()):
    meta = {"selector": selector, "source": source, "examples": list(examples)}
    return Hit(f"recipe:{selector}", "recipe", f"Do {selector}.", "", 1.0, meta)


def test_fill_leaves_other_braces_alone():
    assert prompts.fill("{a} {b} {'c': 1}", {"a": "x"}) == "x {b} {'c': 1}"


def test_contract_and_skeleton():
    examples = tuple(Example(args=(n,), result=n) for n in range(6))
    contract = draw_up(MissionBrief(selector="f", text="say it", examples=examples))
    text = prompts.contract_text(contract)
    assert text.startswith("# Task: Say it\n# f(0) == 0\n")
    assert prompts.skeleton_text(contract) == 'def f(self, number):\n    """Say it."""\n'


def test_the_nearest_recipe_stands_last():
    first = hit("near", "def near(self):\n    return 1\n", [{"args": [], "result": 1}])
    second = hit("far", "def far(self):\n    return 2\n")
    text = prompts.recipes_text([first, second])
    assert text.index("def far") < text.index("def near")
    assert "# near() == 1" in text


def test_recipes_without_or_with_too_long_a_source_are_left_out():
    assert prompts.recipes_text([hit("a", ""), hit("b", "x" * 5000)]) == ""


class TestHead:
    """The first line is shown as far as it is known."""

    TEXTS: ClassVar = {
        "system": "{object}",
        "object": "It is a method.",
        "method": "{slots}\n{head}",
    }

    def shown(self, state=(), known=(), own=False, **brief):
        contract = draw_up(MissionBrief(selector="f", **brief), state=dict(state))
        related = prompts.related_text(dict(known), contract)
        system, asked = prompts.method_messages(
            self.TEXTS, contract, state=dict(state), own=own, related=related
        )
        return system.content, asked.content

    @pytest.mark.parametrize(
        ("brief", "head"),
        [
            ({"text": "count"}, "def f("),
            ({"text": "count", "examples": (Example(args=(1,), result=2),)}, "def f("),
            ({"text": "count", "parameters": ("x", "y")}, "def f(x, y):"),
            ({"text": "count", "examples": (Example(result=2),)}, "def f():"),
        ],
    )
    def test_what_is_for_everyone_is_a_function(self, brief, head):
        assert self.shown({"purpose": "a"}, **brief) == ("", head)

    @pytest.mark.parametrize(
        "matter",
        [
            {"own": True},
            {"text": "what is in items"},
            {"text": "twice the sum", "known": {"sum": "def sum(self):\n    return 1\n"}},
            {"examples": (Example(state={"items": []}, result=1),)},
        ],
    )
    def test_where_the_object_matters_it_is_a_method(self, matter):
        system, asked = self.shown({"items": [1]}, **{"text": "count", **matter})
        assert system == "It is a method."
        assert asked.splitlines()[-1].startswith("def f(self")

    def test_slots_of_an_object_of_its_own_are_shown_in_short(self):
        _, asked = self.shown({"items": [1], "story": "x" * 900}, own=True, text="count")
        assert "self.items = [1]" in asked
        assert "story" not in asked
        _, asked = self.shown({"items": [1], "story": "x" * 900}, own=True, text="shorten story")
        assert "self.story = 'xxx" in asked
