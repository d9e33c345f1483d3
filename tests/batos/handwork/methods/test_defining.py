"""Texts that people write become methods, or are refused with the line."""

import pytest

from batos.errors import (
    AuditRefusedError,
    GuardianError,
    ImageError,
    QuarantinedError,
    SlotError,
    UnknownNameError,
    UsageError,
)
from batos.objects import Example, methods_of
from batos.stewardship.health.quarantine import put_into_quarantine
from batos.wire.messages.methods import Draft

LOUDER = "def shout(self, text):\n    return text.upper() + '!!'\n"


def documents(image):
    with image.session.read() as root:
        return {each.key for each in root.memory["catalog"].documents("method")}


def test_a_text_becomes_a_method_that_answers(image, w):
    done = image.handwork.define("genesis.shout", w.SHOUT, user="amy")
    assert done == {
        "address": "genesis.shout",
        "version": 1,
        "signature": "(self, text)",
        "changes": [],
        "replaces": {},
        "examples": 0,
        "trust": "proven",
        "changed": True,
    }
    assert image.send("basket", "shout", "hi") == "HI!"
    assert "method:genesis.shout" in documents(image)


def test_why_tells_that_it_was_written_by_hand(image, w):
    image.handwork.define("genesis.shout", w.SHOUT, user="amy")
    why = image.history.why("genesis.shout")
    assert (why["origin"], why["asked_by"], why["trust"]) == ("hand", "amy", "proven")
    assert why["evidence"]["written"]["by"] == "amy"
    assert why["transaction"]["note"] == "genesis.shout is written by hand"
    (event,) = image.history.of("genesis.shout")["events"]
    assert (event["event"], event["user"]) == ("define", "amy")


def test_undo_redo_and_diff(image, w):
    image.handwork.define("genesis.shout", w.SHOUT)
    done = image.handwork.define("genesis.shout", LOUDER)
    assert (done["version"], done["replaces"]["version"]) == (2, 1)
    assert "+    return text.upper() + '!!'" in image.history.diff("genesis.shout")["diff"]
    image.history.undo("genesis.shout")
    assert image.send("genesis", "shout", "hi") == "HI!"
    image.history.redo("genesis.shout")
    assert image.send("genesis", "shout", "hi") == "HI!!"
    image.history.undo("genesis.shout")
    image.history.undo("genesis.shout")
    assert "method:genesis.shout" not in documents(image)


def test_what_changes_the_object_is_stored(image, w):
    done = image.handwork.define("basket.push", w.PUSH)
    assert done["changes"] == ["items"]
    assert image.send("basket", "push", 2) == 2
    assert image.send("basket", "items") == [1, 2]
    assert "self._p_changed = True" in image.show("basket.push")["source"]


def test_an_inherited_method_is_overridden_and_stays(image, w):
    image.handwork.define("genesis.shout", w.SHOUT)
    done = image.handwork.define("basket.shout", LOUDER)
    assert done["replaces"] == {"address": "genesis.shout", "version": 1}
    assert done["version"] == 1
    assert image.send("genesis", "shout", "hi") == "HI!"
    assert image.send("basket", "shout", "hi") == "HI!!"


def test_a_born_method_of_a_persona_can_be_changed_and_taken_back(installed):
    from batos.plugins import load_plugins

    image = installed.open(plugins=load_plugins())
    born = next(iter(image.show("robin")["methods"]))
    source = image.show(f"robin.{born}")["source"]
    changed = source.rstrip() + "\n    # by hand\n"
    assert image.handwork.define(f"robin.{born}", changed)["changed"]
    image.history.undo(f"robin.{born}")
    assert image.show(f"robin.{born}")["source"] == source


def test_the_same_text_again_is_no_new_version(image, w):
    image.handwork.define("genesis.shout", w.SHOUT)
    before = image.history.transactions(1)
    again = image.handwork.define("genesis.shout", f"\r\n\n{w.SHOUT}\n\n")
    assert (again["version"], again["changed"]) == (1, False)
    assert image.history.transactions(1) == before


