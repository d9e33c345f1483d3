"""Objects that are made from a description, with a scripted model."""

import json
from dataclasses import replace

import pytest

from batos.errors import (
    ApprovalPendingError,
    GuardianError,
    MissionFailedError,
    QuestionPendingError,
    SlotError,
    UnknownNameError,
    UsageError,
)
from batos.learning.model.question import Answer
from batos.objects import Example

LIST = (
    "a shopping list: add(item, price) puts an item on it, remove(item) takes it off and tells "
    "whether it was there, total() gives the sum of the prices"
)
DICT = """```python
class shopping_list:
    def __init__(self):
        self.prices = {}
    def add(self, item, price):
        self.prices[item] = price
    def remove(self, item):
        return self.prices.pop(item, None) is not None
    def total(self):
        return sum(self.prices.values())
```"""
SUMMED = DICT.replace(
    "self.prices[item] = price", "self.prices[item] = self.prices.get(item, 0) + price"
)
PAIRS = """class shopping_list:
    def __init__(self):
        self.items = []
    def add(self, item, price):
        self.items.append((item, price))
    def remove(self, item):
        for pair in self.items:
            if pair[0] == item:
                self.items.remove(pair)
                return True
        return False
    def total(self):
        return sum(price for _, price in self.items)
"""
TALKING = DICT.replace("is not None", "or 'It was not there.'")


@pytest.fixture
def make(home, m):
    """Return an image whose model writes the given classes, and what it made."""

    def made(*classes, text=LIST, verdict="allow", **facts):
        image = home.open(m.Coder(*classes, verdict=verdict))
        return image, image.make(text, **facts)

    return made


class TestMaking:
    def test_what_is_made_lives_with_slots_methods_tests_and_provenance(self, make):
        image, outcome = make(DICT)
        assert (outcome.status, outcome.address, outcome.kind) == (
            "COMPLETE",
            "shopping_list",
            "object",
        )
        assert image.send("shopping_list", "add", "milk", 2) is None
        assert image.send("shopping_list", "add", "bread", 3) is None
        assert image.send("shopping_list", "total") == 5
        assert image.send("shopping_list", "remove", "milk") is True
        assert image.shaping.get("shopping_list.prices") == {"bread": 3}
        shown = image.show("shopping_list")
        assert shown["parents"] == ["genesis"]
        total = image.show("shopping_list.total")
        assert total["doc"] == "gives the sum of the prices"
        assert total["provenance"]["origin"] == "made"
        assert total["examples"]
        assert [each["problems"] for each in image.handwork.test("shopping_list")["methods"]] == [
            [],
            [],
            [],
        ]

    def test_it_tells_a_story_that_all_designs_agree_on(self, make):
        image, outcome = make(DICT, PAIRS, DICT, DICT, DICT)
        scenario = outcome.evidence["scenario"]
        assert all(part in scenario for part in ("add(", "remove(", "total() == "))
        assert image.show("shopping_list.total")["evidence"]["scenario"] == scenario

    def test_what_gives_nothing_is_tested_too(self, make):
        image, _ = make(DICT)
        (example,) = image.show("shopping_list.add")["examples"]
        assert (example["args"], example["result"]) == (["pear", 2], None)

    def test_one_undo_takes_all_of_it_back_and_one_redo_brings_it_back(self, make):
        image, _ = make(DICT)
        image.send("shopping_list", "add", "milk", 2)
        (undone,) = image.history.undo()
        assert (undone["address"], undone["shape"]) == ("shopping_list", "is taken away")
        with pytest.raises(UnknownNameError):
            image.send("shopping_list", "total")
        image.history.redo()
        assert image.send("shopping_list", "total") == 2

    def test_one_method_of_it_is_undone_alone(self, make):
        image, _ = make(DICT)
        image.history.undo("shopping_list.total")
        assert image.send("shopping_list", "remove", "milk") is False
        with pytest.raises(UnknownNameError):
            image.deliver("shopping_list", "total", learn=False)

    def test_it_is_found_by_what_it_does_and_its_past_is_told(self, make):
        image, outcome = make(DICT)
        told = image.history.of("shopping_list")
        assert [each["event"] for each in told["events"]] == ["install"] * 3 + ["make"]
        assert image.history.why("shopping_list.total")["address"] == "shopping_list.total"
        assert image.show(outcome.cycle)["state"] == "COMPLETE"

    def test_what_most_designs_do_is_believed(self, make):
        image, _ = make(TALKING, DICT, PAIRS, TALKING, DICT)
        assert image.send("shopping_list", "remove", "milk") is False

    def test_it_outlives_a_restart(self, make, home, m):
        image, _ = make(DICT)
        image.send("shopping_list", "add", "milk", 2)
        image.close()
        assert home.open(m.Coder()).send("shopping_list", "total") == 2

    def test_a_name_may_be_chosen(self, make):
        image, outcome = make(DICT, name="groceries")
        assert outcome.address == "groceries"
        assert image.send("groceries", "total") == 0


