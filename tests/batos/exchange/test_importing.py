"""Methods into an image: all that was verified, or nothing."""

import pytest

from batos.errors import CancelledError, ImageError, TravelError, UnknownNameError
from batos.exchange.reports import ImportOptions
from batos.image import history
from batos.objects import methods_of
from batos.stewardship.health.quarantine import put_into_quarantine


@pytest.fixture
def there(t):
    """An image that has something to give."""
    opened = t.image("there")
    t.teach(opened, t.TWICE, [t.example(2, result=4)])
    t.teach(opened, t.AFTER, [t.example(2, result=5)])
    return opened


@pytest.fixture
def folder(t, there):
    return t.exported(there)


@pytest.fixture
def here(t):
    return t.image("here")


def by_address(report):
    return {row["address"]: row for row in report.rows}


def statuses(report):
    return {row["address"]: row["status"] for row in report.rows}


def epoch(image):
    with image.session.read() as root:
        return root.epoch.moves


def test_methods_come_in_and_can_be_used(t, folder, here):
    report = t.take(here, folder)
    assert statuses(report) == {"genesis.twice": "imported", "genesis.after_twice": "imported"}
    assert (report.installed, report.whole) == (2, True)
    assert here.send("genesis", "after_twice", 20) == 41
    shown = here.show("genesis.after_twice")
    assert shown["examples"] == [{"args": [2], "origin": "user", "result": 5}]
    origin = shown["provenance"]
    assert origin["origin"] == "imported"
    assert origin["original"]["mission"] == "a test"
    assert origin["imported_from"]["signer"] == t.signer.public
    assert origin["imported_from"]["manifest"] == folder.read().digest
    assert origin["imported_from"]["file"] == "methods/genesis.after_twice.py"
    assert here.skills.methods()[0]["from"] == t.signer.public


def test_an_import_is_an_event_of_the_history(t, folder, here):
    t.take(here, folder)
    with here.session.read() as root:
        event = history.events_of(root, root.find("genesis"), "twice")[0]
        assert (event.kind, event.user) == ("import", "user")
        assert t.signer.public in event.cause


def test_what_came_in_is_remembered_and_can_be_delegated_to(t, folder, here):
    t.take(here, folder)
    with here.session.read() as root:
        document = root.memory["catalog"].get("method:genesis.twice")
        assert document.meta["source"] == t.TWICE
        assert document.meta["verified"] == 1


def test_thirty_methods_make_the_journey_byte_for_byte(t, there, here):
    sources = {
        f"add_{number}": (
            f'def add_{number}(self, x):\n    """Adds {number}, ä\u2028."""\n'
            f"    # kept: '''# ///'''\n    return x + {number}" + "\n" * (number % 3)
        )
        for number in range(30)
    }
    for number, source in enumerate(sources.values()):
        t.teach(there, source, [t.example(1, result=1 + number)])
    report = t.take(here, t.exported(there, name="many"))
    assert report.installed == 32
    for selector, source in sources.items():
        assert here.show(f"genesis.{selector}")["source"] == source
    assert all(row["examples"] == 1 for row in report.rows)
    first, second = there.skills.export(), here.skills.export()
    assert first.files.keys() == second.files.keys()


def test_a_journey_on_keeps_the_birth_and_the_way(t, folder, here):
    t.take(here, folder)
    third = t.image("third")
    t.take(third, t.exported(here, name="on"))
    origin = third.show("genesis.twice")["provenance"]
    assert origin["original"] == {"origin": "written", "mission": "a test"}
    assert [each["manifest"] for each in origin["travelled"]] == [folder.read().digest]


@pytest.mark.parametrize("trust", ["tentative", "proven"])
def test_how_far_a_method_is_to_be_trusted_comes_along(t, there, here, trust):
    facts = {"trust": trust, "confidence": 0.6, "evidence": {"examples": 1}}
    t.teach(there, "def thrice(self, x):\n    return x * 3\n", [t.example(2, result=6)], **facts)
    assert t.take(here, t.exported(there, "genesis.thrice")).whole
    shown = here.show("genesis.thrice")
    assert {name: shown[name] for name in facts} == facts
    with here.session.read() as root:
        kept = root.memory["catalog"].get("method:genesis.thrice")
    assert (kept is not None) is (trust == "proven")


