"""Delivering messages, and learning what is missing on the way."""

import pytest

from batos.errors import (
    BackendError,
    BudgetExceededError,
    CancelledError,
    MethodError,
    MissionFailedError,
    NoSlotError,
    SlotError,
    UnknownNameError,
)
from batos.inference import CancelToken
from batos.learning.model.brief import MissionBrief
from batos.memory import Document
from batos.objects import Example, Method, UvmObject, install_method
from batos.objects.portable import export_value
from batos.plugins import PluginSet

SUM = "    return number + other\n"


def install(image, source, *, receiver="genesis", mutator=False):
    name = source.split("(")[0].removeprefix("def ")

    def work(root):
        method = Method(selector=name, source=source, signature="(self)", mutator=mutator)
        install_method(root.find(receiver), method)

    image.session.change(work, note="test")


class TestLearning:
    def test_miss_learn_replay(self, home):
        image = home.open()
        delivery = image.deliver("genesis", "count_vowels", ("banana split",))
        assert delivery.value == 4
        assert [outcome.origin for outcome in delivery.learned] == ["delegated"]
        again = image.deliver("genesis", "count_vowels", ("aeiou",))
        assert (again.value, again.learned, again.model_calls) == (5, (), 0)

    def test_a_written_method_needs_two_that_agree(self, home, m):
        image = home.open(m.Coder(SUM, "    total = number + other\n    return total\n"))
        delivery = image.deliver("genesis", "frobnicate", (2, 3))
        assert delivery.value == 5
        assert delivery.model_calls > 0
        assert image.show("genesis.frobnicate")["provenance"]["origin"] == "written"

    def test_candidates_that_never_agree_are_not_installed(self, home, m):
        bodies = [f"    return number + other + {extra}\n" for extra in range(100, 160)]
        image = home.open(m.Coder(*bodies))
        before = m.world(image)
        with pytest.raises(MissionFailedError) as caught:
            image.deliver("genesis", "frobnicate", (2, 3))
        assert "no example decides" in caught.value.message
        assert "An example or two decide" in caught.value.hint
        assert m.world(image) == before

    def test_the_arguments_are_tried_with_the_state(self, home, m):
        image = home.open(
            m.Coder("    return self.base + number\n", "    return number + self.base\n")
        )
        image.session.change(lambda root: setattr(root.find("genesis"), "base", 10), note="test")
        assert image.send("genesis", "lift", 5) == 15

    def test_a_mutator_changes_its_receiver(self, home):
        image = home.open()
        image.learn(
            MissionBrief(
                selector="push_item",
                text="push an item on the stack",
                examples=(
                    Example(args=(2,), state={"items": [1]}, result=2, after={"items": [1, 2]}),
                ),
            )
        )
        assert image.send("genesis", "push_item", "a") == 1
        assert image.send("genesis", "push_item", "b") == 2
        assert image.send("genesis", "items") == ["a", "b"]

    def test_nested_miss(self, home):
        image = home.open()
        install(image, "def twice(self, text):\n    return 2 * self.count_vowels(text)\n")
        delivery = image.deliver("genesis", "twice", ("banana",))
        assert delivery.value == 6
        assert [outcome.selector for outcome in delivery.learned] == ["count_vowels"]
        assert image.show("genesis.count_vowels")["provenance"]["call_site"] == "twice"

    def test_nested_miss_of_another_object(self, home):
        image = home.open()

        def work(root):
            genesis = root.find("genesis")
            genesis.friend = root.add("friend", UvmObject(parents=(root.find("traits"),)))

        image.session.change(work, note="test")
        install(image, "def through(self, text):\n    return self.friend.count_vowels(text)\n")
        assert image.send("genesis", "through", "banana") == 3
        assert image.show("friend")["methods"]["count_vowels"]

    def test_nested_miss_of_a_clone_that_is_not_yet_stored(self, home):
        image = home.open()
        install(image, "def child(self, text):\n    return self.clone().count_vowels(text)\n")
        assert image.send("genesis", "child", "banana") == 3

    def test_nested_miss_with_an_object_for_an_argument(self, home, m):
        image = home.open(m.Coder("    return 1\n", "    return 2 - 1\n"))
        install(image, "def ask_self(self):\n    return self.weigh_up(self)\n")
        assert image.deliver("genesis", "ask_self").value == 1
        record = image.show(image.cycles()[0]["cycle"])
        assert record["brief"]["args"] == []

    def test_depth_limit(self, home):
        image = home.open(cycle__depth=1)
        install(
            image,
            "def both(self, text):\n"
            "    return self.reverse_text(text) + str(self.count_vowels(text))\n",
        )
        with pytest.raises(MissionFailedError) as caught:
            image.send("genesis", "both", "abc")
        assert "'count_vowels'" in caught.value.message
        assert "cycle.depth" in caught.value.hint
        assert image.send("genesis", "both", "abc") == "cba1"

    def test_no_learning_at_depth_zero(self, home):
        image = home.open(cycle__depth=0)
        with pytest.raises(MissionFailedError):
            image.send("genesis", "count_vowels", "abc")
        assert image.cycles() == []

    def test_one_receiver_has_one_address(self, home):
        image = home.open()
        delivery = image.deliver("genesis_obj", "count_vowels", ("a",))
        assert delivery.learned[0].receiver == "genesis"
        oid = next(line["oid"] for line in image.objects() if line["name"] == "genesis")
        assert image.deliver(oid, "reverse_text", ("ab",)).learned[0].receiver == "genesis"
        assert image.deliver(f"@{oid}", "upper_case", ("ab",)).value == "AB"

    def test_a_brief_without_a_selector_finds_one(self, home):
        image = home.open()
        outcome = image.learn(MissionBrief(text="count the vowels in a text", args=("abc",)))
        assert outcome.selector == "count_vowels"