class TestExamples:
    @pytest.fixture
    def asked(self, image, w):
        image.handwork.define("genesis.shout", w.SHOUT)
        w.exemplified(image)
        return image

    def test_what_people_asked_for_must_come_true(self, asked):
        with pytest.raises(GuardianError, match=r"shout\('hi'\) == 'HI!', .* gave 'HI!!'") as error:
            asked.handwork.define("genesis.shout", LOUDER)
        assert "--drop-example 1" in error.value.hint
        assert error.value.details["address"] == "genesis.shout"
        assert asked.send("genesis", "shout", "hi") == "HI!"

    def test_it_can_be_taken_off(self, asked):
        done = asked.handwork.define("genesis.shout", LOUDER, drop_examples=["all"])
        assert (done["examples"], done["version"]) == (0, 3)
        with pytest.raises(UsageError, match="no example '1'"):
            asked.handwork.define("genesis.shout", LOUDER, drop_examples=["1"])

    def test_it_is_kept_with_the_new_version(self, asked):
        text = "def shout(self, text):\n    return f'{text.upper()}!'\n"
        assert asked.handwork.define("genesis.shout", text)["examples"] == 2
        assert len(asked.show("genesis.shout")["examples"]) == 2

    def test_what_nobody_asked_for_stays_where_it_holds(self, image, w):
        image.handwork.define("genesis.shout", w.SHOUT)
        loose = [
            Example(args=("a",), result="A!", origin="recipe"),
            Example(args=("",), origin="call"),
        ]
        w.exemplified(image, examples=loose)
        assert image.handwork.define("genesis.shout", LOUDER)["examples"] == 1

    def test_those_of_an_inherited_method_hold_for_the_one_that_takes_its_place(self, asked):
        with pytest.raises(GuardianError, match="does not do what is asked"):
            asked.handwork.define("basket.shout", LOUDER)

    def test_one_that_does_not_end_is_told(self, asked):
        endless = "def shout(self, text):\n    while True:\n        text = text\n"
        with pytest.raises(GuardianError, match="does not come to an end"):
            asked.handwork.define("genesis.shout", endless)


@pytest.mark.parametrize(
    ("source", "line", "told"),
    [
        ("def other(self):\n    return 1\n", 1, "named 'other', not 'shout'"),
        ("\n\ndef shout(self):\n    return open('x')\n", 4, "open"),
        ("def shout(self):\n    return (1\n", 2, "Not valid Python"),
        ("return 1\n", 1, "not exactly one method"),
        ("x = 1\n", 1, "not exactly one method"),
        ("def shout():\n    return 1\n", 1, "self"),
        ("async def shout(self):\n    return 1\n", 1, "not exactly one method"),
        ("@property\ndef shout(self):\n    return 1\n", 1, "property"),
        ("def shout(self):\n    return 1\n\n\ndef b(self):\n    return 2\n", 5, "not exactly one"),
        ("def shout(self):\n    return 1\n" + "# more\n" * 150_000, 0, "larger than 16384 bytes"),
        ("def shout(self):\n    return '\ud800'\n", 0, "cannot read"),
        ("def shout(self):\0\n    return 1\n", 0, "NUL"),
    ],
)
def test_a_text_that_the_guardian_refuses_is_told_with_its_line(image, source, line, told):
    with pytest.raises(AuditRefusedError, match=told) as error:
        image.handwork.define("genesis.shout", source)
    found = error.value.details["findings"][0]
    assert error.value.hint
    assert found["line"] == line
    with pytest.raises(UnknownNameError):
        image.show("genesis.shout")


def test_a_text_may_be_cut_out_of_a_class(image):
    image.handwork.define("genesis.shout", "    def shout(self):\n        return 1\n")
    assert image.show("genesis.shout")["source"] == "def shout(self):\n    return 1\n"


@pytest.mark.parametrize(
    ("address", "source", "kind", "told"),
    [
        ("genesis.shout", " \n", UsageError, "no text for genesis.shout"),
        ("genesis", "def a(self): return 1", UsageError, "does not name a method"),
        ("nobody.shout", "def shout(self): return 1", UnknownNameError, "nobody"),
        ("genesis.send", "def send(self): return 1", SlotError, "belongs to the kernel"),
        ("genesis.a-b", "def a(self): return 1", SlotError, "cannot name"),
        ("basket.items", "def items(self): return 1", SlotError, "is a value of basket"),
    ],
)
def test_what_cannot_be_a_method(image, address, source, kind, told):
    with pytest.raises(kind, match=told):
        image.handwork.define(address, source)


