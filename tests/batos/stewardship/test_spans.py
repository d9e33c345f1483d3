"""The audit trail as spans: what belongs together is one trace."""

from batos.stewardship.spans import traces_of

SECOND = 1_000_000_000


def entry(kind, second, *, cycle="c1", **facts):
    at = f"2026-11-30T00:00:{second:02d}.000000+00:00"
    return {"kind": kind, "cycle": cycle, "at": at, "text": f"{kind} said", **facts}


def test_a_cycle_is_a_trace_and_each_state_a_span_of_it():
    about = {"receiver": "genesis", "selector": "knot"}
    (trace,) = traces_of(
        [
            entry("cycle.started", 1, **about),
            entry("cycle.state", 1, state="DECOMPOSING"),
            entry("cycle.contract", 2),
            entry("cycle.state", 4, state="FAILED"),
            entry("cycle.finished", 5, data={"status": "FAILED", "reason": "It was no use."}),
        ]
    )
    assert (trace.name, trace.trace, trace.ended - trace.began) == (
        "cycle genesis.knot",
        "c1",
        4 * SECOND,
    )
    assert trace.attributes == {
        "batos.cycle": "c1",
        "batos.status": "FAILED",
        "batos.reason": "It was no use.",
    }
    assert trace.problem == "It was no use."
    first, second = trace.parts
    assert (first.name, first.ended - first.began) == ("DECOMPOSING", 3 * SECOND)
    assert [name for _, name, _ in first.events] == ["cycle.contract"]
    assert (second.name, second.ended) == ("FAILED", trace.ended)


def test_a_step_of_a_heartbeat_ends_when_it_is_told():
    counts = {"right": 2, "wrong": 1}
    data = {"step": "test", "state": "failed", "seconds": 2.0, "counts": counts}
    (trace,) = traces_of(
        [
            entry("heartbeat.began", 1, cycle="h1"),
            entry("heartbeat.step", 5, cycle="h1", state="test", data=data),
            entry("heartbeat.ended", 6, cycle="h1"),
        ]
    )
    (part,) = trace.parts
    assert (part.name, part.ended - part.began, part.problem) == (
        "test",
        2 * SECOND,
        "heartbeat.step said",
    )
    assert part.attributes["batos.wrong"] == 1
    assert [name for _, name, _ in trace.events] == ["heartbeat.began", "heartbeat.ended"]


def test_others_are_told_apart_by_their_ids_and_kinds():
    found = list(
        traces_of(
            [
                entry("talk.asked", 1, cycle="t1"),
                entry("cycle.started", 2),
                entry("talk.command", 3, cycle="t1", data={"reader": "rules", "command": "call"}),
                entry("memory.added", 4, cycle=""),
                entry("memory.added", 5, cycle=""),
                {"kind": "odd", "at": "never"},
            ]
        )
    )
    assert [each.name for each in found] == ["talk", "cycle", "memory", "memory", "odd"]
    assert [len(each.events) for each in found] == [2, 1, 1, 1, 1]
    talk = found[0].attributes
    assert (talk["batos.reader"], talk["batos.command"]) == ("rules", "call")