class TestFallingShort:
    """Methods in which all designs fall short are written by themselves, with the rest in place."""

    REST = """class shopping_list:
    def total(self):
        return sum(self.prices.values())
"""

    @pytest.mark.parametrize(
        "short",
        [
            DICT.replace("return sum(self.prices.values())", "return open('x')"),
            DICT.replace("def total", "def whole"),
            DICT.replace("return sum(self.prices.values())", "return self.nothing()"),
        ],
        ids=["refused", "missing", "failing"],
    )
    def test_the_rest_stays_as_it_is(self, make, home, short):
        image, outcome = make(*[short] * 6, self.REST)
        assert outcome.complete
        image.send("shopping_list", "add", "milk", 2)
        assert image.send("shopping_list", "total") == 2
        assert image.send("shopping_list", "remove", "milk") is True
        asked = home.backends[-1].requests[6].messages[-1].content
        assert "Write only the method total()." in asked
        assert "def add(self, item, price):" in asked
        assert "def total" not in asked

    def test_a_helper_that_nobody_asked_for_falls_short_with_the_whole(self, home, m):
        helped = DICT.replace("```python\n", "").replace("```", "")
        helped += "    def helper(self):\n        return open('x')\n"
        image = home.open(m.Coder(helped))
        with pytest.raises(MissionFailedError, match="could not be made"):
            image.make(LIST)

    def test_two_of_them_are_asked_for_one_by_one(self, make):
        short = DICT.replace("sum(", "open(").replace("pop(item, None)", "popitem(exec)")
        remove = """class shopping_list:
    def remove(self, item):
        return self.prices.pop(item, None) is not None
"""
        image, _ = make(*[short] * 5, *[remove] * 4, *[self.REST] * 4)
        image.send("shopping_list", "add", "milk", 2)
        assert image.send("shopping_list", "remove", "milk") is True
        assert image.send("shopping_list", "total") == 0

    def test_what_breaks_an_example_is_written_by_itself(self, make):
        bought = Example(selector="add", args=("milk", 2))
        example = Example(selector="total", earlier=(bought,), result=2)
        short = DICT.replace("return sum(", "return 1 + sum(")
        image, _ = make(*[short] * 5, self.REST, examples=(example,))
        assert image.send("shopping_list", "total") == 0

    def test_what_is_cut_off_is_said_to_be(self, home, m):
        words = "and so on " * 300
        cut = DICT.replace("    def total", f'    """{words}"""\n    def total')
        image = home.open(m.Coder(DICT, cut))
        with pytest.raises(MissionFailedError, match="Only one design is whole") as failed:
            image.make(LIST)
        assert "cycle.max_tokens" in failed.value.hint

    def test_where_it_cannot_be_written_nothing_is_made(self, home, m):
        image = home.open(m.Coder(DICT.replace("sum(", "open(")))
        with pytest.raises(MissionFailedError, match="could not be made"):
            image.make(LIST)
        assert image.history.events() == []


