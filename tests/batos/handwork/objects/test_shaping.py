"""Objects by hand, and taking all of it back."""

import datetime as dt
import threading

import pytest

from batos.errors import SlotError, UnknownNameError, UsageError
from batos.handwork.objects.value_kinds import read_as


@pytest.fixture
def image(home):
    return home.open()


def names(image):
    return {each["name"] for each in image.objects()}


def slots(image, name):
    return image.show(name)["slots"]


def learn(image, receiver, text, source):
    """Put a method there as a cycle does, and let the memory know it."""
    from batos.guardian.audit.audit import audit
    from batos.image import history
    from batos.learning.records.remembering import remember
    from batos.objects import Method

    def work(root):
        verdict = audit(source)
        assert verdict.accepted, verdict.reason
        method = Method(
            selector=verdict.selector,
            source=source,
            signature=verdict.signature,
            doc=text,
            mutator=verdict.mutator,
            verdict=verdict.to_plain(),
        )
        history.install(root, root.find(receiver), method, user="ann")
        remember(root, root.find(receiver), verdict.selector)

    image.session.change(work, note="learned")


TOTAL = "def total(self):\n    return sum(self.prices)\n"


class TestMaking:
    def test_a_new_object_has_values_and_understands_what_is_learned_for_all(self, image):
        image.shaping.new("basket", slots={"prices": [1, 2]})
        learn(image, "genesis", "The sum.", TOTAL)
        assert image.send("basket", "total") == 3
        assert image.show("basket")["parents"] == ["genesis"]

    def test_a_clone_has_copies_and_delegates(self, image):
        image.shaping.new("basket", slots={"prices": [1, 2]})
        learn(image, "basket", "The sum.", TOTAL)
        image.shaping.new("ann_basket", like="basket", slots={"owner": "Ann"})
        image.shaping.set("basket.prices", [9])
        assert image.send("ann_basket", "total") == 3
        assert slots(image, "ann_basket") == {"prices": [1, 2], "owner": "Ann"}

    def test_a_deep_clone_keeps_its_methods_when_the_model_loses_them(self, image):
        image.shaping.new("basket", slots={"prices": [1, 2]})
        learn(image, "basket", "The sum.", TOTAL)
        image.shaping.new("frozen", like="basket", deep=True)
        image.history.undo("basket.total")
        assert image.send("frozen", "total") == 3

    @pytest.mark.parametrize(
        ("name", "error", "match"),
        [
            ("genesis", UsageError, "taken: it stands for genesis"),
            ("GENESIS", UsageError, "taken"),
            ("genesis_obj", UsageError, "taken"),
            ("12", SlotError, "cannot name"),
            ("parents", SlotError, "belongs to the kernel"),
            ("my basket", SlotError, "cannot name"),
            ("class", SlotError, "cannot name"),
            ("", SlotError, "cannot name"),
        ],
    )
    def test_a_name_that_cannot_be_had_is_refused(self, image, name, error, match):
        before = names(image)
        with pytest.raises(error, match=match):
            image.shaping.new(name)
        assert names(image) == before

    def test_a_value_is_made_of_the_one_before(self, image):
        image.shaping.new("basket", slots={"prices": [1]})
        image.shaping.update("basket.prices", lambda found: [*found, 2], user="ann")
        image.shaping.update("basket.colour", lambda found: f"not {found}")
        assert slots(image, "basket") == {"prices": [1, 2], "colour": "not None"}

    def test_a_value_that_cannot_live_there_makes_nothing(self, image):
        with pytest.raises(SlotError, match="'bad' cannot hold a range"):
            image.shaping.new("basket", slots={"good": 1, "bad": range(3)})
        assert "basket" not in names(image)

    def test_who_it_is_to_be_like_must_be_there(self, image):
        with pytest.raises(UnknownNameError, match="basket"):
            image.shaping.new("ann_basket", like="basket")


