"""The pages about living objects are run from top to bottom, with a model that is a script."""

import contextlib
import importlib.util
import re
import shlex
import sys
from pathlib import Path

import pytest

_HERE, _ELSEWHERE, _TERMINAL = "run here", "run elsewhere", "run at a terminal"
_PROMPT = "[l]ater:"

KEEPS = """class shopping_list:
    def __init__(self):
        self.prices = {}
    def add(self, item, price):
        self.prices[item] = price
    def remove(self, item):
        return self.prices.pop(item, None) is not None
    def total(self):
        return sum(self.prices.values())
"""
SUMS = KEEPS.replace("= price", "= self.prices.get(item, 0) + price")
SPENDS = """class expenses:
    def __init__(self):
        self.sums = {}
    def spend(self, category, amount):
        self.sums[category] = self.sums.get(category, 0) + amount
    def total_of(self, category):
        return self.sums.get(category, 0)
    def largest(self):
        return max(self.sums, default='')
"""
LARGEST = "def largest(self):\n    return max(self.sums, key=self.sums.get, default='')\n"
HABITS = """class habits:
    def __init__(self):
        self.days = {}
    def done(self, habit):
        self.days[habit] = self.days.get(habit, 0) + 1
    def times(self, habit):
        return self.days.get(habit, 0)
    def most(self):
        return max(self.days, key=self.days.get, default='')
"""
READS = """class reading_list:
    def __init__(self):
        self.books = {}
    def add(self, title):
        self.books[title] = False
    def finish(self, title):
        if title not in self.books:
            return False
        self.books[title] = True
        return True
    def unread(self):
        return [title for title, is_read in self.books.items() if not is_read]
"""
SORTED = READS.replace("return [", "return sorted([").replace("is_read]", "is_read])")
STOCK = """class inventory:
    def __init__(self):
        self.stock = {}
    def put(self, thing, amount):
        self.stock[thing] = self.stock.get(thing, 0) + amount
    def take(self, thing, amount):
        if self.stock.get(thing, 0) < amount:
            return False
        self.stock[thing] -= amount
        return True
    def count(self, thing):
        return self.stock.get(thing, 0)
"""
EMPTIES = STOCK.replace("return False", "self.stock[thing] = 0; return False")
PLACES = """class workshop(inventory):
    def __init__(self):
        super().__init__()
        self.shelves = {}
    def place(self, thing, shelf):
        self.shelves[thing] = shelf
    def where(self, thing):
        return self.shelves.get(thing)
"""
COUNTS = """class counter:
    def __init__(self):
        self.sum = 0
    def up(self, amount):
        self.sum += amount
    def total(self):
        return self.sum
"""
_RULES = (
    {"when": "`class shopping_list:`", "answers": [KEEPS, KEEPS, SUMS]},
    {"when": "`class expenses:`", "answers": [SPENDS]},
    {"when": "def largest(", "answer": LARGEST},
    {"when": "`class habits:`", "answers": [HABITS]},
    {"when": "`class reading_list:`", "answers": [SORTED, READS]},
    {"when": "`class inventory:`", "answers": [EMPTIES, STOCK]},
    {"when": "`class workshop:`", "answers": [PLACES]},
    {"when": "`class counter:`", "answers": [COUNTS]},
)


@pytest.fixture(scope="module")
def screen():
    """The class that runs a program on a terminal, from the tests of the chat."""
    pytest.importorskip("pty", reason="needs a pseudo terminal")
    name = "batos_tests_terminal"
    if name not in sys.modules:
        file = Path(__file__).parents[1] / "batos_client" / "test_terminal.py"
        spec = importlib.util.spec_from_file_location(name, file)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name].Screen


class Tour:
    """Two people with an image each, who type what a page says."""

    def __init__(self, h, born, folder, screen, stack):
        self._h = h
        self._born = born
        self._folder = folder
        self._screen = screen
        self._stack = stack
        self._homes = {}

    def run(self, block):
        """Run the commands of a block, and check what they print."""
        home = self._home("theirs" if block.mark == _ELSEWHERE else "mine")
        for words, printed in steps(block.text):
            if block.mark == _TERMINAL:
                self._typed(home, words, printed)
            else:
                self._ran(home, words, printed)

    def _home(self, whose):
        if whose not in self._homes:
            folder = self._folder / whose
            folder.mkdir()
            home = self._homes[whose] = self._h.Home(folder, born=self._born)
            self._stack.callback(home.end)
            home.script(*_RULES, self._h.ALLOW)
            home.up()
        return self._homes[whose]

    def _ran(self, home, words, printed):
        words = [self._key() if each == "KEY" else each for each in words]
        done = home.batos(*words, cwd=self._folder)
        if printed and printed[0].startswith("Error: "):
            assert done.code != 0, done
            assert printed == done.err.splitlines()[:1]
        else:
            assert done.code == 0, (words, done)
            assert is_like(printed, done.out.splitlines()), (words, done)

    def _key(self):
        """Return the key that Ann tells Bo."""
        return self._home("mine").batos("skills", "signers", "--json").json()[0]["key"]

    def _typed(self, home, words, printed):
        with contextlib.closing(self._screen(home, *words)) as screen:
            for line in printed:
                shown, _, answer = line.partition(_PROMPT)
                screen.expect(shown.strip())
                if answer:
                    screen.type(f"{answer.strip()}\r")
            assert screen.end() == 0, screen.plain


def steps(text):
    """Return the commands of a block, each with the lines that it prints."""
    found = []
    for line in text.splitlines():
        if line.startswith("$ batos "):
            found.append((shlex.split(line)[2:], []))
        else:
            found[-1][1].append(line)
    return found


def is_like(told, printed):
    """Return whether lines are those of a page, where an ellipsis stands for anything."""
    pattern = "\n".join(re.escape(line).replace("…", "[\\s\\S]*") for line in told)
    return re.fullmatch(pattern, "\n".join(printed)) is not None


@pytest.mark.parametrize("tour_page", ["five-objects", "living-objects", "heartbeat"])
def test_scripted_model_every_command_of_the_page_does_what_it_says(
    h, born, screen, read, root, tmp_path, tour_page
):
    blocks = read.blocks(root / "docs" / "how-to" / f"{tour_page}.md")
    with contextlib.ExitStack() as stack:
        tour = Tour(h, born, tmp_path, screen, stack)
        told = [each for each in blocks if each.mark in (_HERE, _ELSEWHERE, _TERMINAL)]
        assert _HERE in {each.mark for each in told}
        for block in told:
            tour.run(block)


def test_what_is_not_printed_would_be_noticed():
    assert is_like(["a  …", "b"], ["a  0.1", "b"])
    assert is_like([], [])
    assert not is_like([], ["a"])
    assert not is_like(["a"], ["b"])
    assert steps("$ batos send a b\n1\n$ batos undo a\n") == [
        (["send", "a", "b"], ["1"]),
        (["undo", "a"], []),
    ]
