"""``why``: where a method comes from, and what became of it."""

import pytest

from batos.errors import MethodError, UnknownNameError, UsageError
from batos.learning.model.brief import MissionBrief
from batos.objects import Example, UvmObject

EXAMPLES = (Example(args=(3,), result=9), Example(args=(4,), result=12))


@pytest.fixture
def image(home, m):
    """Genesis has learned ``treble`` at the second try."""

    def opened(home):
        return home.open(m.Coder("    return number + 6\n", "    return number * 3\n"))

    def learned(home):
        brief = MissionBrief(selector="treble", text="treble it", examples=EXAMPLES, asked_by="amy")
        assert opened(home).learn(brief).complete

    return opened(home.seeded("learned_at_second_try", learned))


def test_who_asked_for_what(image):
    found = image.history.why("genesis.treble")
    assert (found["kind"], found["address"]) == ("method", "genesis.treble")
    assert (found["mission"], found["asked_by"], found["origin"]) == (
        "treble it",
        "amy",
        "written",
    )
    assert found["version"] == 1
    assert found["sha256"] == image.show("genesis.treble")["sha256"]


def test_who_wrote_it(image):
    found = image.history.why("genesis.treble")
    assert found["persona"] == "brick"
    assert found["model"]["backend"] == "scripted"
    assert found["model"]["model"] == "script"
    assert "quantisation" in found["model"]
    assert len(found["prompt"]) == 64
    assert found["model_calls"] > 1


def test_the_writer_is_named_and_not_the_judge(home, m):
    image = home.open(m.Coder("    return number * 3\n"), cycle__veto=True)
    image.learn(MissionBrief(selector="treble", text="treble it", examples=EXAMPLES))
    assert image.history.why("genesis.treble")["persona"] == "brick"


def test_every_candidate_with_its_verdict(image):
    first, *others = image.history.why("genesis.treble")["candidates"]
    assert first["accepted"] is True
    assert not first["chosen"]
    assert first["problem"]
    assert "number + 6" in first["source"]
    assert sum(each["chosen"] for each in others) == 1


def test_candidates_outlive_the_record_of_the_cycle(image):
    cycle = image.history.why("genesis.treble")["cycle"]
    assert cycle["kept"]
    assert cycle["state"] == "COMPLETE"
    image.session.change(lambda root: root.cycles.pop(cycle["id"]) and None, note="retention")
    found = image.history.why("genesis.treble")
    assert not found["cycle"]["kept"]
    assert [each["chosen"] for each in found["candidates"]].count(True) == 1
    assert found["candidates"][0]["problem"]


def test_examples_and_their_origin(image):
    found = image.history.why("genesis.treble")
    assert [each["origin"] for each in found["examples"]] == ["user", "user"]
    assert found["verified"] == 2


def test_auditor_and_approver(image):
    found = image.history.why("genesis.treble")
    assert found["auditor"]["accepted"] is True
    assert found["auditor"]["rules_version"]
    assert found["approved_by"] == "policy: auto"


def test_its_transaction(image):
    found = image.history.why("genesis.treble")["transaction"]
    listed = {each["id"]: each for each in image.history.transactions(100)}
    assert listed[found["id"]]["note"] == found["note"]
    assert "COMPLETE treble" in found["note"]
    assert found["user"] == "amy"


def test_its_transaction_stays_when_it_is_marked_taken_back_and_packed(image):
    from batos.stewardship.health.quarantine import quarantine_blamed

    before = image.history.why("genesis.treble")["transaction"]
    blame = {"oid": 0, "text": "genesis.treble", "cause": "killed", "deaths": 2}
    quarantine_blamed(image.session, [blame])
    image.history.undo(["genesis.treble"])
    image.history.redo(["genesis.treble"])
    image.session.database.pack()
    found = image.history.why("genesis.treble")
    assert found["transaction"]["id"] == before["id"]
    assert found["transaction"]["at"] == before["at"]
    assert found["quarantine"]["cause"] == "deaths"