class TestValues:
    def test_set_get_unset_and_back_again(self, image):
        image.shaping.new("basket", slots={"prices": [1]})
        image.shaping.set("basket.prices", [1, 2])
        image.shaping.set("basket.owner", "Ann")
        image.shaping.unset("basket.prices")
        assert slots(image, "basket") == {"owner": "Ann"}
        assert [each["shape"] for each in image.history.undo("basket")] == ["has prices = [1, 2]"]
        assert image.shaping.get("basket.prices") == [1, 2]
        image.history.undo("basket")
        assert slots(image, "basket") == {"prices": [1, 2]}
        image.history.undo("basket")
        assert slots(image, "basket") == {"prices": [1]}
        image.history.redo("basket")
        assert slots(image, "basket") == {"prices": [1, 2]}

    def test_dates_sets_files_and_objects_outlive_a_restart(self, home):
        image = home.open()
        image.shaping.new("basket")
        image.shaping.set("basket.since", read_as("date", "2026-01-31"))
        image.shaping.set("basket.at", read_as("date", "2026-01-31T12:00"))
        image.shaping.set("basket.tags", read_as("set", ["b", "a", ["c", 1]]))
        image.shaping.set("basket.photo", b"\x00\xff" * 1000)
        image.shaping.set("basket.photo", b"new")
        image.shaping.refer("basket.friend", "genesis")
        image.close()
        image = home.open()
        assert image.shaping.get("basket.since") == dt.date(2026, 1, 31)
        assert image.shaping.get("basket.at") == dt.datetime(2026, 1, 31, 12)
        assert image.shaping.get("basket.tags") == {"a", "b", ("c", 1)}
        assert image.shaping.get("basket.photo") == b"new"
        assert image.shaping.get("basket.friend") == {"object": "genesis"}
        image.history.undo("basket")
        image.history.undo("basket")
        assert image.shaping.get("basket.photo") == b"\x00\xff" * 1000

    def test_what_messages_changed_since_is_not_undone_over(self, image):
        image.shaping.new("basket")
        image.shaping.set("basket.count", 1)
        learn(
            image,
            "basket",
            "Count.",
            "def more(self):\n    self.count = self.count + 1\n    self._p_changed = True\n",
        )
        image.send("basket", "more")
        with pytest.raises(UsageError, match="changed since: its slot count"):
            image.history.undo("basket")
        assert image.shaping.get("basket.count") == 2

    @pytest.mark.parametrize(
        ("address", "error", "match"),
        [
            ("basket", UsageError, "names no slot"),
            (".x", UsageError, "names no slot"),
            ("basket.", UsageError, "names no slot"),
            ("nobody.x", UnknownNameError, "nobody"),
            ("basket.parents", SlotError, "kernel"),
            ("basket._x", SlotError, "cannot name"),
            ("basket.total", SlotError, "is a method here"),
        ],
    )
    def test_what_cannot_be_set_says_so(self, image, address, error, match):
        image.shaping.new("basket", slots={"prices": []})
        learn(image, "basket", "The sum.", TOTAL)
        with pytest.raises(error, match=match):
            image.shaping.set(address, 1)

    def test_what_is_not_there_cannot_be_read_or_taken(self, image):
        image.shaping.new("basket", slots={"prices": []})
        learn(image, "basket", "The sum.", TOTAL)
        for act in (image.shaping.get, image.shaping.unset):
            with pytest.raises(UnknownNameError, match="price"):
                act("basket.price")
            with pytest.raises(UsageError, match="is a method"):
                act("basket.total")

    @pytest.mark.parametrize(
        ("kind", "value"), [("date", "soon"), ("date", 7), ("set", "ab"), ("set", [{}]), ("x", 1)]
    )
    def test_a_value_that_is_none_of_its_kind_is_refused(self, kind, value):
        with pytest.raises(UsageError, match=r"is no|There is no kind"):
            read_as(kind, value)

    def test_two_who_change_one_object_at_once_lose_nothing(self, image):
        image.shaping.new("basket", slots={f"slot{n}": 0 for n in range(4)})

        def work(n):
            for value in range(1, 11):
                image.shaping.set(f"basket.slot{n}", value)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert slots(image, "basket") == {f"slot{n}": 10 for n in range(4)}
        assert len(image.history.of("basket")["events"]) == 41


