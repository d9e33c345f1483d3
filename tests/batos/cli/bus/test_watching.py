"""Who joins sees what the first one sees, from the beginning."""

import json
import signal

TALK = "why does the moon follow the car?"


def running(batos, text_of):
    """Return the name of the job that runs, once there is one."""

    def look():
        jobs = batos("watch", "--json").json()
        return next((each["job"] for each in jobs if each["type"] == text_of), None)

    return look


def test_a_request_is_joined_by_two_while_it_runs_and_heard_when_it_is_over(batos, shared, h):
    gate = shared.gate("watched")
    shared.script({"when": TALK, "answer": "It is far away.", "gate": gate.path}, h.ALLOW)
    asked = shared.begin("ask", f"ROBIN, {TALK}")
    gate.wait()
    job = h.until(running(batos, "mission.ask"))
    assert job in batos("watch").out
    others = [shared.begin("watch", job) for _ in range(2)]
    gate.open()
    first = shared.finish(asked)
    for other in others:
        told = shared.finish(other)
        assert (told.code, told.out) == (0, first.out)
    late = batos("watch", job, "--json").json()
    assert (late["kind"], late["answer"]["text"]) == ("rep", "It is far away.")


def test_a_cycle_is_heard_from_its_beginning_and_its_failure_is_one(batos, shared, h):
    odd = h.Odd("watched")
    shared.script(odd.right, h.ALLOW)
    learned = batos("ask", odd.text, "--name", odd.name)
    assert learned.code == 0, learned
    cycle = batos("cycles", "--json").json()[0]["cycle"]
    told = batos("watch", cycle)
    assert (told.code, told.out) == (0, learned.out)
    assert "SYNTHESIZING" in told.err
    batos("watch", "c0ffee").sentence(2, "no job 'c0ffee'", "batos show c0ffee")
    batos("watch", "j1", "--conversation", "c").sentence(2, "not both")


def test_two_terminals_on_one_conversation_see_the_same(batos, shared, h):
    shared.script(
        {"when": "first?", "answer": "One."}, {"when": "second?", "answer": "Two."}, h.ALLOW
    )
    talk = ("--conversation", "watched garden")
    assert batos("ask", "ROBIN, first?", *talk).code == 0
    other = shared.begin("watch", *talk, "--json")
    lines = [json.loads(other.stdout.readline())]
    assert batos("ask", "ROBIN, second?", *talk).code == 0
    lines.append(json.loads(other.stdout.readline()))
    other.send_signal(signal.SIGINT)
    ended = shared.finish(other)
    assert (ended.code, ended.out) == (0, "")
    assert [(each["said"], each["persona"], each["answer"]) for each in lines] == [
        ("ROBIN, first?", "robin", "One."),
        ("ROBIN, second?", "robin", "Two."),
    ]
    assert [each["said"] for each in lines] == [
        each["said"]
        for each in batos("conversations", "show", "watched garden", "--json").json()["turns"]
    ]
