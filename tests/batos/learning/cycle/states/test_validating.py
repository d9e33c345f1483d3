"""VALIDATING: the gates, and what they say."""

import pytest

from batos.errors import MissionFailedError
from batos.learning.model.brief import MissionBrief
from batos.objects import Example


def failure(image, *examples, text="zorble it", **fields):
    brief = MissionBrief(selector="zorble", text=text, examples=examples, **fields)
    with pytest.raises(MissionFailedError) as caught:
        image.learn(brief)
    return caught.value.details["reason"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("return number + 1", "It must hold that zorble(3) == 9, but it gave 4."),
        ("return number / 0", "it raised ZeroDivisionError"),
        ("return [number].index(5)", "it raised ValueError"),
        ("while True:\n        number += 1", "does not come to an end"),
        ("return self.juggle(number)", "juggle"),
        ("return self", "zorble(3)"),
        ("pass", "not complete"),
        ("return None", "but it gave None"),
        ("return '9'", "but it gave '9'"),
        ("return True", "but it gave True"),
    ],
)
def test_faults_are_sentences(home, m, body, reason):
    image = home.open(m.Coder(f"    {body}\n"), cycle__repairs=0, guardian__trial_seconds=0.5)
    assert reason in failure(image, Example(args=(3,), result=9))


def test_every_example_gates(home, m):
    image = home.open(m.Coder("    return 9\n"), cycle__repairs=0)
    reason = failure(image, Example(args=(3,), result=9), Example(args=(4,), result=16))
    assert "zorble(4) == 16" in reason


def test_an_expected_error(home, m):
    image = home.open(m.Coder("    if number < 0:\n        raise ValueError('no')\n    return 1\n"))
    examples = (Example(args=(3,), result=1), Example(args=(-1,), raises="ValueError"))
    assert image.learn(MissionBrief(selector="zorble", text="zorble", examples=examples)).complete


def test_a_call_without_a_result_must_at_least_run(home, m):
    image = home.open(m.Coder("    return 9 // (number - 4)\n"), cycle__repairs=0)
    reason = failure(image, Example(args=(5,), result=9), Example(args=(4,)))
    assert "ZeroDivisionError" in reason


def test_state_after_the_call_gates(home, m):
    image = home.open(
        m.Coder("    self.seen = [number]\n    self._p_changed = True\n    return 1\n"),
        cycle__repairs=0,
    )
    failure(image, Example(args=(2,), state={"seen": [1]}, result=1, after={"seen": [1, 2]}))
    right = "    self.seen.append(number)\n    self._p_changed = True\n    return 1\n"
    home.backends[-1]._answer = m.Coder(right)
    example = Example(args=(2,), state={"seen": [1]}, result=1, after={"seen": [1, 2]})
    assert image.learn(MissionBrief(selector="zorble", text="z", examples=(example,))).complete


def test_the_shorter_of_two_right_ones(home, m):
    long = "    total = 0\n    for each in range(3):\n        total += number\n    return total\n"
    image = home.open(m.Coder("    return 0\n", long, "    return number * 3\n"))
    examples = (Example(args=(3,), result=9), Example(args=(5,), result=15))
    outcome = image.learn(MissionBrief(selector="zorble", text="zorble", examples=examples))
    assert "number * 3" in outcome.source


def test_without_examples_equal_answers_are_votes(home, m):
    image = home.open(m.Coder("    return number * 3\n"))
    assert image.send("genesis", "frobnicate", 4) == 12


def test_without_examples_saying_nothing_is_no_answer(home, m):
    image = home.open(m.Coder("    return None\n"))
    with pytest.raises(MissionFailedError):
        image.send("genesis", "frobnicate", 4)


def test_a_clock_read_twice_agrees(home, m):
    image = home.open(m.Coder('    return now().strftime("%f")\n', '    return f"{now():%f}"\n'))
    outcome = image.learn("create a method to frobnicate the present")
    assert outcome.complete


def test_verdicts_are_told(home, m):
    heard = []
    image = home.open(m.Coder("    return 0\n", "    return number * 3\n"))
    examples = (Example(args=(3,), result=9),)
    image.learn(MissionBrief(selector="zorble", text="z", examples=examples), listener=heard.append)
    verdicts = [event for event in heard if event.kind == "cycle.verdict"]
    assert [event.data["accepted"] for event in verdicts] == [False, True]
    assert verdicts[-1].text == (
        "accepted: 1 example came true; 4 of 4 written candidates do the same"
    )


def test_a_slot_that_the_mission_names_must_be_used(home, m):
    image = home.open(m.Coder("    return 1\n"), cycle__repairs=0)
    text = "adds one to the slot visits and returns the new number"
    reason = failure(image, Example(state={"visits": 0}, result=1), text=text)
    assert "read or change the slot visits" in reason


def test_the_largest_group_of_equal_behaviour_is_believed(home, m):
    odd, right = "    return number * 2\n", "    return number + number\n"
    image = home.open(m.Coder("    return 4\n", odd, right, "    return 2 * number\n", odd))
    example = Example(args=(2,), result=4)
    heard = []
    outcome = image.learn(
        MissionBrief(selector="zorble", text="z", examples=(example,)), listener=heard.append
    )
    assert image.send("genesis", "zorble", 10) == 20
    verdict = next(
        event.data for event in heard if event.kind == "cycle.verdict" and event.data["accepted"]
    )
    assert verdict["trust"] == "tentative"
    assert verdict["evidence"]["groups"] == 2
    assert 0.5 < verdict["confidence"] < 1
    assert outcome.complete


def test_where_groups_differ_and_nobody_is_there_refusing_refuses(home, m):
    bodies = [f"    return number + {extra} * (number - 2)\n" for extra in range(60)]
    image = home.open(m.Coder(*bodies), cycle__unattended="refuse")
    assert "nobody is there to be asked" in failure(image, Example(args=(2,), result=2))


def test_two_examples_with_different_answers_make_it_proven(home, m):
    heard = []
    examples = (Example(args=(3,), result=9), Example(args=(5,), result=15))
    image = home.open(m.Coder("    return number * 3\n"))
    image.learn(MissionBrief(selector="zorble", text="z", examples=examples), listener=heard.append)
    verdicts = [event.data for event in heard if event.kind == "cycle.verdict"]
    assert verdicts[-1]["trust"] == "proven"
