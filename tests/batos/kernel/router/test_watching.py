"""Who joins hears what was told before, then what is told, and how it ended; two hear the same."""

import pytest

from batos.kernel.router.watching import topic_of
from batos.plugins.cycle_event import CycleEvent
from batos.wire.codec import encode_body
from batos.wire.faults import BodyInvalidError, BusyError, UnknownJobError
from batos.wire.messages.talk.watching import JobBegun, Joined, WatchConversation, WatchJob

ASK = "mission.ask"


@pytest.fixture
def worker(bus):
    """A worker whose requests are turns of conversations."""
    return bus.worker(types=[ASK], topics={ASK: "conversation"}, max_parallel=4)


def told(far, re):
    """Return what belongs to a request: kinds, numbers and bodies."""
    return [(header.kind, header.seq, body) for header, body in far.heard() if header.re == re]


def tell(worker, key, *words):
    for word in words:
        worker.say("evt", "talk", {"text": word}, re=key)


def test_who_joins_a_request_hears_it_from_its_beginning_and_then_live(bus, worker):
    first, second = bus.client(), bus.client()
    first.ask(ASK, "one", {"text": "hello"})
    (key,) = worker.jobs()
    tell(worker, key, "a", "b")
    second.ask(WatchJob.TYPE, "watch", {"re": "one"})
    tell(worker, key, "c")
    worker.say("rep", ASK, {"text": "abc"}, re=key)
    events = [("evt", number, {"text": text}) for number, text in enumerate("abc", 1)]
    answer = {"job": key, "type": ASK, "kind": "rep", "answer": {"text": "abc"}}
    assert told(second, "watch") == [*events, ("rep", 0, answer)]
    assert told(first, "one")[-4:] == [*events, ("rep", 0, {"text": "abc"})], "it loses nothing"


def test_who_joins_when_it_is_over_hears_all_of_it(bus, worker):
    first, second = bus.client(), bus.client()
    first.ask(ASK, "one", {"text": "hello"})
    (key,) = worker.jobs()
    tell(worker, key, "a")
    worker.say("err", ASK, {"code": "x", "message": "No."}, re=key)
    second.ask(WatchJob.TYPE, "watch", {"re": key})
    (event, (kind, _, body)) = told(second, "watch")
    assert event == ("evt", 1, {"text": "a"})
    assert (kind, body["kind"], body["answer"]["message"]) == ("rep", "err", "No.")


def test_a_cycle_is_found_by_its_own_name(bus, worker):
    first, second = bus.client(), bus.client()
    first.ask(ASK, "one", {"text": "hello"})
    (key,) = worker.jobs()
    for cycle in ("c1", "c2"):
        worker.say("evt", CycleEvent.TYPE, CycleEvent(kind="state", text="", cycle=cycle), re=key)
    assert [job.summary()["cycles"] for job in bus.dispatcher.jobs] == [["c1", "c2"]]
    second.ask(WatchJob.TYPE, "watch", {"re": "c2"})
    assert [body["cycle"] for _, _, body in told(second, "watch")] == ["c1", "c2"]


def test_what_is_kept_no_more_is_a_gap_and_not_a_silence(bus_of):
    bus = bus_of(journal_entries=2)
    worker, first, second = bus.worker(types=[ASK]), bus.client(), bus.client()
    first.ask(ASK, "one", {})
    (key,) = worker.jobs()
    tell(worker, key, *"abcde")
    second.ask(WatchJob.TYPE, "watch", {"re": key})
    gap, *rest = told(second, "watch")
    assert gap == ("evt", 3, {"from": 1, "to": 3, "count": 3})
    assert [(seq, body["text"]) for _, seq, body in rest] == [(4, "d"), (5, "e")]