class TestNames:
    def test_a_renamed_object_is_found_and_remembered_under_its_new_name(self, image):
        image.shaping.new("basket", slots={"prices": [1, 2]})
        learn(image, "basket", "Gives the sum of the prices.", TOTAL)
        image.shaping.rename("basket", "groceries")
        assert image.send("groceries", "total") == 3
        assert image.ask("what gives the sum of the prices").value == 3
        with pytest.raises(UnknownNameError):
            image.show("basket")
        image.history.undo("groceries")
        assert image.send("basket", "total") == 3
        assert image.ask("what gives the sum of the prices").value == 3

    def test_what_is_taken_away_comes_back_whole(self, image):
        image.shaping.new("basket", slots={"prices": [1, 2]})
        learn(image, "basket", "Gives the sum of the prices.", TOTAL)
        image.shaping.delete("basket")
        assert "basket" not in names(image)
        with pytest.raises(UnknownNameError):
            image.send("basket", "total")
        image.care.pack()
        (back,) = image.history.undo("basket")
        assert (back["address"], back["shape"]) == ("basket", "is there")
        assert image.send("basket", "total") == 3

    def test_the_name_may_have_gone_to_another_one(self, image):
        image.shaping.new("basket", slots={"prices": [1]})
        image.shaping.delete("basket")
        image.shaping.new("basket", slots={"prices": [2]})
        old = next(each for each in image.history.events(5) if each["event"] == "delete")
        with pytest.raises(UsageError, match="There is an object named 'basket' already"):
            image.history.undo([old["number"]])
        assert slots(image, "basket") == {"prices": [2]}

    def test_what_others_delegate_to_stays(self, image):
        image.shaping.new("basket")
        image.shaping.new("ann_basket", like="basket")
        image.shaping.new("bob_basket", like="basket")
        with pytest.raises(UsageError, match="ann_basket, bob_basket delegate to it"):
            image.shaping.delete("basket")
        number = image.history.of("basket")["events"][0]["number"]
        with pytest.raises(UsageError, match="ann_basket, bob_basket delegate to it"):
            image.history.undo([number])

    @pytest.mark.parametrize("name", ["genesis", "brick", "traits", "state_idle", "memory"])
    def test_what_belongs_to_the_image_stays(self, image, name):
        with pytest.raises(UsageError, match="belongs to the image itself"):
            image.shaping.delete(name)
        with pytest.raises(UsageError, match="belongs to the image itself"):
            image.shaping.rename(name, "other")

    def test_a_clone_of_a_persona_does_not_belong_to_the_image(self, image):
        image.shaping.new("my_brick", like="brick")
        image.shaping.delete("my_brick")
        assert "my_brick" not in names(image)

    def test_the_latest_undo_takes_an_object_back_and_not_its_methods(self, image):
        image.shaping.new("basket", slots={"prices": [1]})
        learn(image, "basket", "The sum.", TOTAL)
        image.shaping.delete("basket")
        assert image.history.undo()[0]["shape"] == "is there"
        assert image.history.undo()[0]["address"] == "basket.total"
        assert image.history.undo()[0]["shape"] == "is taken away"
        with pytest.raises(UsageError, match="nothing to undo"):
            image.history.undo()


class TestParents:
    def test_parents_come_and_go(self, image):
        image.shaping.new("diary", slots={"lines": []})
        image.shaping.new("basket")
        assert image.shaping.parents("basket", add=["diary"])["parents"] == ["genesis", "diary"]
        assert image.shaping.get("basket.lines") == []
        image.shaping.parents("basket", remove=["genesis"])
        assert image.show("basket")["parents"] == ["diary"]
        image.history.undo("basket")
        assert image.show("basket")["parents"] == ["genesis", "diary"]

    def test_a_circle_is_refused(self, image):
        image.shaping.new("basket")
        image.shaping.new("ann_basket", like="basket")
        with pytest.raises(SlotError, match="ann_basket is or delegates to basket"):
            image.shaping.parents("basket", add=["ann_basket"])
        with pytest.raises(SlotError, match="cannot delegate to itself"):
            image.shaping.parents("basket", add=["basket"])

    def test_a_value_that_would_hide_a_method_is_refused(self, image):
        image.shaping.new("sums", slots={"prices": []})
        learn(image, "sums", "The sum.", TOTAL)
        image.shaping.new("basket", slots={"total": 7})
        with pytest.raises(SlotError, match="would hide the method"):
            image.shaping.parents("basket", add=["sums"])

    def test_who_is_no_parent_or_one_already_is_named(self, image):
        image.shaping.new("basket")
        with pytest.raises(UnknownNameError, match="parent"):
            image.shaping.parents("basket", remove=["traits"])
        with pytest.raises(UsageError, match="already"):
            image.shaping.parents("basket", add=["genesis"])


