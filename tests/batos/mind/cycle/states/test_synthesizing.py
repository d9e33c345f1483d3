"""SYNTHESIZING: what is asked, and what is made of the answers."""

import pytest

from batos.errors import MissionFailedError
from batos.mind.cycle.machine import STATES
from batos.mind.request.brief import MissionBrief
from batos.objects import Example

EXAMPLES = (Example(args=(3,), result=9), Example(args=(5,), result=15))
BRIEF = MissionBrief(selector="treble", text="treble a figure", examples=EXAMPLES)
RIGHT = "    return number * 3\n"
WRONG = "    return number * 2\n"


def written(home, m):
    return [each for each in home.backends[-1].requests if not m.is_veto(each)]


def test_the_likeliest_answer_first_and_alone(home, m):
    home.open(m.Coder(RIGHT)).learn(BRIEF)
    (request,) = written(home, m)
    assert request.temperature == 0
    assert request.prompt.endswith('def treble(self, number):\n    """Treble a figure."""\n')
    assert request.max_tokens == 320


def test_then_samples_then_repairs(home, m):
    bodies = [f"    return number * {factor}\n" for factor in range(10, 90)]
    image = home.open(m.Coder(*bodies), cycle__candidates=3, cycle__repairs=1)
    with pytest.raises(MissionFailedError):
        image.learn(BRIEF)
    requests = written(home, m)
    repairs = [each.prompt.startswith("# Wrong") for each in requests]
    assert repairs == [False] * 4 + [True] * 3
    born = next(state for state in STATES if state.name == "SYNTHESIZING")
    cold, *warm = born.settings["temperatures"]
    padded = [*warm, *[warm[-1]] * 3][:3]
    assert [each.temperature for each in requests] == [cold, *padded, *padded]
    assert len({(each.seed, each.temperature) for each in requests}) == len(requests)


def test_the_same_mission_asks_the_same(home, m):
    prompts = []
    for _ in range(2):
        image = home.open(m.Coder(WRONG), cycle__repairs=0)
        with pytest.raises(MissionFailedError):
            image.learn(BRIEF)
        image.close()
        prompts.append([(each.prompt, each.seed) for each in written(home, m)])
    assert prompts[0] == prompts[1]


@pytest.mark.parametrize(
    "says",
    [
        RIGHT,
        f"def treble(self, number):\n{RIGHT}",
        f"```python\n{RIGHT}```\nI hope this helps!",
        f"def treble(self, number):\n{RIGHT}\n\nI hope this helps!",
        "def treble(number):\n    return number * 3\n",
        "   return number * 3\n",
        RIGHT + "\n# Task: another one\n",
        RIGHT + "    print('done')\n    x = \n",
        "    import math\n    return math.floor(number * 3)\n",
    ],
)
def test_many_forms_are_understood(home, m, says):
    image = home.open(m.Coder(says), cycle__repairs=0)
    assert image.learn(BRIEF).complete
    assert image.send("genesis", "treble", 4) == 12


def test_the_covenant_is_kept_for_the_model(home, m):
    image = home.open(m.Coder("    self.total = number\n    return number * 3\n"))
    outcome = image.learn(BRIEF)
    assert "self._p_changed = True" in outcome.source
    image.send("genesis", "treble", 4)
    assert image.send("genesis", "total") == 4


def test_findings_go_back_before_anything_is_run(home, m):
    opens = "    return open('x').read() * 3\n"
    image = home.open(m.Coder(opens, opens, opens, opens, opens, RIGHT))
    outcome = image.learn(BRIEF)
    assert outcome.origin == "repaired"
    repair = next(each.prompt for each in written(home, m) if each.prompt.startswith("# Wrong"))
    assert "open" in repair.split("\n# Right")[0]


def test_the_best_candidate_is_the_one_that_is_repaired(home, m):
    half = "    return 9\n"
    image = home.open(m.Coder(WRONG, half, WRONG, WRONG, WRONG, RIGHT))
    image.learn(BRIEF)
    repair = next(each.prompt for each in written(home, m) if each.prompt.startswith("# Wrong"))
    assert "return 9" in repair


def test_candidates_that_only_disagree_are_written_afresh(home, m):
    bodies = [f"    return number + {extra}\n" for extra in range(100, 130)]
    image = home.open(m.Coder(*bodies))
    with pytest.raises(MissionFailedError):
        image.deliver("genesis", "frobnicate", (3,))
    assert not any(each.prompt.startswith("# Wrong") for each in written(home, m))


def test_code_and_its_problem_are_told(home, m):
    heard = []
    home.open(m.Coder("    return open('x')\n", RIGHT)).learn(BRIEF, listener=heard.append)
    codes = [event for event in heard if event["kind"] == "cycle.code"]
    assert "open" in codes[0]["data"]["problem"]
    assert codes[-1]["data"]["problem"] == ""
    assert codes[-1]["text"].endswith("return number * 3\n")