class TestLikeAnother:
    MORE = """class todo:
    def __init__(self):
        self.days = {}
    def due(self, item, day):
        self.days[item] = day
    def day_of(self, item):
        return self.days.get(item)
"""

    def test_it_inherits_and_adds(self, home, m):
        image = home.open(m.Coder(DICT, DICT, DICT, DICT, DICT, self.MORE))
        image.make(LIST)
        text = (
            "like shopping_list, but due(item, day) notes a day, day_of(item) gives it or nothing"
        )
        outcome = image.make(text, name="todo")
        assert outcome.receiver == "shopping_list"
        image.send("todo", "add", "milk", 2)
        image.send("todo", "due", "milk", "monday")
        assert image.send("todo", "day_of", "milk") == "monday"
        assert image.send("todo", "total") == 2
        assert image.send("shopping_list", "total") == 0
        assert image.show("todo")["parents"] == ["shopping_list"]


class TestHowManyAreWritten:
    def written(self, home):
        requests = home.backends[-1].requests
        return sum("class shopping_list:" in str(each.messages) for each in requests)

    def test_two_that_agree_in_every_call_are_enough(self, make, home):
        _, outcome = make(
            DICT, PAIRS.replace("self.items.append", "self.remove(item)\n        self.items.append")
        )
        assert outcome.complete, outcome.reason
        assert (self.written(home), outcome.confidence) == (2, 1.0)

    def test_where_they_differ_others_are_written(self, make, home):
        make(DICT, SUMMED)
        assert self.written(home) > 2


class TestQuestions:
    def test_where_designs_differ_a_short_story_is_asked_about(self, make):
        asked = []

        def person(question):
            asked.append(question)
            wanted = max(n for n, each in enumerate(question.choices) if each.result is not None)
            best = max(range(wanted + 1), key=lambda n: question.choices[n].result)
            return Answer(choice=best)

        image, outcome = make(DICT, SUMMED, DICT, SUMMED, DICT, asker=person)
        assert outcome.complete
        wording = asked[0].wording()
        assert wording.startswith("After add(") and wording.endswith("total() gives …?")  # noqa: PT018 - one wording
        image.send("shopping_list", "add", "milk", 2)
        image.send("shopping_list", "add", "milk", 3)
        assert image.send("shopping_list", "total") == 5
        total = image.show("shopping_list.total")
        assert (total["trust"], total["examples"][0]["origin"]) == ("proven", "answer")

    def test_nobody_there_the_leading_design_is_tentative(self, make):
        image, outcome = make(DICT, SUMMED, DICT, SUMMED, DICT)
        assert (outcome.trust, outcome.question) == ("tentative", {})
        assert image.show("shopping_list.total")["trust"] == "tentative"

    def test_a_question_waits_over_a_restart(self, home, m):
        image = home.open(m.Coder(DICT, SUMMED, DICT, SUMMED, DICT))
        with pytest.raises(QuestionPendingError, match="shopping_list is not decided yet"):
            image.make(LIST, attended=True)
        image.close()
        image = home.open(m.Coder(DICT))
        (line,) = image.questions.open()
        assert line["address"] == "shopping_list"
        outcome = image.answer(line["id"], Answer(choice=0))
        assert outcome.complete or outcome.status == "WAITING"

    def test_it_goes_on_under_a_name_that_is_a_value_of_what_it_is_like(self, home, m):
        image = home.open(m.Coder(DICT, SUMMED, DICT, SUMMED, DICT))
        image.shaping.set("genesis.shopping_list", 3)
        with pytest.raises(QuestionPendingError):
            image.make(LIST, attended=True)
        (line,) = image.questions.open()
        outcome = image.answer(line["id"], Answer(choice=0))
        assert outcome.question["selector"] == "remove"  # of which nothing was said
        outcome = image.answer(outcome.question["id"], Answer(choice=0))
        assert outcome.complete, outcome.reason
        assert image.send("shopping_list", "total") == 0

    def test_whoever_is_there_is_asked_once_where_all_agree(self, home, m):
        image = home.open(m.Coder(DICT))
        asked = []

        def asker(question):
            asked.append(question)
            return Answer(choice=0)

        outcome = image.make(LIST, asker=asker)
        assert outcome.complete, outcome.reason
        (question,) = asked
        assert question.wording().endswith("remove('pear') gives …?")
        assert [choice.result for choice in question.choices] == [True]

    def test_and_again_where_no_design_gives_what_was_answered(self, home, m):
        never = DICT.replace("return self.prices.pop", "return False and self.prices.pop")
        image = home.open(m.Coder(DICT, DICT, DICT, DICT, DICT, never))
        asked = []

        def asker(question):
            asked.append(question.selector)
            if len(asked) > 1:
                return Answer(choice=0)
            called = Example(selector="remove", args=question.args, earlier=question.earlier)
            return Answer(example=replace(called, result=False))

        outcome = image.make(LIST, asker=asker)
        assert outcome.complete, outcome.reason
        assert asked == ["remove", "total"]


