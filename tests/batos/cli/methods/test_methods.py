"""``batos define``, ``try``, ``test`` and ``example``, against a running system."""

import pytest

SHOUT = "def shout(self, text):\n    return text.upper() + '!'\n"
LOUDER = "def shout(self, text):\n    return text.upper() + '!!'\n"


@pytest.fixture
def shout(batos):
    """The address of a method that was just written; taken away in the end."""
    address = "genesis.shout"
    assert batos("define", address, say=SHOUT).code == 0
    yield address
    while batos("undo", address).code == 0:
        pass


class TestDefine:
    def test_from_standard_input_and_from_a_file(self, batos, shout, tmp_path):
        assert batos("send", "genesis", "shout", "hi").json() == "HI!"
        file = tmp_path / "louder.py"
        file.write_text(LOUDER, "utf-8")
        answer = batos("define", shout, "--file", str(file), "--by", "amy")
        assert (answer.code, answer.out) == (0, "")
        assert "Installed genesis.shout(self, text)." in answer.err
        assert "in the place of version" in answer.err
        assert batos("why", shout, "--json").json()["asked_by"] == "amy"
        assert "origin: hand" in batos("why", shout).out
        assert "define" in batos("history", shout).out
        again = batos("define", shout, "--json", say=LOUDER).json()
        assert [each["changed"] for each in again] == [False]
        assert "has this text already" in batos("define", shout, say=LOUDER).err

    def test_a_refusal_is_shown_at_its_line(self, batos, shout):
        text = "def shout(self, text):\n    return open(text)\n"
        answer = batos("define", shout, say=text).sentence(1, "refused by the guardian: line 2:")
        assert "line 2:     return open(text)\n  [" in answer.err
        error = batos("define", shout, "--json", say=text).json()["error"]
        assert error["details"]["findings"][0]["line"] == 2
        batos("define", shout, say="def shout(self):\n    return (1\n").sentence(
            1, "line 2:     return (1", "Not valid Python"
        )

    def test_several_in_one_text(self, batos, shout):
        twice = "def twice(self, text):\n    return self.shout(text) * 2\n"
        done = batos("define", "genesis", "--json", say=f"{LOUDER}\n\n# doubled\n{twice}").json()
        assert [each["address"] for each in done] == ["genesis.shout", "genesis.twice"]
        assert batos("send", "genesis", "twice", "a").json() == "A!!A!!"
        wrong = "def twice(self, text):\n    return open(text)\n"
        answer = batos("define", "genesis", say=f"{SHOUT}\n\n{wrong}").sentence(1, "'twice'")
        assert "line 6:     return open(text)" in answer.err
        assert batos("send", "genesis", "shout", "a").json() == "A!!"
        batos("define", "genesis", say=f"{SHOUT}{SHOUT}").sentence(2, "two methods named 'shout'")
        batos("define", "genesis", say="x = 1").sentence(2, "no method in the text")
        batos("define", "genesis", "--drop-example", "1", say=f"{SHOUT}{twice}").sentence(
            2, "--drop-example is for one method"
        )
        assert batos("undo", "genesis.twice").code == 0

    @pytest.mark.parametrize(
        ("address", "text", "code", "told"),
        [
            ("genesis.shout", "", 2, "Standard input is empty"),
            ("genesis.shout", "def other(self): return 1", 1, "named 'other', not 'shout'"),
            ("nobody.shout", SHOUT, 2, "no object named 'nobody'"),
            ("genesis.purpose", "def purpose(self): return 1", 1, "is a value of genesis"),
            ("genesis.shout", "#" * 1_000_000, 1, "larger than 16384 bytes"),
        ],
    )
    def test_what_cannot_be_a_method(self, batos, address, text, code, told):
        batos("define", address, say=text).sentence(code, told)


class TestTry:
    def test_it_tells_what_would_change(self, batos):
        keep = "def keep(self, item):\n    self.kept = [item]\n    return item\n"
        assert batos("define", "genesis.keep", say=keep).code == 0
        answer = batos("try", "genesis.keep", "-3")
        assert answer.json() == -3
        assert "would change genesis.kept: nothing -> [-3]" in answer.err
        assert "Nothing was kept." in answer.err
        found = batos("try", "genesis.keep", "item=x", "--state", '{"kept": 1}', "--json").json()
        assert found["changes"][0]["before"] == 1
        batos("try", "genesis.keep", "1", "--state", "[]").sentence(2, "takes a JSON object")
        batos("try", "genesis.keep").sentence(1, "TypeError")
        batos("try", "genesis.nothing").sentence(2, "no selector named 'nothing'")
        assert batos("undo", "genesis.keep").code == 0


class TestTest:
    def test_right_and_wrong(self, batos, shout):
        assert batos("example", shout, "'hi' -> 'HI!'").code == 0
        answer = batos("test", shout)
        assert answer.code == 0
        assert answer.out.splitlines()[0].split() == [
            "address", "version", "examples", "state", "seconds",
        ]  # fmt: skip
        assert "1 of 1" in answer.out
        assert "1 example of 1 method, none wrong." in answer.err
        helped = "def helped(self, text):\n    return self.shout(text)\n"
        assert batos("define", "genesis.helped", say=helped).code == 0
        assert batos("example", "genesis.helped", "'a' -> 'A!'").code == 0
        assert batos("define", shout, "--drop-example", "all", say=LOUDER).code == 0
        broken = batos("test", "genesis.helped")
        assert broken.code == 1
        assert "genesis.helped, example 1: It must hold that helped('a') == 'A!', but it gave " in (
            broken.out
        )
        found = batos("test", "--json")
        assert (found.code, found.json()["right"]) == (1, False)
        for _ in range(2):
            assert batos("undo", "genesis.helped").code == 0

    def test_what_is_not_there(self, batos):
        batos("test", "nobody").sentence(2, "nobody")


class TestExample:
    def test_it_is_kept_or_refused(self, batos, shout):
        answer = batos("example", shout, "f('hi') == 'HI!'", "--by", "amy")
        assert (answer.code, answer.out) == (0, "")
        assert "  1. shout('hi') == 'HI!'" in answer.err
        assert "has it already" in batos("example", shout, "'hi' -> 'HI!'").err
        batos("example", shout, "'a' -> 'a'").sentence(1, "but it gave 'A!'", "batos ask")
        batos("example", shout, "'hi' -> 'a'").sentence(2, "contradicts", "--drop-example 1")
        batos("example", shout, "loud").sentence(2, "is no example")
        assert batos("example", shout, "'b' -> 'B!'", "--json").json()["added"] == 1
        refused = batos("define", shout, say=LOUDER).sentence(1, "does not do what is asked")
        assert "--drop-example 1" in refused.err
