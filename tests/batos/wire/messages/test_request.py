"""Reading requests: what is wrong is told by the field, in words, with a near match."""

import pytest

from batos.errors import ProtocolError, UsageError
from batos.inference import CompletionRequest, Message
from batos.learning.model.commands import Call, Do
from batos.learning.model.outcome import Delivery, Outcome, Reply
from batos.objects import Example
from batos.wire.codec import decode_body, encode_body
from batos.wire.messages.completions import Complete, Sample
from batos.wire.messages.kernel import Hello, Pulse, Welcome
from batos.wire.messages.methods import DefineMethods, Draft, MethodProgress
from batos.wire.messages.objects import SendMessage, SetSlot, ShowObject
from batos.wire.messages.request import Plain, answer_of, answered, read
from batos.wire.messages.skills import ImportObjects, ImportSkills, WritePieces
from batos.wire.messages.talk.missions import Ask, InitiateCycle, ListCycles, SubmitMission
from batos.wire.page import requests


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        (SendMessage, {}, "The field 'selector' must be a text; it is missing."),
        (SendMessage, {"selector": ""}, "The field 'selector' is empty."),
        (SendMessage, {"selector": None}, "The field 'selector' must be a text."),
        (SendMessage, {"selector": "x", "args": 3}, "The field 'args' must be a list."),
        (SendMessage, {"selector": "x", "kwargs": {1: 2}}, "The field 'kwargs' must be a map."),
        (
            SendMessage,
            {"selector": "x", "receiver": True},
            "The field 'receiver' must be a text or a whole number.",
        ),
        (
            SendMessage,
            {"selector": "x", "attended": 1},
            "The field 'attended' must be true or false.",
        ),
        (
            ListCycles,
            {"limit": 0},
            "The field 'limit' must be a whole number of at least 1.",
        ),
        (ImportObjects, {"transfer": "x", "renames": {"a": 1}}, "must be a map of texts."),
        (DefineMethods, {"methods": ["x"]}, "The field 'methods' must be a list of maps."),
        (DefineMethods, {"methods": [{"address": ""}]}, "The field 'address' is empty."),
        (
            WritePieces,
            {"transfer": "x", "pieces": [{"path": "a", "data": "dGV4dA=="}]},
            "The field 'data' must be bytes.",
        ),
        (InitiateCycle, {"mission_brief": {"selector": 3}}, "'selector' must be a text."),
        (Ask, {"text": "x", "confirmed": {}}, "'refuse' or 'do'; it is missing."),
        (Ask, {"text": "x", "confirmed": {"command": ["sing"]}}, "'refuse' or 'do'."),
        (Ask, {"text": "x", "confirmed": {"command": "sing"}}, "'refuse' or 'do'."),
        (Ask, {"text": "x", "confirmed": {"command": "do"}}, "must be a text; it is missing."),
        (
            Ask,
            {"text": "x", "confirmed": {"command": "do", "name": "undo", "at": 1}},
            "What stands in 'confirmed' has no field 'at'.",
        ),
        (
            Ask,
            {"text": "x", "confirmed": {"command": "call", "object": 3, "selector": "y"}},
            "'object' must be a text.",
        ),
    ],
)
def test_a_field_that_is_wrong_is_named_and_told_what_it_must_be(kind, body, said):
    with pytest.raises(UsageError) as caught:
        read(kind, body)
    assert caught.value.message.endswith(said)


def test_a_field_that_a_request_does_not_have_is_refused_with_a_near_match():
    with pytest.raises(UsageError) as caught:
        read(ShowObject, {"adress": "genesis"})
    assert caught.value.message == "The request object.show has no field 'adress'."
    assert caught.value.hint == "Did you mean 'address'?"


def test_a_field_is_refused_in_the_maps_of_a_request_as_well():
    with pytest.raises(UsageError) as caught:
        read(DefineMethods, {"methods": [{"address": "a.b", "sorce": ""}]})
    assert caught.value.message == "What stands in 'methods' has no field 'sorce'."
    assert caught.value.hint == "Did you mean 'source'?"


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        (
            Complete,
            {"role": "coder", "request": {"prompt": "x", "top": 1}},
            "What stands in 'request' has no field 'top'.",
        ),
        (
            Sample,
            {"role": "coder", "requests": [{"messages": [{"role": "user", "text": "x"}]}]},
            "The field 'content' must be a text; it is missing.",
        ),
        (
            Ask,
            {"text": "x", "examples": [{"arguments": ["ab"], "result": 1}]},
            "What stands in 'examples' has no field 'arguments'.",
        ),
        (
            SubmitMission,
            {"brief": {"examples": [{"earlier": [{"args": [], "state": {}}]}]}},
            "What stands in 'earlier' has no field 'state'.",
        ),
    ],
)
def test_so_it_is_in_what_is_no_message_of_its_own(kind, body, said):
    with pytest.raises(UsageError) as caught:
        read(kind, body)
    assert caught.value.message == said