class TestUse:
    def test_calls_and_errors_since(self, image):
        assert image.history.why("genesis.treble")["use"] == {"calls": 0, "errors": 0, "last": ""}
        for number in range(3):
            image.send("genesis", "treble", number)
        with pytest.raises(MethodError):
            image.send("genesis", "treble", None)
        use = image.history.why("genesis.treble")["use"]
        assert (use["calls"], use["errors"]) == (4, 1)
        assert use["last"].startswith("20")

    def test_it_outlives_the_process(self, home, image):
        image.send("genesis", "treble", 1)
        image.close()
        again = home.open()
        again.send("genesis", "treble", 1)
        assert again.history.why("genesis.treble")["use"]["calls"] == 2

    def test_reading_is_no_transaction(self, image):
        image.send("genesis", "treble", 1)
        commits = image.session.metrics.commits
        image.send("genesis", "treble", 1)
        image.history.why("genesis.treble")
        assert image.session.metrics.commits == commits

    def test_what_a_message_runs_on_its_way_counts(self, image):
        from batos.image import history
        from batos.objects import Method

        def learn(root):
            source = "def nine(self, n):\n    return self.treble(n) + self.treble(n)\n"
            method = Method(selector="nine", source=source, signature="(self, n)")
            history.install(root, root.find("genesis"), method, user="amy")

        image.session.change(learn, note="learn")
        image.send("genesis", "nine", 2)
        assert image.history.why("genesis.nine")["use"]["calls"] == 1
        assert image.history.why("genesis.treble")["use"]["calls"] == 1

    def test_a_message_that_was_learned_for_counts_once(self, home, m):
        image = home.open()
        image.send("genesis", "reverse_text", "abc")
        assert image.history.why("genesis.reverse_text")["use"]["calls"] == 1

    def test_a_new_version_is_counted_anew(self, image):
        image.send("genesis", "treble", 1)
        image.history.undo(["genesis.treble"])
        image.history.revert("genesis.treble", 1)
        assert image.history.why("genesis.treble")["use"]["calls"] == 0


class TestElsewhere:
    def test_a_recipe_names_its_package(self, home):
        image = home.open()
        image.learn("write a method that counts the vowels in a text; 'banana split' gives 4")
        found = image.history.why("genesis.count_vowels")
        assert found["origin"] == "delegated"
        assert found["based_on"] == [
            {"selector": "count_vowels", "pack": "small", "package": "batos-small 1.0"}
        ]
        assert (found["model"], found["persona"], found["prompt"]) == ({}, "", "")

    def test_a_born_method_names_its_package(self, home, m):
        from batos.plugins import PluginSet

        born = m.alfred(methods=("def greet(self):\n    return 'hello'\n",))
        image = home.open(plugins=PluginSet([m.plugin(born, m.brick(), m.robin())]))
        found = image.history.why("alfred.greet")
        assert (found["origin"], found["persona"]) == ("persona", "alfred")
        assert found["package"] == "batos-small 1.0"

    def test_an_imported_method_tells_of_its_birth_too(self, image):
        from batos.image import history
        from batos.objects import Method

        def take(root):
            method = Method(
                selector="word",
                source="def word(self):\n    return 1\n",
                signature="(self)",
                provenance={
                    "origin": "imported",
                    "imported_from": {"signer": "amy"},
                    "original": {"origin": "written", "mission": "say a word"},
                },
            )
            history.install(root, root.find("genesis"), method, event="import", user="bob")

        image.session.change(take, note="import")
        found = image.history.why("genesis.word")
        assert (found["origin"], found["mission"]) == ("imported", "say a word")
        assert found["imported_from"] == {"signer": "amy"}

    def test_an_object_tells_who_made_it(self, image):
        found = image.history.why("robin")
        assert (found["kind"], found["package"]) == ("object", "batos-small 1.0")
        assert found["made"]["note"] == "Genesis: persona-robin"
        found = image.history.why("genesis")
        assert found["methods"] == {"treble": "written"}
        assert "COMPLETE treble" in found["changed"]["note"]

    def test_what_a_pack_has_left_of_an_object_did_not_make_it(self, image):
        image.care.pack(0, drop_history=True)
        found = image.history.why("genesis")
        assert found["made"] is None
        assert "COMPLETE treble" in found["changed"]["note"]

    def test_an_object_without_a_name(self, image):
        def make(root):
            made = UvmObject()
            root.find("genesis").part = made
            root.connection.add(made)
            return int.from_bytes(made._p_oid, "big")

        oid = image.session.change(make, note="made for a test", user="amy")
        found = image.history.why(f"@{oid}")
        assert (found["made"]["note"], found["made"]["user"]) == ("made for a test", "amy")
        assert not found["named"]

    def test_an_inherited_method_is_that_of_its_holder(self, image):
        image.session.change(
            lambda root: root.add("child", UvmObject(parents=(root.find("genesis"),))) and None,
            note="test",
        )
        assert image.history.why("child.treble")["address"] == "genesis.treble"

    def test_what_was_taken_away_says_so(self, image):
        image.history.undo(["genesis.treble"])
        with pytest.raises(UsageError, match="was taken away") as told:
            image.history.why("genesis.treble")
        assert "batos redo genesis.treble" in told.value.hint

    @pytest.mark.parametrize("address", ["", "nobody", "genesis.nothing", "nobody.x"])
    def test_what_is_not_there(self, image, address):
        with pytest.raises(UnknownNameError):
            image.history.why(address)

    def test_a_value_has_no_provenance(self, image):
        with pytest.raises(UsageError, match="is a value"):
            image.history.why("genesis.purpose")