class TestMoving:
    @pytest.fixture
    def family(self, image):
        image.shaping.new("basket", slots={"prices": [1]})
        for name in ("ann", "bob", "eve"):
            image.shaping.new(name, like="basket")
        for name in ("ann", "bob"):
            learn(image, name, "The sum.", TOTAL)
        return image

    def test_up_it_serves_all_and_one_undo_takes_it_back(self, family):
        done = family.shaping.move("ann.total", "basket")
        assert done["off"] == ["ann", "bob"]
        assert family.where("bob.total")["holder"] == "basket"
        assert family.send("eve", "total") == 1
        moved = {each["address"] for each in family.history.undo("basket.total")}
        assert moved == {"basket.total", "ann.total", "bob.total"}
        assert family.where("bob.total")["holder"] == "bob"
        family.history.redo("bob.total")
        assert family.where("bob.total")["holder"] == "basket"
        family.history.undo()
        assert family.where("ann.total")["holder"] == "ann"

    def test_down_it_serves_one(self, family):
        assert family.shaping.move("ann.total", "basket")["lost_by"] == []
        done = family.shaping.move("basket.total", "eve")
        assert sorted(done["lost_by"]) == ["ann", "basket", "bob"]
        assert family.where("eve.total")["holder"] == "eve"
        with pytest.raises(UnknownNameError):
            family.where("bob.total")

    def test_a_slot_that_is_missing_above_is_named(self, family):
        family.shaping.unset("basket.prices")
        with pytest.raises(UsageError, match="needs the slot prices, which basket lacks"):
            family.shaping.move("ann.total", "basket")

    def test_only_along_the_chain(self, family):
        with pytest.raises(UsageError, match="neither above nor below"):
            family.shaping.move("ann.total", "bob")
        with pytest.raises(UsageError, match="neither above nor below"):
            family.shaping.move("ann.total", "ann")
        with pytest.raises(UsageError, match="is a value"):
            family.shaping.move("eve.prices", "basket")
        family.shaping.move("ann.total", "basket")
        with pytest.raises(UsageError, match="has 'total' from basket"):
            family.shaping.move("eve.total", "ann")

    def test_a_value_in_the_way_is_named(self, family):
        family.shaping.set("eve.total", 5)
        with pytest.raises(SlotError, match=r"eve\.total is a value"):
            family.shaping.move("ann.total", "basket")
        assert family.where("bob.total")["holder"] == "bob"

    def test_what_is_another_method_above_is_not_replaced(self, family):
        family.handwork.define("basket.total", "def total(self):\n    return 0\n")
        with pytest.raises(UsageError, match="basket has a total of its own"):
            family.shaping.move("ann.total", "basket")

    def test_what_it_calls_must_be_there(self, family):
        family.handwork.define("ann.half", "def half(self):\n    return self.total() / 2\n")
        with pytest.raises(UsageError, match="half calls total, which basket does not understand"):
            family.shaping.move("ann.half", "basket")

    def test_what_was_never_noted_is_taken_back_as_well(self, family):
        family.shaping.new("dora", like="ann", deep=True)
        family.shaping.move("ann.total", "basket")
        family.history.undo("basket.total")
        assert [family.where(f"{name}.total")["holder"] for name in ("ann", "bob", "dora")] == [
            "ann",
            "bob",
            "dora",
        ]


class TestPast:
    def test_a_name_leads_to_what_was_taken_away_not_to_what_was_renamed(self, image):
        image.shaping.new("basket", slots={"n": 1})
        image.shaping.delete("basket")
        image.shaping.new("basket", slots={"n": 2})
        image.shaping.rename("basket", "other")
        with pytest.raises(UnknownNameError):
            image.history.undo("basket")
        assert slots(image, "other") == {"n": 2}

    def test_a_method_of_what_was_taken_away_has_its_history(self, image):
        image.shaping.new("basket", slots={"prices": []})
        learn(image, "basket", "The sum.", TOTAL)
        image.shaping.delete("basket")
        assert image.history.of("basket.total")["versions"] == [1]

    def test_a_parent_that_was_taken_away_does_not_come_back_by_the_way(self, image):
        image.shaping.new("diary")
        image.shaping.new("basket")
        image.shaping.parents("basket", add=["diary"])
        image.shaping.parents("basket", remove=["diary"])
        image.shaping.delete("diary")
        with pytest.raises(UsageError, match="delegate to diary again, which was taken away"):
            image.history.undo("basket")

    def test_letters_of_a_name_may_change(self, image):
        image.shaping.new("basket")
        assert image.shaping.rename("basket", "Basket")["address"] == "Basket"
