"""SYNTHESIZING: what is asked, and what is made of the answers."""

import contextlib
from dataclasses import replace
from typing import ClassVar

import pytest

from batos.errors import BackendError, MissionFailedError
from batos.inference import prompt_text
from batos.learning.model.brief import MissionBrief
from batos.learning.model.machine import STATES
from batos.objects import Example
from batos.plugins import PluginSet

EXAMPLES = (Example(args=(3,), result=9), Example(args=(5,), result=15))
BRIEF = MissionBrief(selector="treble", text="treble a figure", examples=EXAMPLES)
RIGHT = "    return number * 3\n"
WRONG = "    return number * 2\n"


def written(home, m):
    return [each for each in home.backends[-1].requests if not m.is_veto(each)]


def is_repair(request):
    return prompt_text(request).startswith("# Wrong")


def test_the_likeliest_answer_first_and_alone(home, m):
    examples = (*EXAMPLES, Example(args=(1000,), result=3000), Example(args=(200,), result=600))
    image = home.open(m.Coder(RIGHT))
    image.learn(MissionBrief(selector="treble", text="treble a figure", examples=examples))
    (request,) = written(home, m)
    assert request.temperature == 0
    assert request.prompt.endswith('def treble(self, number):\n    """Treble a figure."""\n')
    assert request.max_tokens == 512


def test_what_examples_hardly_prove_is_sampled_besides(home, m):
    home.open(m.Coder(RIGHT), cycle__candidates=3).learn(BRIEF)
    first, *samples = written(home, m)
    assert first.temperature == 0
    assert len(samples) == 3, "as many as are drawn at once"
    assert all(each.temperature > 0 for each in samples)


def test_what_is_wrong_is_sampled_afresh(home, m):
    bodies = [f"    return number * {factor}\n" for factor in range(10, 90)]
    image = home.open(m.Coder(*bodies), cycle__candidates=3, cycle__repairs=1)
    with pytest.raises(MissionFailedError):
        image.learn(BRIEF)
    requests = written(home, m)
    assert not any(map(is_repair, requests))
    born = next(state for state in STATES if state.name == "SYNTHESIZING")
    cold, *warm = born.settings["temperatures"]
    samples = born.settings["rounds"].count("sample") + 1  # the round that nothing was mended in
    warmth = [each for each in [*warm, warm[-1]][:samples] for _ in range(3)]
    assert [each.temperature for each in requests] == [cold, *warmth]
    assert len({(each.seed, each.temperature) for each in requests}) == len(requests)


def test_what_the_guardian_found_goes_back_once(home, m):
    image = home.open(m.Coder("    return open('x')\n"), cycle__repairs=2)
    with pytest.raises(MissionFailedError):
        image.learn(BRIEF)
    repairs = [each for each in written(home, m) if is_repair(each)]
    assert len(repairs) == 1


class TestChat:
    """A persona with a system message is asked in a conversation."""

    SYSTEM = "You write methods. Offered: {offered}.\n{object}\n{worked}"
    PROMPTS: ClassVar = {
        "system": SYSTEM,
        "object": "It is a method.",
        "worked": "Task: an example",
        "method": "Task: {task}\n{examples}\n{slots}\n{used}\n{related}\nBegin with `{head}`",
        "repair": "Wrong:\n{feedback}\nBegin with `{head}`",
    }

    def asked(self, home, m, says, brief, **settings):
        plugins = PluginSet([m.plugin(m.alfred(), m.brick(prompts=self.PROMPTS), m.robin())])
        image = home.open(m.Coder(says), plugins=plugins, **settings)
        with contextlib.suppress(MissionFailedError):
            image.learn(brief)
        self.image = image
        return written(home, m)

    def test_the_task_is_shown_whole_and_unchanged(self, home, m):
        whole = "Treble a figure;  3 gives 9.\nBut never a text"
        brief = replace(BRIEF, whole=whole)
        system, user = self.asked(home, m, RIGHT, brief)[0].messages
        assert "math" in system.content
        assert "a method" not in system.content
        assert "an example" not in system.content
        assert f"Task: {whole}\n" in user.content
        assert "treble(3) == 9" in user.content
        assert "`def treble(`" in user.content, "only the kinds of values have names"

    def test_worked_examples_stand_before_missions_on_slots(self, home, m):
        brief = MissionBrief(selector="note", text="notes a figure in the slot purpose")
        system, user = self.asked(home, m, RIGHT, brief)[0].messages
        assert "It is a method." in system.content
        assert "Task: an example" in system.content
        assert "self.purpose = " in user.content
        assert "`def note(self`" in user.content

    def test_all_missions_of_a_kind_have_one_system_message(self, home, m):
        one = self.asked(home, m, RIGHT, BRIEF)[0].messages[0]
        self.image.close()
        other = replace(BRIEF, selector="thrice", text="thrice a figure")
        assert self.asked(home, m, RIGHT, other)[0].messages[0] == one

    def test_a_repair_is_a_further_turn(self, home, m):
        requests = self.asked(home, m, "    return open('x')\n", BRIEF)
        turns = next(each.messages for each in requests if len(each.messages) > 2)
        assert [each.role for each in turns] == ["system", "user", "assistant", "user"]
        assert "open('x')" in turns[2].content
        assert "not defined" in turns[3].content

    @pytest.mark.parametrize(
        "says",
        [
            RIGHT,
            "return number * 3",
            f"```python\ndef treble(self, number):\n{RIGHT}```",
            f"Sure!\n```python\ndef treble(number):\n{RIGHT}```\nThat is it.",
            f"```python\nclass Genesis:\n    def treble(self, number):\n    {RIGHT}```",
            "```python\nimport math\n\ndef treble(self, _n):\n    return math.floor(_n * 3)\n```",
            "```python\ndef treble(self, number):\n    print(number * 3)\n```",
            "```python\ndef treble(self, number):\n    return floor(number * 3)\n```",
        ],
    )
    def test_many_forms_are_understood(self, home, m, says):
        self.asked(home, m, says, BRIEF, cycle__repairs=0)
        assert self.image.send("genesis", "treble", 4) == 12


def test_the_same_mission_asks_the_same(home, m):
    prompts = []
    for _ in range(2):
        image = home.open(m.Coder(WRONG), cycle__repairs=0)
        with pytest.raises(MissionFailedError):
            image.learn(BRIEF)
        image.close()
        prompts.append([(prompt_text(each), each.seed) for each in written(home, m)])
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
    image = home.open(m.Coder(opens, RIGHT))
    outcome = image.learn(BRIEF)
    assert outcome.origin == "repaired"
    repair = next(each.prompt for each in written(home, m) if is_repair(each))
    assert "open" in repair.split("\n# Right")[0]


def test_what_has_passed_is_not_lost_when_the_model_is(home, m):
    image = home.open(m.Coder(RIGHT, BackendError("The model is ill.")), cycle__veto=False)
    assert image.learn(BRIEF).complete


def test_code_and_its_problem_are_told(home, m):
    heard = []
    home.open(m.Coder("    return open('x')\n", RIGHT)).learn(BRIEF, listener=heard.append)
    codes = [event for event in heard if event.kind == "cycle.code"]
    assert "open" in codes[0].data["problem"]
    assert codes[-1].data["problem"] == ""
    assert codes[-1].text.endswith("return number * 3\n")