class TestRefused:
    def test_a_typo_names_the_near_match(self, home):
        image = home.open()
        image.send("genesis", "count_vowels", "a")
        with pytest.raises(UnknownNameError) as caught:
            image.send("genesis", "count_vowel", "a")
        assert "Did you mean 'count_vowels'?" in caught.value.hint
        assert "--learn" in caught.value.hint
        assert image.status()["cycles"] == 1

    def test_a_typo_is_learned_when_it_is_meant(self, home):
        image = home.open()
        image.send("genesis", "count_vowels", "a")
        assert image.deliver("genesis", "count_vowel", ("aa",), learn=True).value == 2

    def test_not_learned_when_not_wanted(self, home):
        image = home.open()
        with pytest.raises(UnknownNameError) as caught:
            image.deliver("genesis", "juggle", learn=False)
        assert caught.value.details == {"kind": "selector", "name": "juggle"}
        assert image.cycles() == []

    def test_unknown_object(self, home):
        with pytest.raises(UnknownNameError, match="genesys") as caught:
            home.open().send("genesys", "f")
        assert "'genesis'" in caught.value.hint

    @pytest.mark.parametrize("selector", ["_p_changed", "__class__", "a b", "", "send", "1x"])
    def test_a_name_that_no_message_has(self, home, selector):
        image = home.open()
        with pytest.raises(UnknownNameError):
            image.send("genesis", selector)
        assert image.cycles() == []

    @pytest.mark.parametrize("value", [object(), print, [lambda: 1], {"a": {1, object}}])
    def test_arguments_that_are_not_plain(self, home, value):
        image = home.open()
        with pytest.raises(SlotError, match="argument 1"):
            image.send("genesis", "count_vowels", value)
        with pytest.raises(SlotError, match="'text'"):
            image.send("genesis", "count_vowels", text=value)

    def test_objects_for_arguments(self, home):
        image = home.open()
        with image.session.read() as root:
            genesis = root.find("genesis")
        with pytest.raises(SlotError, match="object of the image"):
            image.send("genesis", "count_vowels", [genesis])


def is_reading(request):
    return bool(request.grammar) and '"value"' in request.grammar