def test_what_contradicts_itself_is_refused_in_its_own_words():
    with pytest.raises(UsageError, match="needs a prompt or messages, not both"):
        read(Complete, {"role": "coder", "request": {}})


def test_what_precedes_the_version_and_the_founding_form_pass_unknown_fields_over():
    assert read(Hello, {"name": "x", "colour": "red"}) == Hello("x")
    founding = {"command": "initiate_cognitive_cycle", "mission_brief": {"selector": "x", "y": 1}}
    assert read(InitiateCycle, founding).mission_brief.selector == "x"


@pytest.mark.parametrize(
    "asked",
    [
        SendMessage("x", 7, (1, {2, 1}), {"big": 2**70, "text": "\ud800"}, learn=False),
        SetSlot("a.b", None),
        SetSlot("a.b", 0, "date"),
        DefineMethods((Draft("a.b", "def b(self): ..."), Draft("a.c", seen=""))),
        ImportSkills(transfer="x", drop_examples=("all",), dry_run=True),
        Complete("coder", CompletionRequest(prompt="\ud800", json_schema={"type": "string"})),
        Sample("coder", (CompletionRequest(messages=(Message("user", "x"),), stop=("\n",)),)),
        Ask("x", examples=(Example(args=(2**70,), result={"a": 1}).to_plain(),)),
        Ask("x", confirmed=Call("todo", "add", ("read", 2**70, [{"a": 1.5}]))),
        Ask("x", confirmed=Do("undo", "\ud800")),
    ],
)
def test_a_request_arrives_as_it_was_sent(asked):
    found = read(type(asked), decode_body(encode_body(asked)))
    assert type(found) is type(asked)
    assert encode_body(found) == encode_body(asked)


def test_what_is_as_it_is_by_default_is_left_out_and_nothing_else():
    assert decode_body(encode_body(SendMessage("x", attended=False))) == {"selector": "x"}
    odd = SendMessage("x", user="\ud800", attended=False, kwargs={"a": {1}})
    assert decode_body(encode_body(odd)) == {
        "selector": "x",
        "user": "\ud800",
        "kwargs": {"a": [1]},
    }
    assert decode_body(encode_body(SetSlot("a.b", None, "date"))) == {
        "address": "a.b",
        "value": None,
        "as": "date",
    }
    assert decode_body(encode_body(MethodProgress("a.b", 0, 1))) == {
        "address": "a.b",
        "done": 0,
        "of": 1,
    }


def test_an_answer_is_read_and_what_is_new_in_it_passed_over():
    body = {"value": 3, "learned": [], "model_calls": 0, "weather": "fine"}
    assert answered(SendMessage("x"), body) == Delivery(3)
    with pytest.raises(ProtocolError, match=r"The answer to object\.send cannot be read"):
        answered(SendMessage("x"), {"value": 3, "learned": 3})


def test_a_command_that_waits_for_a_word_comes_as_it_was_shown():
    shown = Reply("confirm", "todo.add('read')", command=Call("todo", "add", ("read",)))
    sent = decode_body(encode_body(shown))
    assert answered(Ask("x"), sent).command == Call("todo", "add", ("read",))


def test_an_answer_that_is_plain_data_comes_as_it_was_sent():
    line = {"cycle": "x", "kind": "cycle", "state": "IDLE", "started": "", "weather": "fine"}
    line |= {"receiver": "genesis", "selector": "x", "reason": ""}
    (found,) = answered(ListCycles(), {"cycles": [line]}).cycles
    assert list(found.items()) == [each for each in line.items() if each[0] != "weather"]
    with pytest.raises(ProtocolError, match=r"Expected `str`, got `int` - at `\$.cycles"):
        answered(ListCycles(), {"cycles": [{**line, "reason": 1}]})


def test_an_answer_of_several_kinds_is_read_as_the_one_that_it_says_it_is():
    slot = {"kind": "slot", "holder": "genesis", "selector": "x", "value": [1]}
    assert answered(ShowObject("x"), {**slot, "weather": "fine"}) == slot
    for odd in ({**slot, "kind": "weather"}, {**slot, "kind": []}, {**slot, "holder": 1}, {}):
        with pytest.raises(ProtocolError, match=r"The answer to object\.show cannot be read"):
            answered(ShowObject("x"), odd)


def test_every_request_says_what_it_is_answered_with():
    answers = {answer_of(each) for each in requests()}
    assert {Pulse, Welcome, Delivery, Outcome} <= answers
    assert Plain not in answers
