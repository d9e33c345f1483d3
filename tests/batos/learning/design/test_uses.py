"""What kind of value a parameter is, as methods use it."""

import pytest

from batos.learning.design.design import read_design, taken_apart
from batos.learning.design.plan import planned_in
from batos.learning.design.uses import kinds_used

PLANTS = planned_in(
    "plants: add(plant, days) says how often it is due, water(plant, day) notes it, due(day) lists "
    "what is due"
)
KEPT_TWICE = """
class plants:
    def __init__(self):
        self.every = {}
        self.last = {}
    def add(self, plant, days):
        self.every[plant] = days
    def water(self, plant, day):
        self.last[plant] = day
    def due(self, day):
        return [p for p, n in self.every.items() if day - self.last.get(p, 0) >= n]
"""
KEPT_TOGETHER = """
class plants:
    def __init__(self):
        self.kept = {}
    def add(self, plant, days):
        self.kept[plant] = {"every": days, "last": 0}
    def water(self, plant, day):
        self.kept[plant]["last"] = day
    def due(self, today):
        return [p for p in self.kept if today >= self.kept[p]["last"] + self.kept[p]["every"]]
"""
IN_A_ROW = """
class plants:
    def __init__(self):
        self.rows = []
    def add(self, plant, days):
        self.rows.append((plant, days))
    def water(self, plant, day):
        self.rows = [(p, n + day) if p == plant else (p, n) for p, n in self.rows]
    def due(self, day):
        found = []
        for name, number in self.rows:
            if number < day:
                found.append(name)
        return found
"""
UNUSED = """
class plants:
    def add(self, plant, days):
        return None
"""


def kinds(planned, *texts):
    wanted = [each.selector for each in planned]
    designs = [taken_apart(f"```python\n{text}\n```", wanted) for text in texts]
    return kinds_used(designs, [1] * len(designs), planned)


@pytest.mark.parametrize("text", [KEPT_TWICE, KEPT_TOGETHER, IN_A_ROW])
def test_what_is_computed_with_is_a_number_wherever_it_was_kept(text):
    assert kinds(PLANTS, text) == {"days": "number", "day": "number"}


def test_half_of_all_votes_are_enough():
    assert kinds(PLANTS, KEPT_TWICE, UNUSED) == {"days": "number", "day": "number"}
    assert kinds(PLANTS, KEPT_TWICE, UNUSED, UNUSED) == {}


GUESTS = planned_in("guests: reply(name, comes) notes whether they come, coming() lists them")


@pytest.mark.parametrize("kept", ["[name for name, c in self.all.items() if c]", "list(self.all)"])
def test_what_a_list_is_chosen_by_is_true_or_false_and_a_name_is_not(kept):
    text = f"""
class guests:
    def __init__(self):
        self.all = {{}}
    def reply(self, name, comes):
        if name:
            self.all[name] = comes or False
    def coming(self):
        return sorted({kept})
"""
    assert kinds(GUESTS, text) == {"comes": "bool"}


def test_what_stands_for_nothing_is_of_its_kind():
    text = """
class guests:
    def reply(self, name, comes):
        name = name or "nobody"
        self.last = comes or 0
    def coming(self):
        return []
"""
    assert kinds(GUESTS, text) == {"comes": "number"}


@pytest.mark.parametrize(
    "told",
    [
        "self.rows.index(name) + 1",
        "self.rows.count(name) * 10",
        "sum(self.add(name) for _ in self.rows) + self.add(1)",
        "max(self.votes, key=self.votes.get) or 5 - self.votes[name]",
        "[n for n, _ in enumerate(iterable=self.rows)]",
        "name" + " + name" * 2000,
    ],
    ids=["place", "count", "own", "keys", "named", "deep"],
)
def test_a_name_stays_one_beside_what_is_counted(told):
    text = f"""
class guests:
    rows = []
    votes = {{}}
    def add(self, name):
        self.votes[name] = self.votes.get(name, 0) + 1
        for each in sorted(self.votes):
            self.rows.append(each)
    def reply(self, name, comes):
        return {told}
"""
    designs = [read_design(text)]
    assert "name" not in kinds_used(designs, [1], GUESTS)


WORDS = planned_in("words: say(word, times) gives it so often, has(word) tells whether it was said")


def test_a_text_that_is_multiplied_is_none_and_what_is_looked_up_is_none():
    text = """
class words:
    def __init__(self):
        self.said = set()
    def say(self, word, times):
        self.said.add(word)
        return " ".join([word] * times) + "!"
    def has(self, word):
        return word in self.said
"""
    assert "word" not in kinds(WORDS, text)


def test_what_is_both_is_neither():
    text = """
class words:
    def __init__(self):
        self.said = {}
    def say(self, word, times):
        self.said[word] = times
        self.said["last"] = "word"
        return times + 1
    def has(self, word):
        return word in self.said
"""
    assert kinds(WORDS, text) == {}