def test_two_on_one_conversation_are_told_of_every_turn_by_whomever(bus, worker):
    amy, ben, eve = bus.client(), bus.client(), bus.client()
    amy.ask(ASK, "early", {"text": "one", "conversation": "garden"})
    for far, name, user in ((amy, "garden", ""), (ben, " garden ", "user"), (eve, "garden", "eve")):
        far.ask(WatchConversation.TYPE, f"watch-{id(far)}", {"name": name, "user": user})
    ben.ask(ASK, "late", {"text": "two", "conversation": "garden", "user": "user"})
    ben.ask(ASK, "other", {"text": "three", "conversation": "shed"})
    ben.ask(ASK, "none", {"text": "four"})
    heard = [
        [
            (header.type, body.get("asked", {}).get("text", ""))
            for header, body in far.heard()
            if header.seq
        ]
        for far in (amy, ben, eve)
    ]
    begun = [(JobBegun.TYPE, "one"), (Joined.TYPE, ""), (JobBegun.TYPE, "two")]
    assert heard == [begun, begun, begun[1:2]]


def test_a_watch_ends_with_a_cancel_and_what_it_heard_goes_on(bus, worker):
    first, second = bus.client(), bus.client()
    first.ask(ASK, "one", {"conversation": "c"})
    (key,) = worker.jobs()
    second.ask(WatchJob.TYPE, "hear", {"re": "one"})
    second.ask(WatchConversation.TYPE, "join", {"name": "c"})
    for name in ("hear", "join"):
        bus.dispatcher.cancel(bus.dispatcher.jobs.find(name), reason="enough")
        assert told(second, name)[-1][2]["code"] == "cancelled"
    second.heard()
    tell(worker, key, "a")
    first.ask(ASK, "two", {"conversation": "c"})
    assert second.heard() == []
    assert told(first, "one")[-1] == ("evt", 1, {"text": "a"})
    assert worker.heard(), "nobody has stopped the work"


def test_conversations_end_when_the_kernel_stops_and_requests_are_heard_to_their_end(bus, worker):
    first, second = bus.client(), bus.client()
    first.ask(ASK, "one", {"conversation": "c"})
    (key,) = worker.jobs()
    second.ask(WatchJob.TYPE, "hear", {"re": "one"})
    second.ask(WatchConversation.TYPE, "join", {"name": "c"})
    bus.dispatcher.cancel_own("it stops")
    assert told(second, "join")[-1] == ("rep", 0, {})
    worker.say("rep", ASK, {}, re=key)
    assert len(bus.dispatcher.jobs) == 0


def test_what_nobody_has_asked_cannot_be_heard(bus, worker):
    client = bus.client()
    client.ask(WatchConversation.TYPE, "join", {"name": "c"})
    for re in ("nothing", "join"):
        with pytest.raises(UnknownJobError, match=re):
            client.ask(WatchJob.TYPE, f"watch-{re}", {"re": re})
    with pytest.raises(BodyInvalidError, match="name"):
        client.ask(WatchConversation.TYPE, "bad", {"name": ""})


def test_one_client_cannot_hold_watches_without_end(bus_of):
    bus = bus_of(open_requests=3)
    client = bus.client()
    for number in range(3):
        client.ask(WatchConversation.TYPE, f"w{number}", {"name": "c"})
    with pytest.raises(BusyError, match="Too many"):
        client.ask(WatchConversation.TYPE, "more", {"name": "c"})


@pytest.mark.parametrize(
    ("body", "topic"),
    [
        ({"conversation": "c"}, ("user", "c")),
        ({"conversation": " c ", "user": "amy"}, ("amy", "c")),
        ({"conversation": ""}, None),
        ({"conversation": 3}, None),
        ({"conversation": "c", "user": 3}, None),
        ({}, None),
    ],
)
def test_the_conversation_of_a_request_stands_in_its_body(body, topic):
    assert topic_of(encode_body(body), "conversation") == topic


def test_a_body_that_cannot_be_read_is_of_no_conversation():
    assert topic_of(b"\xc1", "conversation") is None
