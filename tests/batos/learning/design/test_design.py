"""Taking a class apart into what an object of the image is made of."""

import ast

import pytest

from batos.guardian.audit.audit import audit
from batos.inference import ExtractionError
from batos.learning.design.design import (
    Design,
    DesignError,
    edited_design,
    read_design,
    taken_apart,
)

ACCOUNT = '''Here is the class:
```python
from collections import defaultdict
from typing import List

class BankAccount:
    """A bank account."""
    limit: int = 10
    def __init__(self, balance: float = 0):
        """Begins."""
        self.balance = balance
        self._log: List[str] = []
        self.names = set()

    def deposit(self, amount: float) -> float:
        """Adds money."""
        self.balance += amount
        self._note()
        return self.balance

    def _note(self):
        self._log.append(1)

    def balance(self):
        return self.balance

    @property
    def size(self):
        return len(self._log)

    def twice(self):
        return self.size * 2

    def __repr__(self):
        return "account"

account = BankAccount()
print(account.deposit(2))
```
'''


def of(body):
    return f"class Thing:\n{body}"


class TestTakenApart:
    def test_slots_and_methods_get_names_that_can_be_had(self):
        design = taken_apart(ACCOUNT, ["deposit", "balance"])
        assert design.slots == {"limit": 10, "balance_value": 0, "log": [], "names": set()}
        assert list(design.methods) == ["deposit", "note", "balance", "size", "twice"]
        assert "self.note()" in design.methods["deposit"]
        assert design.methods["twice"].endswith("return self.size() * 2\n")

    def test_every_method_passes_the_guardian(self):
        design = taken_apart(ACCOUNT, ["deposit", "balance"])
        for selector, source in design.methods.items():
            assert audit(source, selector=selector).accepted, source

    def test_what_changes_a_slot_is_stored(self):
        assert "self._p_changed = True" in taken_apart(ACCOUNT, []).methods["note"]

    def test_a_value_does_not_take_the_name_of_what_parents_answer(self):
        text = of("    size = 3\n    def up(self):\n        return self.size\n")
        assert taken_apart(text, ["up"], taken={"size"}).slots == {"size_value": 3}

    def test_what_a_method_makes_is_there_from_the_beginning(self):
        text = of("    def put(self, item):\n        self.last = item\n")
        assert taken_apart(text, ["put"]).slots == {"last": None}

    @pytest.mark.parametrize(
        ("beginning", "value"),
        [
            ("[]", []),
            ("{}", {}),
            ("dict()", {}),
            ("collections.deque()", []),
            ("defaultdict(int)", {}),
            ("Counter()", {}),
            ("items or []", []),
            ("None", None),
            ("-1", -1),
            ("('a', 1)", ("a", 1)),
            ("[None] * 3", [None] * 3),
            ("float('-inf')", float("-inf")),
        ],
    )
    def test_first_values_are_read(self, beginning, value):
        text = of(
            f"    def __init__(self, items=None):\n        self.items = {beginning}\n"
            "    def get(self):\n        return self.items\n"
        )
        design = taken_apart(text, ["get"])
        assert design.slots == {"items": value}
        assert read_design(design.text("thing")) == design

    @pytest.mark.parametrize(
        ("body", "match"),
        [
            ("    x = open('f')\n    def go(self):\n        pass\n", "no plain value"),
            (
                "    def __init__(self):\n        for n in []:\n            pass\n",
                "more than",
            ),
        ],
    )
    def test_what_is_more_than_a_beginning_is_refused(self, body, match):
        with pytest.raises(DesignError, match=match):
            taken_apart(of(body), ["go"])

    @pytest.mark.parametrize("text", ["", "no class here", "def go(self):\n    pass\n", "class"])
    def test_what_holds_no_class_is_refused(self, text):
        with pytest.raises(ExtractionError, match="no class"):
            taken_apart(text, ["go"])

    def test_a_cut_off_end_is_left_out(self):
        text = of("    def go(self):\n        return 1\n\n    def stay(self):\n        return (")
        assert list(taken_apart(text, ["go"]).methods) == ["go"]

    def test_of_several_classes_the_one_with_the_methods_is_taken(self):
        text = (
            of("    def go(self):\n        return 1\n")
            + "\nclass Item:\n    def name(self):\n        return 2\n"
        )
        assert list(taken_apart(text, ["name"]).methods) == ["name"]


class TestText:
    def test_it_is_read_as_it_was_written(self):
        design = taken_apart(ACCOUNT, [])
        assert read_design(design.text("account")) == design

    def test_an_empty_design_is_a_class(self):
        assert Design({}, {}).text("nothing") == "class nothing:\n    pass\n"

    def test_a_text_in_three_quotes_keeps_its_lines(self):
        source = 'def go(self):\n    return """a\n    b"""\n'
        design = read_design(Design({}, {"go": source}).text("thing"))
        assert ast.dump(ast.parse(design.methods["go"])) == ast.dump(ast.parse(source))
        assert read_design(design.text("thing")) == design


class TestEdited:
    def test_lines_that_begin_further_left_stay_whole(self):
        text = "class Thing:\n    def total(self):\n        return (10000 +\n123456)\n"
        assert "10000 + 123456" in read_design(text).methods["total"]
        edited_design(text.replace("        return", "# a note\n        return"))

    @pytest.mark.parametrize(
        ("text", "match"),
        [
            ("class A:\n    x = 1\n\nclass B:\n    y = 2\n", "must be one class"),
            ("import os\nclass A:\n    x = 1\n", "must be one class"),
            ("class A(list):\n    x = 1\n", "must be one class"),
            ("class A:\n    f = 1\n    def f(self):\n        pass\n", "a first value and a method"),
        ],
    )
    def test_what_would_be_lost_is_refused(self, text, match):
        with pytest.raises(DesignError, match=match):
            edited_design(text)

    def test_a_docstring_may_stand_there(self):
        assert read_design('class A:\n    """Counts."""\n    x = 1\n').slots == {"x": 1}


class TestOdd:
    @pytest.mark.parametrize("made", ["dict(tax=2)", "set([1, 2])", "list((1, 2))"])
    def test_first_values_are_not_lost(self, made):
        with pytest.raises(DesignError, match="no plain value"):
            taken_apart(of(f"    x = {made}\n    def f(self):\n        return self.x\n"), ["f"])

    def test_of_two_methods_with_one_name_the_last_counts(self):
        twice = "    def f(self):\n        return 1\n" + "    def f(self):\n        return 2\n"
        assert "return 2" in taken_apart(of(twice), ["f"]).methods["f"]

    def test_a_getter_outlives_its_setter(self):
        body = (
            "    @property\n    def x(self):\n        return self._x\n"
            "    @x.setter\n    def x(self, value):\n        self._x = value\n"
        )
        assert "return self.x_value" in taken_apart(of(body), ["x"]).methods["x"]