class TestReadings:
    """A message without arguments may be meant to read a slot, and then nothing is learned."""

    @staticmethod
    def model(m, answer, *bodies):
        coder = m.Coder(*bodies)
        return lambda request: answer if is_reading(request) else coder(request)

    def test_a_slot_that_is_not_there_is_not_learned(self, home, m):
        image = home.open(self.model(m, "value", "    return 1\n"))
        with pytest.raises(NoSlotError) as caught:
            image.send("genesis", "items")
        assert caught.value.message == "genesis has no slot and no method 'items'."
        assert "batos ask --to genesis --name items" in caught.value.hint
        assert image.cycles() == []
        assert len(home.asked) == 1

    def test_an_action_is_learned_and_takes_the_call_that_asked_for_it(self, home, m):
        image = home.open(self.model(m, "action", "    return 'ho'\n"))
        delivery = image.deliver("genesis", "juggle")
        assert delivery.value == "ho"
        assert image.show("genesis.juggle")["signature"] == "(self)"
        asked = [request for request in home.backends[-1].requests if is_reading(request)]
        assert len(asked) == 1
        assert delivery.model_calls == len(home.asked)

    def test_what_needs_an_argument_that_nobody_gave_is_not_installed(self, home, m):
        head = "def juggle(self, name):\n    return name\n"
        image = home.open(self.model(m, "action", head), cycle__repairs=0)
        with pytest.raises(MissionFailedError):
            image.send("genesis", "juggle")
        assert "juggle" not in image.show("genesis")["methods"]

    def test_known_methods_say_what_is_done(self, home, m):
        image = home.open(self.model(m, "value", "    return 3\n"))
        assert image.send("genesis", "count") == 3
        assert not any(map(is_reading, home.backends[-1].requests))

    def test_another_wording_says_it_where_it_is_more_than_a_word(self, home):
        # "items", said otherwise, is no name of a method that lists them.
        image = home.open(["value"])
        document = Document(
            "recipe:x",
            "recipe",
            "Tell all that is there",
            "",
            meta={"selector": "x", "also": ["the items", "show current stock"], "source": ""},
        )
        image.session.change(lambda root: root.memory["catalog"].add(document), note="test")
        with pytest.raises(NoSlotError):
            image.send("genesis", "items")
        with pytest.raises(MissionFailedError):
            image.send("genesis", "show_current_stock")

    def test_who_insists_or_gives_an_argument_is_not_asked_about(self, home, m):
        image = home.open(self.model(m, "value", "    return 1\n"))
        assert image.deliver("genesis", "items", learn=True).value == 1
        assert image.send("genesis", "prices", 2) == 1
        assert not any(map(is_reading, home.backends[-1].requests))

    def test_a_method_that_sends_it_is_not_asked_about(self, home, m):
        image = home.open(self.model(m, "value", "    return 1\n"))
        install(image, "def both(self):\n    return self.items() + 1\n")
        assert image.send("genesis", "both") == 2

    def test_an_unreadable_answer_is_no_refusal(self, home, m):
        image = home.open(self.model(m, "an act of value", "    return 1\n"))
        assert image.send("genesis", "items") == 1

    def test_without_a_model_nothing_is_learned(self, home, m):
        image = home.open(m.Coder(BackendError("There is no model.")))
        with pytest.raises(NoSlotError):
            image.send("genesis", "prices")

    def test_cancelled(self, home):
        cancel = CancelToken()
        cancel.cancel()
        with pytest.raises(CancelledError):
            home.open(["value"]).deliver("genesis", "items", cancel=cancel)


class TestErrors:
    def test_a_method_that_raises_changes_nothing(self, home):
        image = home.open()
        install(
            image,
            "def spoil(self, by):\n    self.mood = 'bad'\n"
            "    self._p_changed = True\n    return 1 / by\n",
            mutator=True,
        )
        with pytest.raises(MethodError) as caught:
            image.send("genesis", "spoil", 0)
        assert caught.value.kind == "ZeroDivisionError"
        assert "mood" not in image.show("genesis")["slots"]

    def test_a_method_that_never_ends_is_stopped(self, home):
        image = home.open(guardian__fuel=10_000)
        install(image, "def spin(self):\n    while True:\n        pass\n")
        with pytest.raises(BudgetExceededError):
            image.send("genesis", "spin")


class TestValues:
    def test_what_leaves_is_a_copy(self, home):
        image = home.open()
        image.session.change(
            lambda root: setattr(root.find("genesis"), "items", [[1]]), note="test"
        )
        image.send("genesis", "items")[0].append(2)
        assert image.send("genesis", "items") == [[1]]

    def test_objects_leave_as_references(self, home):
        image = home.open()
        install(image, "def me(self):\n    return [self, {'a': (self,)}]\n")
        assert image.send("genesis", "me") == [
            {"object": "genesis"},
            {"a": ({"object": "genesis"},)},
        ]

    def test_parts_of_the_image_do_not_leave(self, home):
        assert home.open().send("memory", "catalog") == {"object": "KnowledgeCatalog"}

    def test_objects_as_keys_and_items(self):
        obj = UvmObject()
        assert export_value({obj: 1}) == {"an object": 1}
        assert export_value({obj, 1}) == {"an object", 1}
        assert export_value({(obj, 1): 2}) == {("an object", 1): 2}

    def test_without_a_persona_nothing_is_written(self, home):
        image = home.open(plugins=PluginSet())
        with pytest.raises(MissionFailedError, match="Nobody has the place"):
            image.send("genesis", "juggle", 3)


def test_a_replay_sees_the_arguments_as_they_were_given(home):
    image = home.open()
    install(image, "def empty_it(self, items):\n    items.clear()\n    return len(items)\n")
    given = [3, 1, 2]
    assert image.send("genesis", "empty_it", given) == 0
    assert given == [3, 1, 2]
