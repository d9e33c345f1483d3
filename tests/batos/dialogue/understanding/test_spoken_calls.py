"""Sentences that name an object and say what it shall do."""

import pytest

from batos.dialogue.understanding.spoken_calls import call_in
from batos.errors import UsageError

METHODS = (
    "def clear(self):\n    self.prices = {}\n",
    "def add(self, item, price):\n    self.prices = {**self.prices, item: price}\n",
    "def remove(self, item):\n    return item in self.prices\n",
    "def total(self):\n    return sum(self.prices.values())\n",
    "def read_pages(self, title, pages=1):\n    return [title, pages]\n",
)


@pytest.fixture
def image(home):
    image = home.open()
    image.shaping.new("shopping_list", slots={"prices": {}})
    image.shaping.new("list")
    for source in METHODS:
        name = source.partition("(")[0].removeprefix("def ")
        image.handwork.define(f"shopping_list.{name}", source)
    image.shaping.new("ann_list", like="shopping_list")
    return image


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("add milk for 2 to the shopping list", "shopping_list.add('milk', 2)"),
        ("Please add oat milk, 2.5 to my shopping list.", "shopping_list.add('oat milk', 2.5)"),
        ("add 'salt and oil' for 3 to the shopping_list", "shopping_list.add('salt and oil', 3)"),
        ("remove the milk from the Shopping List", "shopping_list.remove('milk')"),
        ("On my shopping list, clear!", "shopping_list.clear()"),
        ("what is the total of the shopping list?", "shopping_list.total()"),
        ("add tea for 4 to the ann list", "ann_list.add('tea', 4)"),
        ("shopping list: read pages of dune", "shopping_list.read_pages('dune')"),
        ("remove 3 pounds from the shopping list", "shopping_list.remove(3)"),
        ("shopping list: read pages of dune, 30", "shopping_list.read_pages('dune', 30)"),
    ],
)  # fmt: skip
def test_it_is_a_call(image, text, line):
    with image.session.read() as root:
        assert call_in(root, text).line == line


@pytest.mark.parametrize(
    "text",
    [
        "add milk for 2",
        "what is a shopping list?",
        "genesis, add milk for 2",
        "the shopping lists of the world",
        "is the shopping list clear?",
        "what is clear on the shopping list",
        "the shopping list is clear",
        "do not clear the shopping list",
        "don't add milk for 2 to the shopping list",
        "never add milk for 2 to the shopping list",
        "what have I added to the shopping list",
        "how do I add milk for 2 to the shopping list?",
        "I think you should add milk for 2 to the shopping list",
        "write a poem about a shopping list that is clear",
        "how is the total of milk and bread on the shopping list",
        "",
    ],
)
def test_it_is_none(image, text):
    with image.session.read() as root:
        assert call_in(root, text) is None


def test_what_is_missing_is_said(image):
    with image.session.read() as root, pytest.raises(UsageError, match="takes item and price"):
        call_in(root, "add milk to the shopping list")


def test_asking_sends_it(image):
    answer = image.ask("add milk for 2 to the shopping list")
    assert (answer.kind, answer.text) == ("value", "shopping_list.add('milk', 2)")
    assert image.ask("what is the total of the shopping list?").value == 2


def test_who_asks_for_a_method_gets_one_learned(image):
    answer = image.ask("write a method that adds milk to the shopping list; 'a' gives 'b'")
    assert answer.kind == "failed"
