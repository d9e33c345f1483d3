"""An example is added to a method that makes it true, and to no other."""

import pytest

from batos.errors import GuardianError, QuarantinedError, UnknownNameError, UsageError
from batos.objects import methods_of
from batos.stewardship.health.quarantine import put_into_quarantine


@pytest.fixture
def knower(image, w):
    image.handwork.define("genesis.shout", w.SHOUT)
    image.handwork.define("basket.push", w.PUSH)
    return image


def test_it_is_kept_with_a_new_version_of_the_same_text(knower, w):
    done = knower.handwork.example("genesis.shout", "shout('hi') -> 'HI!'", user="amy")
    assert done == {
        "address": "genesis.shout",
        "version": 2,
        "added": 1,
        "examples": ["shout('hi') == 'HI!'"],
        "trust": "proven",
        "changed": True,
    }
    shown = knower.show("genesis.shout")
    assert shown["source"] == w.SHOUT
    assert shown["provenance"]["examples_changed"]["by"] == "amy"
    assert knower.history.of("genesis.shout")["events"][-1]["cause"] == "examples of amy"
    knower.history.undo("genesis.shout")
    assert knower.show("genesis.shout")["examples"] == []


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("genesis.shout", "f('hi') == 'HI!'"),
        ("genesis.shout", "'hi' -> 'HI!'"),
        ("basket.push", "items=[1]; push(2) -> 2; items=[1, 2]"),
        ("basket.push", "items=[]; push(1); push(2) -> 2"),
        ("basket.push", "push(2) -> 2"),
    ],
)
def test_the_ways_to_write_one(knower, address, line):
    assert knower.handwork.example(address, line)["added"] == 1


def test_several_at_once_and_one_that_is_known(knower):
    line = "shout('a') == 'A!'; shout('b') == 'B!'"
    done = knower.handwork.example("genesis.shout", line)
    assert done["version"] == 2
    before = knower.history.transactions(1)
    again = knower.handwork.example("genesis.shout", line)
    assert (again["added"], again["changed"], again["version"]) == (0, False, 2)
    assert knower.history.transactions(1) == before


def test_one_that_does_not_come_true_is_refused_with_what_came(knower):
    with pytest.raises(GuardianError, match=r"shout\('hi'\) == 'hi', but it gave 'HI!'") as error:
        knower.handwork.example("genesis.shout", "'hi' -> 'hi'")
    assert "batos ask" in error.value.hint
    assert "--name shout --example" in error.value.hint
    assert knower.show("genesis.shout")["version"] == 1


def test_one_that_contradicts_another_is_refused_with_both(knower):
    knower.handwork.example("genesis.shout", "'hi' -> 'HI!'")
    with pytest.raises(UsageError) as error:
        knower.handwork.example("genesis.shout", "'hi' -> 'hi'")
    assert "shout('hi') == 'hi' contradicts shout('hi') == 'HI!'" in error.value.message
    assert error.value.hint.endswith("--drop-example 1")
    with pytest.raises(UsageError, match="contradict each other"):
        knower.handwork.example("genesis.shout", "'a' -> 'A!'; 'a' -> 'B!'")


def test_two_different_ones_prove_a_tentative_method(knower, w):
    w.exemplified(knower, examples=(), trust="tentative", confidence=0.5)
    first = knower.handwork.example("genesis.shout", "'hi' -> 'HI!'")
    assert first["trust"] == "tentative"
    assert knower.handwork.example("genesis.shout", "'you' -> 'YOU!'")["trust"] == "proven"
    assert knower.show("genesis.shout")["trust"] == "proven"
    with knower.session.read() as root:
        assert root.memory["catalog"].get("method:genesis.shout") is not None


def test_it_goes_to_where_the_method_lives(knower):
    assert knower.handwork.example("basket.shout", "'a' -> 'A!'")["address"] == "genesis.shout"


@pytest.mark.parametrize(
    ("address", "line", "told"),
    [
        ("genesis.shout", "loud", "is no example"),
        ("genesis.shout", "", "is no example"),
        ("genesis.shout", "shout('a')", "does not say what must come of it"),
        ("genesis.shout", "push('a') -> 'A!'", "calls push, not shout"),
        ("genesis.shout", "items=[1]; unknown(2); shout('a') -> 'A!'", "needs the method unknown"),
        ("basket.items", "f(1) == 1", "is a value"),
        ("basket", "f(1) == 1", "does not name a method"),
    ],
)
def test_what_is_no_example_of_it(knower, address, line, told):
    with pytest.raises(UsageError, match=told):
        knower.handwork.example(address, line)


def test_a_method_that_is_not_there(knower):
    with pytest.raises(UnknownNameError):
        knower.handwork.example("genesis.nothing", "f(1) == 1")


def test_a_method_in_quarantine(knower):
    def work(root):
        holder = root.find("genesis")
        put_into_quarantine(root, holder, methods_of(holder)["shout"], cause="rules", reason="x")

    knower.session.change(work, note="test")
    with pytest.raises(QuarantinedError):
        knower.handwork.example("genesis.shout", "'a' -> 'A!'")
