"""What a model is shown."""

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
