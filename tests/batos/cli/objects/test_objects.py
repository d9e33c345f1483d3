"""Looking at what lives in the image."""

import pytest


@pytest.fixture(scope="package")
def knower(shared, h):
    """The shared system, in which genesis knows ``knot_shown``."""
    odd = h.Odd("shown")
    shared.script(odd.right, h.ALLOW)
    learned = shared.batos(*odd.words)
    assert learned.code == 0, learned
    return shared


def test_objects_are_listed(batos):
    lines = batos("objects").out.splitlines()
    assert lines[0].split() == ["name", "parents", "slots", "methods"]
    assert {line.split()[0] for line in lines[1:]} >= {"genesis", "traits", "alfred", "memory"}
    rows = batos("objects", "--json").json()
    assert [row["name"] for row in rows] == [line.split()[0] for line in lines[1:]]


def test_scripted_show_an_object(knower, batos):
    shown = batos("show", "genesis").out
    assert shown.startswith("genesis  @")
    assert "\nparents: pllm, traits\n" in shown
    assert "\n  knot_shown(text)  " in shown
    assert batos("show", "genesis", "--json").json()["methods"]["knot_shown"]["version"] == 1


def test_scripted_show_a_method_with_its_source_and_where_it_comes_from(knower, batos):
    answer = batos("show", "genesis.knot_shown")
    lines = answer.out.splitlines()
    assert lines[0].startswith("genesis.knot_shown(self, text)  version 1  ")
    assert lines[1] == "def knot_shown(self, text):"
    assert "  knot_shown('ab') == 'b-shown-a'" in lines
    assert "  origin: written" in lines
    assert "  changes: nothing" in lines
    assert all(line == line.rstrip() for line in lines)
    assert "\x1b" not in answer.out
    told = batos("show", "genesis.knot_shown", "--json").json()
    assert told["source"] in answer.out
    assert told["provenance"]["model"]["backend"] == "scripted"


def test_show_a_slot(batos):
    told = batos("show", "brick.prompt_method", "--json").json()
    assert batos("show", "brick.prompt_method").out.rstrip() == told["value"].rstrip()
    assert batos("show", "brick.pillars").out.startswith('["')


def test_scripted_show_a_cycle(knower, batos):
    rows = batos("cycles", "--json").json()
    row = next(row for row in rows if row["selector"] == "knot_shown")
    shown = batos("show", row["cycle"]).out
    assert shown.startswith(f"cycle {row['cycle']}  COMPLETE\nmission: knots a text\n")
    assert "SYNTHESIZING" in shown
    assert "  model calls: " in shown
    assert batos("show", row["cycle"], "--json").json()["state"] == "COMPLETE"


def test_scripted_cycles_are_listed_newest_first(knower, batos):
    lines = batos("cycles").out.splitlines()
    assert lines[0].split() == ["cycle", "state", "started", "receiver", "selector", "reason"]
    rows = batos("cycles", "--json").json()
    assert len(lines) == len(rows) + 1
    started = [row["started"] for row in rows]
    assert started == sorted(started, reverse=True)
    assert len(batos("cycles", "--limit", "1", "--json").json()) == 1
    assert batos("cycles", "--limit", "0").code == 2


def test_what_is_not_there_is_named(knower, batos):
    batos("show", "genessis").sentence(2, "no object named 'genessis'", "Did you mean 'genesis'?")
    batos("show", "genesis.knot_show").sentence(2, "Did you mean 'knot_shown'?")
    batos("show", "@999999").sentence(2, "999999")
    batos("show", "@x").sentence(2, "'@x'")
    batos("show", ".").sentence(2)
    batos("show", "").sentence(2)
