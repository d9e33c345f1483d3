"""What is handed out: rules that fail closed, checks and observers that break nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from batos.guardian.audit.audit import audit
from batos.plugins import CycleEvent, PluginSet, PluginState

if TYPE_CHECKING:
    from .conftest import Shelf

RULE = """
from batos.guardian.audit.findings import Finding
from batos.plugins import GuardianRuleSpec, hookimpl

def check(subject):
    {body}

@hookimpl
def batos_guardian_rules():
    return [GuardianRuleSpec(name="picky", summary="Picky", check=check)]
"""

HARMLESS = "def twice(self, number):\n    return 2 * number\n"


def test_a_rule_of_a_plugin_refuses_in_the_audit(shelf: Shelf) -> None:
    body = "yield Finding('picky', 'error', subject.function.lineno, 'Not today.', 'Come back.')"
    shelf.install("rules", RULE.format(body=body))
    verdict = audit(HARMLESS, extra_rules=shelf.load().guardian_rules())
    assert not verdict.accepted
    assert verdict.as_feedback() == "- line 1: Not today. Come back."


def test_a_rule_that_finds_nothing_lets_pass(shelf: Shelf) -> None:
    shelf.install("rules", RULE.format(body="return []"))
    assert audit(HARMLESS, extra_rules=shelf.load().guardian_rules()).accepted


@pytest.mark.parametrize(
    "body", ["raise KeyError('lost')", "raise SystemExit", "return None", "return ['no']"]
)
def test_a_rule_that_breaks_refuses_and_names_its_package(shelf: Shelf, body: str) -> None:
    shelf.install("rules", RULE.format(body=body), version="3.0")
    verdict = audit(HARMLESS, extra_rules=shelf.load().guardian_rules())
    assert not verdict.accepted
    assert "rules 3.0 failed" in verdict.as_feedback()


OBSERVER = """
from batos.plugins import hookimpl
SEEN = []

@hookimpl
def batos_cycle_event(event):
    {body}
"""


def test_observers_hear_an_event_and_cannot_alter_it(shelf: Shelf) -> None:
    shelf.install("a-bad", OBSERVER.format(body="event.data.clear(); raise SystemExit(9)"))
    shelf.install("b-good", OBSERVER.format(body="SEEN.append(event)"))
    plugins = shelf.load()
    event = CycleEvent(kind="transition", data={"to": "COMPLETE"})
    plugins.notify(event)
    assert event.data == {"to": "COMPLETE"}
    import b_good  # type: ignore[import-not-found]  # installed by this test

    assert [event] == b_good.SEEN
    assert [info.provides for info in plugins.listing()] == [("observer",), ("observer",)]
    assert all(info.state is PluginState.ACTIVE for info in plugins.listing())


def test_ctrl_c_is_not_swallowed_by_an_observer(shelf: Shelf) -> None:
    shelf.install("stop", OBSERVER.format(body="raise KeyboardInterrupt"))
    with pytest.raises(KeyboardInterrupt):
        shelf.load().notify({"kind": "transition"})


CHECK = """
from batos.errors import PluginError
from batos.plugins import HealthCheck, HealthReport, hookimpl

def run():
    {body}

@hookimpl
def batos_health_checks():
    return [HealthCheck(name="tea", run=run)]
"""


@pytest.mark.parametrize(
    ("body", "ok", "message"),
    [
        ("return HealthReport(ok=True, message='there is tea')", True, "there is tea"),
        ("raise OSError('no kettle')", False, "the check itself failed: OSError: no kettle"),
        ("return True", False, "the check itself failed: TypeError: it gave bool"),
        ("return [False]", False, "the check itself failed: TypeError: it gave bool"),
        ("raise PluginError('no tea')", False, "no tea"),
    ],
)
def test_a_health_check_always_reports(shelf: Shelf, body: str, ok: bool, message: str) -> None:
    shelf.install("tea", CHECK.format(body=body))
    [report] = shelf.load().health_reports()
    assert (report.name, report.ok) == ("tea", ok)
    assert report.message.startswith(message)


def test_a_health_check_may_report_on_several_things(shelf: Shelf) -> None:
    body = """yield HealthReport(ok=True, message="hot", name="kettle")
    yield HealthReport(ok=False, message="all gone")
    raise OSError("no cups")"""
    shelf.install("tea", CHECK.format(body=body))
    told = [(each.name, each.message) for each in shelf.load().health_reports()]
    assert told == [
        ("kettle", "hot"),
        ("tea", "all gone"),
        ("tea", "the check itself failed: OSError: no cups"),
    ]


MANY = """
from batos.plugins import BackendSpec, GenesisStep, hookimpl

@hookimpl
def batos_backends():
    yield BackendSpec(name="{name}-two", summary="Two", factory=dict)
    yield BackendSpec(name="{name}-one", summary="One", factory=dict)

@hookimpl
def batos_genesis_steps():
    return (GenesisStep(name="plant-{name}", run=print),)
"""


def test_contributions_come_in_a_stable_order(shelf: Shelf) -> None:
    shelf.install("zebra", MANY.format(name="z"))
    shelf.install("ape", MANY.format(name="a"))
    plugins = shelf.load()
    assert [spec.name for spec in plugins.backends()] == ["a-two", "a-one", "z-two", "z-one"]
    assert [step.name for step in plugins.genesis_steps()] == ["plant-a", "plant-z"]


def test_an_empty_set_has_nothing() -> None:
    plugins = PluginSet()
    plugins.notify({"kind": "transition"})
    assert not any((plugins.listing(), plugins.personas(), plugins.guardian_rules()))


def test_what_is_switched_off_is_told_by_package(shelf: Shelf) -> None:
    shelf.install("rules", RULE.format(body="return []"))
    assert shelf.load().switched_off() == {}
    (info,) = shelf.load(disabled=["rules"]).switched_off().values()
    assert (info.name, info.state) == ("rules", PluginState.DISABLED)
