"""Every form of a mission is read; a line that is none is told with its number."""

import json

import pytest

from batos.evals.lines import BadLine, Case, Line, Scenario, read_lines
from batos.objects import Example

PURE = {"kind": "pure", "text": "doubles", "selector": "double", "hidden": [[[2], 4]]}
STATE = {
    "kind": "state",
    "text": "adds",
    "selector": "add",
    "params": ["x"],
    "slots": {"items": []},
    "steps": [[[1], None]],
    "slots_after": {"items": [1]},
}
OBJECT = {"kind": "object", "text": "a list", "name": "things", "scenario": [["add", [1], None]]}
REQUEST = {"kind": "request", "text": "hello", "world": {}, "command": "talk"}


def read(*lines):
    return list(
        read_lines(
            line if line is None or isinstance(line, bytes) else json.dumps(line).encode()
            for line in lines
        )
    )


def test_a_function():
    given = {**PURE, "id": "a", "examples": [[[1], 2]], "reference": "def double(x): ..."}
    (line,) = read(given)
    assert (line.id, line.kind, line.selector) == ("a", "pure", "double")
    assert line.examples == (Example(args=(1,), result=2),)
    assert line.hidden == (Case((2,), 4),)
    assert line.reference == "def double(x): ..."


def test_a_method_that_works_on_slots():
    (line,) = read(STATE)
    assert (line.params, line.slots) == (("x",), {"items": []})
    assert line.scenarios == (Scenario({"items": []}, (Case((1,), None),), {"items": [1]}),)
    assert line.id == "line 1"


def test_further_objects_judge_it_too():
    more = {"slots": {"items": [0]}, "steps": [[[1], None]], "slots_after": {"items": [0, 1]}}
    (line,) = read({**STATE, "hidden": [more, {**more, "slots": {}}]})
    assert [each.slots for each in line.scenarios] == [{"items": []}, {"items": [0]}, {}]
    assert line.slots == {"items": []}
    assert line.hidden == ()


def test_examples_may_have_slots_too():
    example = {"state": {"items": []}, "args": [1], "after": {"items": [1]}}
    (line,) = read({**STATE, "examples": [example]})
    assert line.examples[0].after == {"items": [1]}


def test_a_request():
    world = {"todo": {"add": ["task"], "open_tasks": []}}
    call = {"command": "call", "object": "todo", "selector": "add", "args": ["read"]}
    talk, called = read(REQUEST, {**REQUEST, "world": world, **call})
    assert (talk.kind, talk.command, talk.world) == ("request", "talk", {})
    assert (called.object, called.selector, called.args) == ("todo", "add", ("read",))
    assert called.world == {"todo": {"add": ("task",), "open_tasks": ()}}


def test_empty_lines_count_and_are_passed_over():
    assert [line.number for line in read(b"\n", PURE, b"  \r\n", b"\xef\xbb\xbf" + json.dumps(PURE).encode())] == [2, 4]  # fmt: skip  # noqa: E501


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (None, "too long"),
        (b"{", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "deeply"),
        (b"[1]", "JSON object"),
        ({"kind": "poem", "text": "x"}, "no kind 'poem'"),
        ({**REQUEST, "command": "sing"}, "no command 'sing'"),
        ({**REQUEST, "world": {"a": 1}}, "'world.a' should be an object"),
        ({**REQUEST, "world": {"a": {"_b": []}}}, "'_b' is no name"),
        ({**REQUEST, "command": "call"}, "needs a field 'object'"),
        (
            {**REQUEST, "command": "call", "object": "a", "selector": "b", "args": []},
            "no a.b",
        ),
        ({"kind": ["pure"], "text": "x"}, "no kind"),
        ({"text": "x"}, "no kind None"),
        ({**PURE, "text": ""}, "'text' is empty"),
        ({**PURE, "text": 3}, "'text' should be a text"),
        ({**PURE, "hidden": []}, "'hidden' is empty"),
        ({**PURE, "hidden": [[2, 4]]}, "pairs"),
        ({**PURE, "hidden": [[[2]]]}, "pairs"),
        ({**PURE, "hidden": {"a": 1}}, "'hidden' should be an array"),
        ({**PURE, "examples": [3]}, "pairs"),
        ({**PURE, "examples": [{"argument": 3}]}, "An example is not valid"),
        ({**PURE, "examples": [{"args": [1], "after": 3}]}, "'after' has the wrong type"),
        ({**PURE, "examples": [{"args": 3}]}, "An example"),
        ({**PURE, "selector": "not a name"}, "'not a name' is no name"),
        ({**PURE, "selector": "__init__"}, "is no name"),
        ({**PURE, "params": [3]}, "3 is no name"),
        ({**STATE, "slots": {"_p_oid": 1}}, "'_p_oid' is no name"),
        ({**STATE, "slots": []}, "'slots' should be an object"),
        ({key: value for key, value in STATE.items() if key != "steps"}, "a field 'steps'"),
        ({**STATE, "hidden": {}}, "'hidden' should be an array"),
        ({**STATE, "hidden": [[[1], 2]]}, "should hold objects"),
        ({**STATE, "hidden": [{"slots": {}, "steps": [[[1], 2]]}]}, "a field 'slots_after'"),
        ({**STATE, "hidden": [{**STATE, "steps": []}]}, "'steps' is empty"),
        ({**STATE, "hidden": [{**STATE, "slots": {"_p_oid": 1}}]}, "'_p_oid' is no name"),
        ({**PURE, "id": 3}, "'id' should be a text"),
        ({**PURE, "reference": 3}, "'reference' should be a text"),
    ],
)
def test_what_is_no_mission_is_told_and_the_next_is_read(line, reason):
    bad, good = read(line, PURE)
    assert isinstance(bad, BadLine)
    assert bad.number == 1
    assert reason in bad.reason
    assert isinstance(good, Line)
    assert good.number == 2
