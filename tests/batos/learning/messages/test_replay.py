"""Learn and replay: a miss inside a running method, and what is seen of it from outside."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from batos.errors import MethodError, MissionFailedError
from batos.objects import Method, UvmObject, install_method


def install(image, *sources, receiver="genesis"):
    """Install methods; one that ends with the covenant changes its receiver."""

    def work(root):
        for source in sources:
            name = source.split("(")[0].removeprefix("def ")
            mutator = "_p_changed" in source
            method = Method(selector=name, source=source, signature="(self)", mutator=mutator)
            install_method(root.find(receiver), method)

    image.session.change(work, note="test")


def friend(image, name="friend", **slots):
    def work(root):
        other = root.add(name, UvmObject(parents=(root.find("traits"),), **slots))
        setattr(root.find("genesis"), name, other)

    image.session.change(work, note="test")


CHAIN = (
    "def first(self, text):\n    return self.second(text) + self.reverse_text(text)\n",
    "def second(self, text):\n    return self.upper_case(text) + self.third(text)\n",
    "def third(self, text):\n    return str(self.count_vowels(text))\n",
)


CAUGHT = "    try:\n        return self.zorb()\n    except {}:\n        return 'none'\n"


class TestNested:
    def test_a_chain_of_three_misses(self, home):
        image = home.open()
        install(image, *CHAIN)
        delivery = image.deliver("genesis", "first", ("abc",))
        assert delivery.value == "ABC1cba"
        learned = [outcome.selector for outcome in delivery.learned]
        assert learned == ["upper_case", "count_vowels", "reverse_text"]
        sites = [image.show(f"genesis.{name}")["provenance"]["call_site"] for name in learned]
        assert sites == ["second", "third", "first"]
        assert image.deliver("genesis", "first", ("abc",)).learned == ()

    def test_one_more_than_the_depth(self, home):
        image = home.open(cycle__depth=2)
        install(image, *CHAIN)
        with pytest.raises(MissionFailedError) as caught:
            image.send("genesis", "first", "abc")
        assert "'reverse_text'" in caught.value.message
        assert "already made 2 methods" in caught.value.message
        assert "cycle.depth" in caught.value.hint
        # What was learned on the way stays, so that the next message gets further.
        assert image.send("genesis", "first", "abc") == "ABC1cba"

    def test_the_call_site_is_on_record(self, home):
        image = home.open()
        install(image, "def twice(self, text):\n    return 2 * self.count_vowels(text)\n")
        outcome = image.deliver("genesis", "twice", ("banana",)).learned[0]
        brief = image.show(outcome.cycle)["brief"]
        assert brief["called_from"] == {
            "method": "genesis.twice",
            "selector": "twice",
            "line": 2,
            "code": "return 2 * self.count_vowels(text)",
            "source": "def twice(self, text):\n    return 2 * self.count_vowels(text)\n",
            "arguments": ["text"],
            "known": True,
        }
        assert brief["args"] == ["banana"]

    def test_the_call_site_names_the_parameters_and_is_told_to_the_model(self, home, m):
        bodies = ["    return weight / height\n", "    return 1.0 * weight / height\n"]
        image = home.open(m.Coder(*bodies))
        install(
            image,
            "def report(self, weight):\n    return 1 + self.zorb_ratio(weight, self.height)\n",
        )
        image.session.change(lambda root: setattr(root.find("genesis"), "height", 2), note="test")
        assert image.send("genesis", "report", 6) == 4
        assert "# Used as: return 1 + self.zorb_ratio(weight, self.height)\n" in home.asked[0]
        assert "def zorb_ratio(self, weight, height):" in home.asked[0]
        assert image.show("genesis.zorb_ratio")["examples"][0]["args"] == [6, 2]

    def test_arguments_that_are_not_known_still_have_names(self, home, m):
        image = home.open(m.Coder("    return n + value\n"))
        install(image, "def f(self, n):\n    return self.zorb(n, n + 1)\n")
        assert image.send("genesis", "f", 6) == 13
        assert "def zorb(self, n, value):" in home.asked[0]


class TestReplay:
    def test_a_mutator_that_missed_has_changed_nothing_and_then_changes_once(self, home):
        image = home.open()
        install(
            image,
            "def enter(self, text):\n"
            "    self.log.append(text)\n"
            "    self.count = self.count + 1\n"
            "    self.last = self.count_vowels(text)\n"
            "    self._p_changed = True\n"
            "    return len(self.log)\n",
        )
        image.session.change(
            lambda root: [
                setattr(root.find("genesis"), name, value)
                for name, value in (("log", []), ("count", 0))
            ],
            note="test",
        )
        seen = []

        def look(_event):
            slots = image.show("genesis")["slots"]
            seen.append((slots["log"], slots["count"], "last" in slots))

        delivery = image.deliver("genesis", "enter", ("banana",), listener=look)
        assert delivery.value == 1
        assert len(delivery.learned) == 1
        assert set(map(str, seen)) == {"([], 0, False)"}
        slots = image.show("genesis")["slots"]
        assert (slots["log"], slots["count"], slots["last"]) == (["banana"], 1, 3)

    def test_a_change_of_another_object_is_taken_back_too(self, home):
        image = home.open()
        friend(image, log=[])
        install(
            image,
            "def note_it(self, text):\n    self.log.append(text)\n    self._p_changed = True\n",
            receiver="friend",
        )
        install(
            image,
            "def tell(self, text):\n"
            "    self.friend.note_it(text)\n"
            "    return self.count_vowels(text)\n",
        )
        assert image.send("genesis", "tell", "banana") == 3
        assert image.show("friend")["slots"]["log"] == ["banana"]

    def test_what_cannot_be_learned_leaves_no_change(self, home, m):
        image = home.open(m.Coder("    return None\n"))
        install(
            image,
            "def enter(self, text):\n"
            "    self.log = [text]\n"
            "    self._p_changed = True\n"
            "    return self.zorbify(text)\n",
        )
        with pytest.raises(MissionFailedError):
            image.send("genesis", "enter", "a")
        assert "log" not in image.show("genesis")["slots"]

    def test_a_clone_made_in_the_same_message_learns_through_its_prototype(self, home):
        image = home.open()
        friend(image)
        install(
            image,
            "def child(self, text):\n    born = self.friend.clone()\n"
            "    return born.count_vowels(text)\n",
        )
        before = len(image.objects())
        assert image.send("genesis", "child", "banana") == 3
        assert "count_vowels" in image.show("friend")["methods"]
        assert len(image.objects()) == before

    def test_a_method_of_another_object_misses_on_its_own_receiver(self, home):
        image = home.open()
        friend(image)
        install(
            image,
            "def inner(self, text):\n    return self.count_vowels(text)\n",
            receiver="friend",
        )
        install(image, "def outer(self, text):\n    return self.friend.inner(text)\n")
        delivery = image.deliver("genesis", "outer", ("banana",))
        assert delivery.value == 3
        assert delivery.learned[0].receiver == "friend"
        assert image.show("friend.count_vowels")["provenance"]["call_site"] == "inner"

    def test_an_inherited_method_learns_for_the_receiver_and_not_for_its_holder(self, home):
        image = home.open()
        friend(image)
        install(
            image,
            "def shared(self, text):\n    return self.count_vowels(text)\n",
            receiver="traits",
        )
        assert image.deliver("friend", "shared", ("a",)).learned[0].receiver == "friend"
        assert "count_vowels" not in image.show("traits")["methods"]


class TestNotLearned:
    def test_a_value_that_is_missing(self, home):
        """No method can be a value; to learn one would only cost time, and fail."""
        image = home.open()
        install(image, "def area(self):\n    return self.width * 2\n")
        with pytest.raises(MethodError) as caught:
            image.send("genesis", "area")
        assert caught.value.kind == "AttributeError"
        for word in ("'width'", "genesis.area", "line 2", "self.width * 2"):
            assert word in caught.value.message
        assert image.cycles() == []

    @pytest.mark.parametrize(
        "body",
        [
            CAUGHT.format("AttributeError"),
            CAUGHT.format("Exception"),
            "    if hasattr(self, 'zorb'):\n        return self.zorb()\n    return 'none'\n",
            "    return getattr(self, 'zorb', 'none')\n",
        ],
    )
    def test_a_miss_that_the_method_itself_handles(self, home, body):
        """A method may ask what an object can do; its answer is not "learn it"."""
        image = home.open()
        install(image, f"def probe(self):\n{body}")
        assert image.send("genesis", "probe") == "none"
        assert image.cycles() == []

    def test_a_miss_while_nothing_is_to_be_learned(self, home):
        from batos.errors import UnknownNameError

        image = home.open()
        install(image, "def twice(self, text):\n    return 2 * self.count_vowels(text)\n")
        with pytest.raises(UnknownNameError, match=r"genesis\.twice, line 2: .*count_vowels"):
            image.deliver("genesis", "twice", ("a",), learn=False)


class TestTogether:
    def test_many_messages_that_miss_the_same_learn_it_once(self, home):
        image = home.open()
        install(image, "def twice(self, text):\n    return 2 * self.count_vowels(text)\n")
        start = threading.Barrier(8)

        def send(number):
            start.wait()
            return image.deliver("genesis", "twice", ("banana",) if number % 2 else ("aeiou",))

        with ThreadPoolExecutor(8) as pool:
            deliveries = list(pool.map(send, range(8)))
        assert [each.value for each in deliveries] == [10, 6] * 4
        cycles = {outcome.cycle for each in deliveries for outcome in each.learned}
        assert len(cycles) == 1
        assert [line["state"] for line in image.cycles()] == ["COMPLETE"]

    def test_missions_for_one_method_become_one_and_all_hear_its_end(self, home, m):
        gate = threading.Event()
        entered = threading.Event()

        def body(_request):
            entered.set()
            assert gate.wait(30)
            return "    return number * 3\n"

        from batos.learning.model.brief import MissionBrief
        from batos.objects import Example

        image = home.open(m.Coder(body))
        brief = MissionBrief(
            selector="treble",
            text="treble a figure",
            examples=(Example(args=(3,), result=9), Example(args=(5,), result=15)),
        )
        with ThreadPoolExecutor(9) as pool:
            running = [pool.submit(image.learn, brief) for _ in range(9)]
            assert entered.wait(30)
            gate.set()
            outcomes = [each.result(30) for each in running]
        assert len({outcome.cycle for outcome in outcomes}) <= 2  # one came after the end
        assert all(outcome.complete for outcome in outcomes)
        assert image.send("genesis", "treble", 4) == 12
        assert image.show("genesis.treble")["version"] == 1
