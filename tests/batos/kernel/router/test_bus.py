"""Members of the bus are found by their names, and what cannot be handed on is told."""

import time

import pytest

from batos.errors import BatosError
from batos.wire.faults import (
    BodyInvalidError,
    BusyError,
    EngineUnavailableError,
    UnknownTargetError,
)
from batos.wire.messages.bus import BatGram
from batos.wire.messages.workers import Beat, Refused, Register, Registered

GRAM = BatGram.TYPE
LATER = 30.0


def ask(far, id_="one", target="brick", method="talk", **more):
    far.ask(GRAM, id_, {"target": target, "method": method, **more})


def post(far, target="brick", method="talk", **more):
    far.say("evt", GRAM, {"target": target, "method": method, **more}, id="p")


def lapse(bus, seconds):
    """Let time pass for those who are not heard."""
    bus.port.check_leases(time.monotonic() + seconds, 0.0)


def test_a_gram_is_asked_of_its_target_and_answered_once(bus):
    member, client = bus.member("BRICK"), bus.client()
    ask(client, payload=[1], source="robin")
    ((header, body),) = member.heard()
    assert body == {"source": "client", "target": "brick", "method": "talk", "payload": [1]}
    assert (header.kind, header.re, header.to) == ("req", "one", "brick")
    member.say("rep", GRAM, {"answer": 3}, re=header.id)
    member.say("rep", GRAM, {"answer": 4}, re=header.id)
    ((header, body),) = client.heard()
    assert (header.kind, header.re, body) == ("rep", "one", {"answer": 3})


def test_the_source_is_whom_the_kernel_knows_and_not_who_it_says_it_is(bus):
    brick, robin = bus.member("brick"), bus.member("robin")
    post(robin, payload="why?", source="babs")
    ask(robin, source="babs")
    told = [(header.kind, body["source"], body.get("payload")) for header, body in brick.heard()]
    assert told == [("evt", "robin", "why?"), ("req", "robin", None)]
    assert robin.heard() == [], "a posted gram that was handed on is not answered"


@pytest.mark.parametrize("give", [ask, post])
@pytest.mark.parametrize("target", ["brock", "nobody", "main", "client"])
def test_a_target_that_nobody_is_called_is_told(bus, give, target):
    bus.member("brick")
    bus.worker(name="main")
    client = bus.client()
    try:
        give(client, target=target)
    except BatosError as error:
        code, known = error.code, error.details["known"]
    else:
        ((_, body),) = client.heard()
        code, known = body["code"], body["details"]["known"]
    assert (code, known) == (UnknownTargetError.code, ["brick"])


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "target"),
        ({"target": "brick"}, "method"),
        ({"target": "", "method": "talk"}, "target"),
        ({"target": ["brick"], "method": "talk"}, "target"),
        ({"target": "b" * 65, "method": "talk"}, "target"),
        ({"target": "brick", "method": 7}, "method"),
    ],
)
@pytest.mark.parametrize("kind", ["req", "evt"])
def test_a_malformed_gram_is_refused_and_the_field_named(bus, kind, body, named):
    member, client = bus.member(), bus.client()
    with pytest.raises(BodyInvalidError, match=named):
        client.say(kind, GRAM, body, id="one")
    assert member.heard() == []


@pytest.mark.parametrize("name", ["kernel", "Client", "MAIN", "a b", "a\nb", "a\u202eb"])
def test_names_that_nobody_may_have_are_refused(bus, name):
    bus.worker(name="main")
    far = bus.client().join(name=name)
    ((header, _),) = far.heard()
    assert header.type == Refused.TYPE
    assert bus.board.members() == []


def test_a_name_belongs_to_one_process_and_a_connection_to_one_name(bus):
    first, second = bus.member("brick"), bus.client()
    for far, name in ((second, "Brick"), (first, "robin")):
        far.join(name=name)
        assert [header.type for header, _ in far.heard()][-1] == Refused.TYPE
    first.join(name="BRICK")
    assert [header.type for header, _ in first.heard()][-1] == Registered.TYPE
    assert bus.board.members() == ["brick"]


def test_a_member_answers_no_types_whatever_it_says(bus):
    bus.worker(name="main", types=["do"])
    member, client = bus.member(types=["do", "other"], capabilities=["infer"]), bus.client()
    client.ask("do", "one")
    assert member.heard() == []
    client.ask("infer.complete", "two")
    assert [body["code"] for _, body in client.heard()] == ["type.unknown"]


def test_who_waits_for_a_member_that_died_is_told_and_what_it_had_not_begun_goes_to_the_next(bus):
    member, client = bus.member(max_parallel=1), bus.client()
    ask(client, "begun")
    ask(client, "waits")
    member.socket.close(0)
    while bus.board.get("brick").peer is not None:
        lapse(bus, 5.0)  # the transport learns of it in its own time
    ((header, body),) = client.heard()
    assert (header.re, body["code"]) == ("begun", "engine.lost")
    assert "brick" in body["message"]
    after = bus.client().join(name="brick")
    (_, (_, gram)) = after.heard()
    assert gram["method"] == "talk"


def test_grams_that_may_be_answered_twice_are_all_given_to_the_next_one(bus):
    member, client = bus.member(idempotent=[GRAM]), bus.client()
    ask(client, "begun")
    member.say("ctl", "leave")
    after = bus.client().join(name="brick")
    assert [header.re for header, _ in after.heard()] == ["", "begun"]
    assert client.heard() == []


def test_nobody_waits_for_ever_for_a_member_that_does_not_come_back(bus):
    member, client = bus.member(), bus.client()
    member.say("ctl", "leave")
    ask(client, "late")
    (header, _), *_ = client.heard()
    assert header.type == "job.waiting"
    with pytest.raises(EngineUnavailableError, match="gone"):
        post(client)
    lapse(bus, LATER)
    ((header, body),) = client.heard()
    assert (header.kind, body["code"]) == ("err", "engine.unavailable")
    assert bus.board.members() == []


def test_a_member_that_is_only_slow_keeps_its_name_until_it_counts_as_dead(bus):
    member, other = bus.member(), bus.client()
    lapse(bus, 5.0)
    member.heard()
    other.join(name="brick")
    assert [header.type for header, _ in other.heard()] == [Refused.TYPE]
    lapse(bus, LATER)
    assert bus.board.get("brick").cause.startswith("no sign of life")
    member.say("ctl", Beat.TYPE, Beat(0, "ready", ""))
    assert member.heard()[-1][0].type == "unregistered"


def test_over_a_new_link_the_same_process_goes_on_with_what_it_has_in_hand(bus):
    client = bus.client()
    member = bus.client()
    member.say("ctl", Register.TYPE, Register(name="brick", max_parallel=2), sess="s1")
    member.heard()
    ask(client, "kept")
    ask(client, "lost")
    kept, _ = member.jobs()
    again = bus.client()
    again.say("ctl", Register.TYPE, Register(name="brick", jobs=[kept]), sess="s1")
    assert [(header.re, header.kind) for header, _ in client.heard()] == [("lost", "err")]
    again.say("rep", GRAM, {"answer": 1}, re=kept)
    assert client.kinds() == [("rep", "kept")]


def test_a_reader_that_does_not_keep_up_is_told_to_the_sender(bus_of):
    bus = bus_of(outbox_entries=5)
    member, client = bus.member(), bus.client()

    def flood():
        for _ in range(10_000):
            post(client, payload="x")

    with pytest.raises(BusyError, match="does not keep up"):
        flood()
    assert member.heard(), "what was handed on is there"
