"""The tour, with a script for a model."""

import re

BODY = '    return now().strftime("%H:%M:%S")\n'


def test_scripted_tour_learns_restarts_and_calls_again(alone, still, h):
    still.script({"when": "def report_current_system_time(", "answer": BODY}, h.ALLOW)
    answer = alone("tour")
    assert answer.code == 0, answer
    values = answer.out.splitlines()
    assert len(values) == 2
    assert all(re.fullmatch(r'"\d\d:\d\d:\d\d"', value) for value in values)
    assert "Learned genesis.report_current_system_time." in answer.err
    assert answer.err.count("(no model call, ") == 2
    assert answer.err.count("BAT OS is up at ") == 2
    assert answer.err.endswith("BAT OS is down; start it with: batos up\n")
    again = alone("tour", "--no-chat")
    assert again.code == 0
    assert "it was learned before" in again.err
    told = alone("tour", "--json").json()
    assert told["learned"] == "genesis.report_current_system_time"
    assert [type(value) for value in told["values"]] == [str, str]
    assert alone("status").code == 6


def test_scripted_tour_that_cannot_learn_says_why_and_leaves_the_system_up(alone, still, h):
    still.script({"when": "def report_current_system_time(", "error": "No voice."}, h.ALLOW)
    answer = alone("tour")
    assert (answer.code, answer.out) == (1, "")
    assert "could not learn 'report_current_system_time': " in answer.err
    assert "Traceback" not in answer.err
    assert alone("status").code == 0
