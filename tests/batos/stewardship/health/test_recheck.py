"""Re-audit: stored methods are judged again when the rules have changed."""

import pytest

from batos.errors import AuditRefusedError, QuarantinedError
from batos.guardian.audit.findings import Finding
from batos.guardian.dialect import RULES_VERSION
from batos.objects import Method, UvmObject, install_method, methods_of
from batos.plugins.types import GuardianRuleSpec
from batos.stewardship.health.quarantine import quarantine_blamed
from batos.stewardship.health.recheck import is_recheck_due, recheck, rules_version

_NO_TWO = GuardianRuleSpec(
    name="no-two",
    summary="The number two is not liked here.",
    check=lambda subject: (
        [Finding("no-two", "error", 2, "It uses the number two.", "Use another number.")]
        if "2" in subject.source
        else []
    ),
)


@pytest.fixture
def strict(m):
    """A plugin set with a rule more."""
    return m.small_plugins(m.plugin(_NO_TWO, name="strict"))


def fill(image, count=0):
    def work(root):
        genesis = root.find("genesis")
        holders = [genesis]
        if count:
            holders += [root.add(f"thing_{n}", UvmObject(parents=(genesis,))) for n in range(count)]
        for holder in holders:
            for selector, value in (("good", 3), ("poor", 2)):
                source = f"def {selector}(self):\n    return {value}\n"
                install_method(holder, Method(selector=selector, source=source, signature="(self)"))

    image.session.change(work, note="test")


def test_methods_that_fail_new_rules_are_put_aside_and_the_others_run(home, strict):
    image = home.open()
    fill(image)
    image.recheck()
    assert not image.rules_changed
    image.close()

    image = home.open(plugins=strict)
    assert image.rules_changed
    assert image.send("genesis", "poor") == 2  # not yet judged
    report = image.recheck()
    assert report.quarantined == ("genesis.poor",)
    assert (report.complete, report.lifted) == (True, ())
    assert report.methods == 2
    assert not image.rules_changed
    assert image.send("genesis", "good") == 3
    with pytest.raises(QuarantinedError, match="It uses the number two"):
        image.send("genesis", "poor")
    with pytest.raises(AuditRefusedError, match="number two"):
        image.lift("genesis.poor")
    quarantine = image.show("genesis.poor")["quarantine"]
    assert quarantine["cause"] == "rules"
    assert quarantine["rules"] == report.rules
    assert quarantine["findings"][0]["rule"] == "no-two"


def test_what_passes_again_is_lifted(home, strict):
    image = home.open(plugins=strict)
    fill(image)
    assert image.recheck().quarantined == ("genesis.poor",)
    image.close()
    image = home.open()
    assert image.rules_changed
    assert image.recheck().lifted == ("genesis.poor",)
    assert image.send("genesis", "poor") == 2
    assert image.quarantine() == []


def test_what_has_ended_workers_is_not_lifted_by_rules(home):
    image = home.open()
    fill(image)
    quarantine_blamed(
        image.session, [{"oid": 0, "text": "genesis.good", "cause": "it hung", "deaths": 2}]
    )
    assert image.recheck().lifted == ()
    assert [line["address"] for line in image.quarantine()] == ["genesis.good"]


def test_methods_of_objects_without_a_name_are_judged_too(home, strict):
    image = home.open(plugins=strict)

    def work(root):
        hidden = UvmObject()
        root.connection.add(hidden)
        source = "def poor(self):\n    return 2\n"
        install_method(hidden, Method(selector="poor", source=source, signature="(self)"))
        root.find("genesis").friend = {"deep": [hidden]}

    image.session.change(work, note="test")
    (address,) = image.recheck().quarantined
    assert address.startswith("@")
    assert address.endswith(".poor")
    with pytest.raises(AuditRefusedError):
        image.lift(address)


def test_older_versions_are_left_alone(home, strict):
    image = home.open(plugins=strict)
    fill(image)
    image.session.change(
        lambda root: install_method(
            root.find("genesis"),
            Method(selector="poor", source="def poor(self):\n    return 5\n", signature="(self)"),
        ),
        note="test",
    )
    report = image.recheck()
    assert (report.methods, report.quarantined) == (2, ())


def test_a_walk_that_is_stopped_is_done_again_at_the_next_start(home, strict):
    image = home.open(plugins=strict)
    fill(image, 30)
    pauses = []

    def pause():
        pauses.append(1)
        return len(pauses) == 3

    report = image.recheck(pause)
    assert not report.complete
    assert report.methods < 62
    assert image.rules_changed
    report = image.recheck()
    assert report.complete
    assert report.methods == 62
    assert len(image.quarantine()) == 31


def test_messages_are_answered_between_the_batches(home, strict):
    image = home.open(plugins=strict)
    fill(image, 20)
    answers = []

    def pause():
        answers.append(image.send("genesis", "good"))
        # A method that is changed while the walk goes on is judged as it is when it comes by.
        return False

    assert len(image.recheck(pause).quarantined) == 21
    assert set(answers) == {3}
    assert len(answers) > 5


def test_a_method_that_is_replaced_under_way_is_not_put_aside(home, strict, monkeypatch):
    image = home.open(plugins=strict)
    fill(image)
    from batos.stewardship.health import recheck as room

    judge = room._judge

    def judge_and_replace(session, *args):
        found = judge(session, *args)

        def replace(root):
            genesis = root.find("genesis")
            source = "def poor(self):\n    return 7\n"
            if methods_of(genesis)["poor"].source != source:
                install_method(genesis, Method(selector="poor", source=source, signature="()"))

        session.change(replace, note="test")
        return found

    monkeypatch.setattr(room, "_judge", judge_and_replace)
    assert image.recheck().quarantined == ()
    assert image.send("genesis", "poor") == 7


def test_the_version_moves_with_the_rules_of_plugins(m, strict):
    assert rules_version(m.small_plugins()) == RULES_VERSION
    version = rules_version(strict)
    assert version.startswith(f"{RULES_VERSION}+")
    assert rules_version(strict) == version


def test_an_unfit_rule_refuses_and_can_be_taken_back(home, m):
    def fails(_subject):
        raise ZeroDivisionError

    broken = GuardianRuleSpec(name="broken", summary="It fails.", check=fails)
    image = home.open(plugins=m.small_plugins(m.plugin(broken, name="broken")))
    fill(image)
    assert set(image.recheck().quarantined) >= {"genesis.good", "genesis.poor"}
    image.close()
    image = home.open()
    assert set(image.recheck().lifted) >= {"genesis.good", "genesis.poor"}


def test_a_newborn_image_is_due_once(home):
    image = home.open()
    assert is_recheck_due(image.session, "x")
    assert recheck(image.session, "x").complete
    assert not is_recheck_due(image.session, "x")