class TestTwoPeople:
    def seen(self, image):
        return image.show("genesis.shout")["sha256"]

    def test_another_version_that_came_meanwhile_is_not_replaced(self, image, w):
        image.handwork.define("genesis.shout", w.SHOUT)
        seen = self.seen(image)
        image.handwork.define("genesis.shout", LOUDER, user="amy", seen=seen)
        with pytest.raises(ImageError, match="changed by somebody else") as error:
            image.handwork.define("genesis.shout", w.SHOUT, seen=seen)
        assert "batos show genesis.shout" in error.value.hint
        assert image.send("genesis", "shout", "a") == "A!!"

    def test_nor_one_that_was_not_there(self, image, w):
        image.handwork.define("genesis.shout", w.SHOUT, seen="")
        with pytest.raises(ImageError, match="changed by somebody else"):
            image.handwork.define("genesis.shout", LOUDER, seen="")

    def test_nor_one_that_was_taken_back(self, image, w):
        image.handwork.define("genesis.shout", w.SHOUT)
        seen = self.seen(image)
        image.history.undo("genesis.shout")
        with pytest.raises(ImageError, match="taken away by somebody else"):
            image.handwork.define("genesis.shout", LOUDER, seen=seen)

    def test_nor_one_that_comes_while_the_examples_run(self, image, w, monkeypatch):
        image.handwork.define("genesis.shout", w.SHOUT)
        w.exemplified(image)
        text = "def shout(self, text):\n    return f'{text.upper()}!'\n"
        run = image._trial.run

        def meanwhile(*args, **options):
            monkeypatch.undo()
            image.handwork.define("genesis.shout", LOUDER, drop_examples=["all"])
            return run(*args, **options)

        monkeypatch.setattr(image._trial, "run", meanwhile)
        with pytest.raises(ImageError, match="changed by somebody else"):
            image.handwork.define("genesis.shout", text)
        assert image.send("genesis", "shout", "a") == "A!!"


class TestQuarantine:
    @pytest.fixture
    def barred(self, image, w):
        image.handwork.define("genesis.shout", w.SHOUT)

        def work(root):
            holder = root.find("genesis")
            method = methods_of(holder)["shout"]
            put_into_quarantine(root, holder, method, cause="deaths", reason="a test")

        image.session.change(work, note="test")
        return image

    def test_a_new_text_takes_the_place_of_one_that_is_there(self, barred):
        barred.handwork.define("genesis.shout", LOUDER)
        assert barred.send("genesis", "shout", "a") == "A!!"
        assert barred.quarantine() == []

    def test_the_very_text_is_refused_everywhere(self, barred, w):
        for address in ("genesis.shout", "basket.shout"):
            with pytest.raises(QuarantinedError, match="This very text is in quarantine"):
                barred.handwork.define(address, w.SHOUT)


class TestSeveral:
    TWICE = "def twice(self, text):\n    return self.shout(text) * 2\n"

    def test_they_are_installed_together_and_may_call_each_other(self, image, w):
        drafts = [Draft("genesis.twice", self.TWICE), Draft("genesis.shout", w.SHOUT)]
        done = image.handwork.define_all(drafts, user="amy")
        assert [each["address"] for each in done] == ["genesis.twice", "genesis.shout"]
        assert image.send("genesis", "twice", "a") == "A!A!"
        note = image.history.transactions(1)[0]["note"]
        assert note == "genesis.twice, genesis.shout are written by hand"

    def test_examples_are_run_with_the_other_new_texts(self, image, w):
        image.handwork.define_all(
            [Draft("genesis.twice", self.TWICE), Draft("genesis.shout", w.SHOUT)]
        )
        w.exemplified(image, "genesis.twice", [Example(args=("a",), result="A!A!")])
        text = "def twice(self, text):\n    return self.shout(text) + self.shout(text)\n"
        with pytest.raises(GuardianError, match="gave 'A!!A!!'"):
            image.handwork.define_all(
                [Draft("genesis.twice", text), Draft("genesis.shout", LOUDER)]
            )

    def test_where_one_is_refused_none_is_installed(self, image, w):
        drafts = [Draft("genesis.shout", w.SHOUT), Draft("genesis.twice", "def twice(self): 1 +")]
        with pytest.raises(AuditRefusedError) as error:
            image.handwork.define_all(drafts)
        assert error.value.details["address"] == "genesis.twice"
        with pytest.raises(UnknownNameError):
            image.show("genesis.shout")

    def test_the_same_one_twice(self, image, w):
        with pytest.raises(UsageError, match="defined twice"):
            image.handwork.define_all([Draft("genesis.shout", w.SHOUT)] * 2)


def test_a_tentative_method_is_proven_by_whoever_writes_it_anew(image, w):
    image.handwork.define("genesis.shout", w.SHOUT)
    w.exemplified(image, trust="tentative", confidence=0.5)
    assert image.show("genesis.shout")["trust"] == "tentative"
    text = "def shout(self, text):\n    'Make it loud.'\n    return f'{text.upper()}!'\n"
    image.handwork.define("genesis.shout", text, user="amy")
    shown = image.show("genesis.shout")
    assert (shown["trust"], shown["doc"]) == ("proven", "Make it loud.")