def test_a_trust_that_is_none_is_not_taken(t, there, here):
    facts = {"trust": "sacred", "confidence": 7, "evidence": [1]}
    t.teach(there, "def thrice(self, x):\n    return x * 3\n", [t.example(2, result=6)], **facts)
    assert t.take(here, t.exported(there, "genesis.thrice")).whole
    shown = here.show("genesis.thrice")
    assert (shown["trust"], shown["confidence"], shown["evidence"]) == ("proven", None, {})


def test_a_dry_run_changes_nothing(t, folder, here):
    before = epoch(here)
    report = t.take(here, folder, dry_run=True)
    assert statuses(report) == {"genesis.twice": "ready", "genesis.after_twice": "ready"}
    assert (report.installed, report.whole, epoch(here)) == (0, True, before)
    assert here.skills.methods() == []


def test_what_is_there_already_is_not_installed_again(t, folder, here):
    t.take(here, folder)
    before = epoch(here)
    report = t.take(here, folder)
    assert set(statuses(report).values()) == {"already there"}
    assert (report.whole, epoch(here)) == (True, before)


def test_another_source_is_a_conflict_with_its_difference(t, folder, here):
    mine = "def twice(self, x):\n    return x + x\n"
    t.teach(here, mine)
    report = t.take(here, folder)
    row = by_address(report)["genesis.twice"]
    assert (row["status"], report.whole) == ("conflict", False)
    assert "-    return x + x\n+    return x * 2" in row["diff"]
    assert "--replace" in row["reason"]
    assert here.show("genesis.twice")["source"] == mine
    assert statuses(report)["genesis.after_twice"] == "imported"


def test_replace_makes_a_new_version_that_remembers_the_old_one(t, folder, here):
    t.teach(here, "def twice(self, x):\n    return x + x\n")
    report = t.take(here, folder, replace=True)
    assert statuses(report)["genesis.twice"] == "replaced"
    assert by_address(report)["genesis.twice"]["diff"]
    assert here.show("genesis.twice")["version"] == 2


def test_a_method_that_is_inherited_is_not_hidden_unasked(t, folder, here):
    t.teach(here, "def twice(self, x):\n    return x + x\n", receiver="traits")
    report = t.take(here, folder)
    assert "(by traits)" in by_address(report)["genesis.twice"]["reason"]
    assert statuses(report)["genesis.twice"] == "conflict"
    assert statuses(t.take(here, folder, replace=True))["genesis.twice"] == "replaced"
    t.teach(here, t.TWICE, receiver="traits")
    assert statuses(t.take(here, folder, to="robin"))["robin.twice"] == "already there"


def test_what_people_asked_of_the_one_that_is_here_gates_the_one_that_comes_in(t, folder, here):
    asked = [t.example(5, result=11), t.example("a", result="aa")]
    t.teach(here, "def twice(self, x):\n    return x + x + (x == 5)\n", asked)
    row = by_address(t.take(here, folder, replace=True))["genesis.twice"]
    assert (row["status"], row["replaces"]) == ("refused", {})
    assert "twice(5) == 11, as for version 1 of genesis.twice, but it gave 10" in row["reason"]
    assert "--drop-example genesis.twice:1" in row["reason"]
    off = ("genesis.twice:1",)
    row = by_address(t.take(here, folder, replace=True, drop_examples=off))["genesis.twice"]
    assert (row["status"], row["kept"]) == ("replaced", 1)
    assert row["replaces"] == {"address": "genesis.twice", "version": 1}
    examples = here.show("genesis.twice")["examples"]
    assert {"args": ["a"], "origin": "user", "result": "aa"} in examples


@pytest.mark.parametrize("off", [("all",), ("genesis.twice",), ("genesis.twice:twice(2) == 5",)])
def test_an_example_that_contradicts_those_that_come_in_is_taken_off_by_name(t, folder, here, off):
    t.teach(here, "def twice(self, x):\n    return 5\n", [t.example(2, result=5)])
    row = by_address(t.take(here, folder, replace=True))["genesis.twice"]
    assert row["status"] == "refused"
    assert "twice(2) == 4 contradicts twice(2) == 5" in row["reason"]
    row = by_address(t.take(here, folder, replace=True, drop_examples=off))["genesis.twice"]
    assert row["status"] == "replaced"


def test_examples_of_another_method_are_not_taken_off(t, folder, here):
    t.teach(here, "def twice(self, x):\n    return 5\n", [t.example(2, result=5)])
    row = by_address(t.take(here, folder, replace=True, drop_examples=("robin.twice",)))
    assert row["genesis.twice"]["status"] == "refused"


