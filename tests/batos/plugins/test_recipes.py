"""Recipe text becomes recipes, or an error with file and line."""

from __future__ import annotations

import ast

import pytest

from batos.errors import PluginError
from batos.objects.example import UNSET, Example
from batos.plugins import RecipeSpec, parse_recipes
from batos.plugins.recipes import parse_methods

TEXT = '''"""Recipes about text."""

def count_vowels(self, text):
    """Count the vowels in a text.

    Also: number of vowels in a string; how many vowels
        a word has
    Tags: text, counting

    >>> count_vowels("banana split")
    4
    >>> count_vowels("")
    0
    """
    return sum(1 for letter in text.lower() if letter in "aeiou")


def push_item(self, item, *, times=1):
    """Push an item on the stack.

    Also: add something to a stack

    >>> self.items = [1]
    >>> self.name = "left"
    >>> push_item(2)
    2
    >>> self.items
    [1, 2]
    >>> self.name
    'left'

    >>> push_item(3, times=-2)
    0

    >>> self.items = []
    >>> push_item({"a": (1, 2)}) is None
    True
    >>> self.items = None
    >>> isinstance(push_item(5), int)
    True
    >>> push_item("x")
    Traceback (most recent call last):
        ...
    ValueError: no good
    """
    # The first comment.

    if not hasattr(self, "items"):
        self.items = []
    self.items.append(item)
    self._p_changed = True
    return len(self.items)
'''


def parse_one(docstring: str, body: str = "return 1") -> RecipeSpec:
    text = f'def f(self, x):\n    """{docstring}"""\n    {body}\n'
    [recipe] = parse_recipes(text, "one.py")
    return recipe


def test_a_file_of_recipes_is_read() -> None:
    vowels, push = parse_recipes(TEXT, "text.py")
    assert vowels.mission == "Count the vowels in a text."
    assert vowels.also == ("number of vowels in a string", "how many vowels a word has")
    assert vowels.tags == ("text", "counting")
    assert (vowels.selector, vowels.signature) == ("count_vowels", "(self, text)")
    assert push.signature == "(self, item, *, times=1)"
    assert push.origin == "text.py:18"
    assert ">>> self.items\n[1, 2]" in push.doc


def test_examples_stand_for_themselves() -> None:
    first, fresh, none, checked, raising = parse_recipes(TEXT, "text.py")[1].examples
    assert first == Example(
        args=(2,),
        result=2,
        state={"items": [1], "name": "left"},
        after={"items": [1, 2], "name": "left"},
        origin="recipe",
    )
    assert fresh == Example(args=(3,), kwargs={"times": -2}, result=0, origin="recipe")
    assert none.result is None
    assert none.state == {"items": []}
    assert checked.result is UNSET
    assert checked.state == {"items": None}
    assert (raising.raises, raising.result) == ("ValueError", UNSET)


def test_the_source_is_the_functions_own_text_with_a_short_docstring() -> None:
    vowels, push = parse_recipes(TEXT, "text.py")
    assert vowels.source == (
        "def count_vowels(self, text):\n"
        '    """Count the vowels in a text."""\n'
        '    return sum(1 for letter in text.lower() if letter in "aeiou")\n'
    )
    assert '    """Push an item on the stack."""\n    # The first comment.\n\n' in push.source
    assert ">>>" not in push.source


@pytest.mark.parametrize("mission", ["Größe — naïve", "Return '\\\\n' as text", 'Say "hi"'])
def test_a_mission_survives_in_the_source(mission: str) -> None:
    recipe = parse_one(f"{mission}\n\n    >>> f(1)\n    1\n    ")
    function = ast.parse(recipe.source).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert ast.get_docstring(function) == recipe.mission


def test_a_missing_result_means_none_and_equality_is_a_result() -> None:
    recipe = parse_one("Do it.\n\n    >>> f(1)\n    >>> f(2) == {1, 2}\n    True\n    ")
    assert [example.result for example in recipe.examples] == [None, {1, 2}]


def test_a_call_may_be_written_on_self() -> None:
    recipe = parse_one("Do it.\n\n    >>> self.f(1)\n    1\n    ")
    assert recipe.examples[0].args == (1,)


@pytest.mark.parametrize(
    ("docstring", "line", "words"),
    [
        ("", 1, "has no docstring"),
        ("Do it.", 2, "has no example"),
        (">>> f(1)\n    1\n    ", 1, "must begin with a mission"),
        ("Do it.\n\n    >>> g(1)\n    1\n    ", 4, "expected a call of 'f'"),
        ("Do it.\n\n    >>> f(y)\n    1\n    ", 4, "an argument is not a literal: y"),
        ("Do it.\n\n    >>> f(x=y)\n    1\n    ", 4, "the argument 'x' is not a literal"),
        ("Do it.\n\n    >>> f(**{})\n    1\n    ", 4, "** cannot be used"),
        ("Do it.\n\n    >>> f(1)\n    one\n    ", 5, "the result 'one' is not a literal"),
        ("Do it.\n\n    >>> f(1) is None\n    False\n    ", 4, "True is expected"),
        ("Do it.\n\n    >>> f(\n    1\n    ", 4, "not Python"),
        ("Do it.\n\n    >>> x = 1\n    >>> f(1)\n    1\n    ", 4, "only a slot can be set"),
        ("Do it.\n\n    >>> self.x = y\n    >>> f(1)\n    1\n    ", 4, "self.x is not a literal"),
        ("Do it.\n\n    >>> self.x\n    1\n    ", 4, "looked at before any call"),
        ("Do it.\n\n    >>> f(1)\n    1\n\n    >>> self.x = 1\n    ", 2, "no call follows"),
        ("Do it.\n\n    >>> import math\n    ", 4, "a slot, a call or a check"),
        ("Do it.\n\n    Alos: make it\n\n    >>> f(1)\n    1\n    ", 4, "unknown heading 'Alos'"),
        ("Do it.\n\n    >>>f(1)\n    1\n    ", 2, "the doctests cannot be read"),
    ],
)
def test_a_malformed_recipe_is_refused_with_its_line(docstring: str, line: int, words: str) -> None:
    with pytest.raises(PluginError) as caught:
        parse_one(docstring)
    assert caught.value.message.startswith(f"one.py:{line}: ")
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("def f(self:\n    pass", 1, "not Python"),
        ("x = 1\0", 1, "not Python"),
        ('"""Doc."""\nimport math\n', 2, "only plain functions"),
        ("async def f(self):\n    return 1", 1, "only plain functions"),
        ("@cache\ndef f(self):\n    return 1", 2, "must not be decorated"),
        ("def _f(self):\n    return 1", 1, "not a public name"),
        ("def f(text):\n    return 1", 1, "must take 'self' first"),
        ("def f():\n    return 1", 1, "must take 'self' first"),
        ('def f(self):\n    """Doc."""\n', 1, "has no body"),
        (TEXT + TEXT.split('"""\n\n', 1)[1], 53, "a second recipe named 'count_vowels'"),
    ],
)
def test_a_file_with_anything_else_is_refused(text: str, line: int, words: str) -> None:
    with pytest.raises(PluginError) as caught:
        parse_recipes(text, "two.py")
    assert caught.value.message.startswith(f"two.py:{line}: ")
    assert words in caught.value.message


def test_methods_keep_their_text() -> None:
    text = 'def a(self):\n    """Say a."""\n    return "a"  # here\n\n\ndef b(self):\n    return 2'
    assert parse_methods(text, "m.py") == (
        'def a(self):\n    """Say a."""\n    return "a"  # here\n',
        "def b(self):\n    return 2\n",
    )
