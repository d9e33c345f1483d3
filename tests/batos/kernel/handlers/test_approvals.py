"""``approval.*`` over the wire."""

import pytest

from batos.errors import ApprovalPendingError, BatosError, UnknownNameError, UsageError
from batos.wire.messages.objects import SendMessage
from batos.wire.messages.talk.approvals import (
    AllowAgain,
    Approve,
    DiffChange,
    EditChange,
    ListChanges,
    Refuse,
    RunChange,
    SetPolicy,
    ShowChange,
    ShowPolicy,
)
from batos.wire.messages.talk.missions import Ask, SubmitMission


@pytest.fixture
def client(shared):
    with shared.client() as client:
        yield client


@pytest.fixture
def waiting(shared, client, h):
    """A change of ``genesis.knot_wired`` that waits; refused in the end where nobody decided."""
    odd = h.Odd("wired")
    shared.script(odd.right, h.ALLOW)
    answer = client.request(Ask(odd.text, selector=odd.name, approve="ask"))
    assert answer.kind == "waiting", answer
    number = answer.outcome.cycle
    yield number
    if number in [line["id"] for line in client.request(ListChanges()).changes]:
        client.request(Refuse(number))
        client.request(AllowAgain("genesis.knot_wired"))


@pytest.mark.long
def test_scripted_everything_can_be_done_by_a_program(client, waiting):
    shown = client.request(ShowChange(waiting))
    assert shown["address"] == "genesis.knot_wired"
    assert "knot_wired" in client.request(DiffChange(waiting))["diff"]
    found = client.request(RunChange(waiting, args=["abc"]))
    assert (found["value"], found["changes"]) == ("bc-wired-a", [])
    source = shown["source"].replace("return", "text = text\n    return")
    edited = client.request(EditChange(waiting, source=source, by="amy"))
    assert (edited["source"], edited["edits"][0]["by"]) == (source, "amy")
    with pytest.raises(ApprovalPendingError) as caught:
        client.request(SendMessage("knot_wired", args=["abc"]))
    assert caught.value.details["cycle"] == waiting
    brief = {"selector": "knot_wired", "text": "knots"}
    with pytest.raises(ApprovalPendingError):
        client.request(SubmitMission(brief))
    outcome = client.request(Refuse(waiting, by="amy", reason="dull")).outcome
    assert outcome.reason == "refused by amy: dull"
    assert client.request(AllowAgain("genesis.knot_wired"))["allowed"] == 2
    with pytest.raises(UsageError, match="was refused by amy already"):
        client.request(Approve(waiting))


@pytest.mark.long
def test_scripted_an_attended_mission_waits(shared, client, h):
    odd = h.Odd("seen")
    shared.script(odd.right, h.ALLOW)
    answer = client.request(Ask(odd.text, selector=odd.name, attended=True))
    assert answer.kind == "waiting"
    done = client.request(Approve(answer.outcome.cycle, note="seen"))
    assert (done.outcome.status, done.message) == ("COMPLETE", None)
    value = client.request(SendMessage(odd.name, args=["ab"])).value
    assert value == "b-seen-a"


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("object.send", {"selector": "x", "attended": 1}, "'attended' must be true or false"),
        ("object.send", {"selector": "x", "approve": 1}, "'approve' must be a text"),
        ("object.send", {"selector": "x", "approve": "yes"}, "no approval policy 'yes'"),
        ("mission.ask", {"text": "x", "attended": "yes"}, "'attended' must be true or false"),
        ("mission.submit", {"brief": {"attended": 1}}, "'attended' must be true or false"),
        ("mission.submit", {"brief": {"approval": "x"}}, "no approval policy 'x'"),
        ("mission.submit", {"brief": {"message": 3}}, "'message' must be a map"),
        ("approval.show", {}, "'id' must be a text"),
        ("approval.show", {"id": 3}, "'id' must be a text"),
        ("approval.run", {"id": "x", "args": 3}, "'args' must be a list"),
        ("approval.edit", {"id": "x"}, "'source' must be a text"),
        ("approval.approve", {"id": "x", "by": []}, "'by' must be a text"),
        ("approval.refuse", {"id": "x", "reason": 3}, "'reason' must be a text"),
        ("approval.set_policy", {"object": "babs", "policy": "x"}, "no approval policy 'x'"),
        ("approval.allow", {"address": "genesis"}, "does not name a method"),
    ],
)
def test_bad_fields_are_named(client, kind, body, said):
    with pytest.raises(UsageError, match=said):
        client.call(kind, body)


@pytest.mark.parametrize("kind", ["show", "diff", "run", "approve", "refuse"])
def test_an_unknown_id_is_told(client, kind):
    with pytest.raises(UnknownNameError, match="no waiting change named 'nothing'") as caught:
        client.call(f"approval.{kind}", {"id": "nothing"})
    assert isinstance(caught.value, BatosError)


def test_a_policy_is_read_and_set(client):
    assert client.request(ShowPolicy("brick"))["policy"] == "ask"
    done = client.request(SetPolicy("brick", policy="auto"))
    assert (done["own"], done["policy"], done["source"]) == ("auto", "auto", "brick")
    done = client.request(SetPolicy("brick", policy="inherit"))
    assert done["own"] is None