def test_a_value_is_not_replaced_by_a_method(t, folder, here):
    here.session.change(lambda root: setattr(root.find("genesis"), "twice", 2), note="test")
    row = by_address(t.take(here, folder, replace=True))["genesis.twice"]
    assert (row["status"], row["reason"]) == (
        "refused",
        "'twice' is a value of genesis, not a method.",
    )


def test_a_missing_receiver_is_named(t, there, here):
    t.teach(there, t.AFTER, [t.example(2, result=5)], receiver="robin")
    folder = t.exported(there, "robin", name="robins")
    folder.rewrite(lambda text: text.replace('"robin"', '"batman"'))
    row = t.take(here, folder).rows[0]
    assert row["status"] == "refused"
    assert "'batman'" in row["reason"]
    assert "--to OBJECT" in row["reason"]
    with pytest.raises(UnknownNameError):
        t.take(here, folder, to="joker")


def test_another_object_can_take_everything(t, folder, here):
    report = t.take(here, folder, to="robin")
    assert statuses(report) == {"robin.twice": "imported", "robin.after_twice": "imported"}
    assert here.send("robin", "after_twice", 1) == 3


def test_two_methods_of_one_name_for_one_object_are_refused(t, there, here):
    t.teach(there, t.TWICE, [t.example(2, result=4)], receiver="robin")
    report = t.take(here, t.exported(there, name="both"), to="traits")
    assert sorted(row["status"] for row in report.rows) == ["not imported"] * 2 + ["refused"]


def test_the_same_method_twice_in_a_parcel_is_refused(t, folder, here):
    other = folder.path / "methods" / "again.py"
    other.write_bytes(folder.file("genesis.twice").read_bytes())
    folder.seal()
    with pytest.raises(TravelError, match=r"genesis\.twice\.py: it holds genesis\.twice, as"):
        t.take(here, folder)


def test_a_helper_is_found_in_the_image_in_the_parcel_and_nowhere_else(t, there, here):
    alone = t.exported(there, "genesis.after_twice", name="alone")
    row = t.take(here, alone).rows[0]
    assert row["status"] == "refused"
    assert "twice" in row["reason"]
    t.teach(here, t.TWICE, receiver="traits")
    assert t.take(here, alone).whole


def test_one_that_needs_a_refused_one_is_refused_as_well(t, folder, here):
    folder.rewrite(lambda text: text.replace("result = 4", "result = 5"), "genesis.twice")
    report = t.take(here, folder, keep_going=True)
    assert statuses(report) == {"genesis.twice": "refused", "genesis.after_twice": "refused"}


EVIL = [
    ("def twice(self, x):\n    return x * 2\nimport os\n", "exactly one method"),
    ("def twice(self, x):\n    return open('/etc/passwd').read()\n", "open"),
    ("def twice(self, x):\n    return ().__class__\n", "__class__"),
    ("@eval\ndef twice(self, x):\n    return x * 2\n", "line"),
    ("def twice(self, x):\n    while True:\n        x = x\n    return x * 2\n", "does not come"),
    ("def twice(self, x):\n    return [0] * 10 ** 12\n", "Its example"),
    ("def twice(self, x):\n    return x * 3\n", "gave 6"),
    ("def twice(self, x):\n    raise ValueError('no')\n", "ValueError"),
    ("def twice(self, x):\n    self.twice(x)\n    return x * 2\n", "Its example"),
    ("twice = 1\n", "exactly one method"),
    ("def twice(self, x):\n    self.n = x\n    return x * 2\n", "refuses it"),
]


@pytest.mark.parametrize(("source", "reason"), EVIL, ids=[source[:60] for source, _ in EVIL])
def test_what_the_guardian_or_the_examples_refuse_stays_outside(t, folder, here, source, reason):
    folder.resource(source, "genesis.twice")
    before = epoch(here)
    report = t.take(here, folder)
    row = by_address(report)["genesis.twice"]
    assert row["status"] == "refused"
    assert reason in row["reason"]
    assert row["file"] == "methods/genesis.twice.py"
    assert (report.installed, report.whole, epoch(here)) == (0, False, before)


def test_nothing_comes_in_when_one_is_refused_unless_asked_to_go_on(t, there, here):
    t.teach(there, "def plus(self, x):\n    return x + 1\n", [t.example(1, result=3)])
    folder = t.exported(there, name="three")
    report = t.take(here, folder)
    assert statuses(report) == {
        "genesis.plus": "refused",
        "genesis.twice": "not imported",
        "genesis.after_twice": "not imported",
    }
    assert here.skills.methods() == []
    report = t.take(here, folder, keep_going=True)
    assert statuses(report)["genesis.after_twice"] == "imported"
    assert (report.installed, report.whole) == (2, False)