class TestExamples:
    def test_what_an_example_breaks_is_out(self, make):
        example = Example(
            selector="total",
            earlier=(
                Example(selector="add", args=("milk", 2)),
                Example(selector="add", args=("milk", 3)),
            ),
            result=5,
        )
        image, outcome = make(DICT, SUMMED, DICT, DICT, DICT, examples=(example,))
        assert "prices.get(item, 0)" in outcome.source
        assert image.show("shopping_list.total")["examples"][0]["origin"] == "user"

    def test_one_that_calls_what_it_does_not_have_is_refused(self, make):
        with pytest.raises(MissionFailedError, match="calls what the object does not have"):
            make(DICT, examples=(Example(selector="size", result=0),))


class TestRefused:
    @pytest.mark.parametrize(
        ("text", "error", "match"),
        [
            ("", UsageError, "not said what"),
            ("with add(item)", UsageError, "gives the object no name"),
            ("a lamp that is bright", MissionFailedError, "says of no method"),
            (
                "a lamp: on(a) shines, on(a, b) shines more",
                UsageError,
                "contradicts itself",
            ),
            ("a lamp: send(a) shines", UsageError, "'send'"),
            ("a genesis: on() shines", UsageError, "taken"),
        ],
    )
    def test_a_description_that_cannot_be_made(self, make, text, error, match):
        with pytest.raises(error, match=match):
            make(DICT, text=text)

    def test_a_name_that_nothing_can_have(self, make):
        with pytest.raises(SlotError, match="cannot name"):
            make(DICT, name="my list")

    def test_who_it_is_to_be_like_must_be_there(self, make):
        with pytest.raises(UnknownNameError, match="nobody"):
            make(DICT, like="nobody")

    @pytest.mark.parametrize(
        "said",
        [
            "",
            "Ich kann das leider nicht.",
            "class shopping_list:\n    pass\n",
            "def add(self, item):\n    pass\n",
            DICT.replace("self.prices = {}", "self.prices = open('x')"),
            DICT.replace("sum(", "__import__('os').system("),
            DICT.replace("return sum", "while True: pass\n        return sum"),
        ],
    )
    def test_what_cannot_be_used_makes_nothing(self, home, m, said):
        image = home.open(m.Coder(said))
        with pytest.raises(MissionFailedError, match="could not be made"):
            image.make(LIST)
        assert "shopping_list" not in {each["name"] for each in image.objects()}
        assert image.history.events() == []

    def test_an_endless_one_is_not_waited_for_longer_than_the_budget(self, home, m):
        endless = DICT.replace("self.prices[item] = price", "while True: pass")
        image = home.open(m.Coder(endless))
        with pytest.raises(MissionFailedError):
            image.make(LIST)
        assert image.history.events() == []

    def test_a_veto_makes_nothing(self, home, m):
        image = home.open(m.Coder(DICT, verdict="veto"))
        with pytest.raises(MissionFailedError, match="vetoed"):
            image.make(LIST)
        assert "shopping_list" not in {each["name"] for each in image.objects()}

    def test_a_name_that_was_taken_meanwhile_makes_nothing(self, home, m):
        image = home.open(
            m.Coder(lambda request: image.shaping.new("shopping_list") and DICT, DICT)
        )
        with pytest.raises(MissionFailedError, match="taken"):
            image.make(LIST)
        assert image.show("shopping_list")["methods"] == {}