def test_a_method_without_an_example_needs_a_word_of_the_user(t, there, here):
    t.teach(there, "def plus(self, x):\n    return x + 1\n", [t.example(1)])
    folder = t.exported(there, "genesis.plus", name="plus")
    row = t.take(here, folder).rows[0]
    assert (row["status"], "--untested" in row["reason"]) == ("refused", True)
    row = t.take(here, folder, untested=True).rows[0]
    assert (row["status"], row["examples"]) == ("imported", 0)
    assert "nothing proves it" in row["warnings"][0]


def test_a_call_without_a_known_result_must_at_least_run(t, there, here):
    t.teach(there, "def plus(self, x):\n    return x + 1\n", [t.example("text")])
    row = t.take(here, t.exported(there, "genesis.plus", name="plus"), untested=True).rows[0]
    assert (row["status"], "TypeError" in row["reason"]) == ("refused", True)


def test_text_that_turns_its_direction_is_shown(t, there, here):
    t.teach(there, "def say(self):\n    return 'a\u202eb'\n", [t.example(result="a\u202eb")])
    row = t.take(here, t.exported(there, "genesis.say", name="say")).rows[0]
    assert row["status"] == "imported"
    assert "direction" in row["warnings"][0]


def test_rules_of_plugins_judge_as_well(t, folder, m):
    from batos.guardian.audit.findings import Finding
    from batos.plugins.types import GuardianRuleSpec

    rule = GuardianRuleSpec(
        name="no_twice",
        summary="Nothing is done twice.",
        check=lambda subject: [Finding("no_twice", "error", 1, "Nothing is done twice.")],
    )
    image = t.image("strict", plugins=m.small_plugins(m.plugin(rule, name="strict")))
    assert "Nothing is done twice." in t.take(image, folder).rows[0]["reason"]


def test_what_is_in_quarantine_here_does_not_come_back(t, folder, here):
    t.teach(here, t.TWICE, receiver="robin")

    def mark(root):
        robin = root.find("robin")
        put_into_quarantine(root, robin, methods_of(robin)["twice"], cause="deaths", reason="no")

    here.session.change(mark, note="test")
    row = by_address(t.take(here, folder))["genesis.twice"]
    assert (row["status"], "quarantine" in row["reason"]) == ("refused", True)


def test_an_object_that_takes_no_new_methods_is_left_alone(t, folder, here):
    here.approvals.set_policy("genesis", "never")
    report = t.take(here, folder)
    assert set(statuses(report).values()) == {"refused"}
    assert "takes no new methods" in report.rows[0]["reason"]


def test_state_of_the_receiver_is_there_for_examples_without_one(t, there, here):
    source = "def greet(self):\n    return 'hello ' + self.friend\n"
    t.teach(there, source, [t.example(result="hello robin")])
    folder = t.exported(there, "genesis.greet", name="greet")
    assert "friend" in t.take(here, folder).rows[0]["reason"]
    here.session.change(lambda root: setattr(root.find("genesis"), "friend", "robin"), note="t")
    assert t.take(here, folder).whole


def test_who_signed_it_must_be_who_was_trusted(t, folder, here):
    for signer in ("", "ed25519:" + "A" * 43 + "="):
        with pytest.raises(TravelError, match="not signed by the key"):
            here.skills.take(folder.read(), ImportOptions(signer=signer))


def test_objects_are_not_taken_for_methods(t, there, here):
    with pytest.raises(TravelError, match="batos objects import"):
        t.take(here, t.graph(there, "genesis"))


def test_whoever_gives_up_changes_nothing(t, folder, here):
    with pytest.raises(CancelledError):
        here.skills.take(folder.read(), t.options(), stopped=lambda: True)
    assert here.skills.methods() == []


def test_a_change_while_it_was_judged_is_noticed(t, folder, here):
    looks = iter(range(100))

    def stopped():
        if next(looks) == 1:
            t.teach(here, "def twice(self, x):\n    return x + x\n")
        return False

    with pytest.raises(ImageError, match="somebody else"):
        here.skills.take(folder.read(), t.options(), stopped=stopped)
    assert [row["address"] for row in here.skills.methods()] == ["genesis.twice"]