class TestApproval:
    def waiting(self, home, m, *classes):
        image = home.open(m.Coder(*classes))
        with pytest.raises(ApprovalPendingError, match="shopping_list is ready"):
            image.make(LIST, approve="ask")
        (line,) = image.approvals.waiting()
        assert line["address"] == "shopping_list"
        assert "shopping_list" not in {each["name"] for each in image.objects()}
        return image, line["id"]

    def test_it_is_there_when_it_is_approved(self, home, m):
        image, number = self.waiting(home, m, DICT)
        assert "class shopping_list:" in image.approvals.show(number)["source"]
        assert image.approvals.approve(number, by="ann").outcome.address == "shopping_list"
        assert image.send("shopping_list", "total") == 0
        assert image.show("shopping_list.total")["provenance"]["approved_by"] == "ann"

    def test_it_is_not_when_it_is_refused(self, home, m):
        image, number = self.waiting(home, m, DICT)
        image.approvals.refuse(number, reason="not now")
        assert image.approvals.waiting() == []
        assert "shopping_list" not in {each["name"] for each in image.objects()}

    def test_its_text_can_be_edited(self, home, m):
        image, number = self.waiting(home, m, DICT)
        source = image.approvals.show(number)["source"].replace("return sum", "return 1 + sum")
        image.approvals.edit(number, source)
        image.approvals.approve(number)
        assert image.send("shopping_list", "total") == 1
        # What was agreed on before says nothing of the text that a person has written.
        assert image.show("shopping_list.total")["examples"] == []

    def test_an_edit_that_the_guardian_refuses_goes_on_waiting(self, home, m):
        image, number = self.waiting(home, m, DICT)
        source = image.approvals.show(number)["source"].replace("sum(", "open(")
        with pytest.raises(GuardianError, match="does not pass"):
            image.approvals.edit(number, source)
        assert len(image.approvals.waiting()) == 1

    def test_it_is_not_tried_before_it_is_there(self, home, m):
        image, number = self.waiting(home, m, DICT)
        with pytest.raises(UsageError, match="is an object"):
            image.approvals.run(number)

    def test_where_nothing_may_be_learned_nothing_is_made(self, home, m):
        image = home.open(m.Coder(DICT))
        with pytest.raises(MissionFailedError, match="Nothing may be learned"):
            image.make(LIST, approve="never")


class TestMeant:
    def test_a_model_says_which_methods_are_meant(self, home, m):
        plan = (
            '{"methods": ['
            + ", ".join(
                json.dumps({"name": name, "parameters": names, "does": does})
                for name, names, does in (
                    ("add", ["item", "price"], "puts an item on it"),
                    ("remove", ["item"], "takes it off and tells whether it was there"),
                    ("total", [], "gives the sum of the prices"),
                )
            )
            + "]}"
        )
        image = home.open(m.Coder(plan, DICT))
        outcome = image.make("a shopping list where I add items with a price and see the total")
        assert outcome.complete
        image.send("shopping_list", "add", "milk", 2)
        assert image.send("shopping_list", "total") == 2
        written = home.backends[-1].requests[1].messages[-1].content
        assert "total() gives the sum of the prices" in written
