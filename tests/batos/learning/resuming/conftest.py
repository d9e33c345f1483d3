"""Fixtures: images whose candidates differ, and a double of VALIDATING that asks about it.

The double stands for the choice of the question alone; everything else is real.
"""

import json
import uuid

import pytest

from batos.learning.cycle import states
from batos.learning.cycle.judge import judge
from batos.learning.cycle.manner import asked_before, manner
from batos.learning.cycle.states import validating
from batos.learning.model.brief import MissionBrief
from batos.learning.model.outcome import Outcome
from batos.learning.model.question import Choice, Question
from batos.objects import Example

MEDIAN = MissionBrief(
    selector="middle",
    text="the middle figure",
    examples=(Example(args=([3, 1, 2],), result=2),),
)
UPPER = "    return sorted(numbers)[len(numbers) // 2]\n"
LOWER = "    return sorted(numbers)[(len(numbers) - 1) // 2]\n"
BETWEEN = (
    "    numbers = sorted(numbers)\n    half = len(numbers) // 2\n"
    "    return numbers[half] if len(numbers) % 2 else (numbers[half - 1] + numbers[half]) / 2\n"
)
TELLING = (([4, 1],), ([4, 1, 2, 3],), ([9, 8],), ([7, 5],), ([6, 2],))
"""Calls that tell the three bodies apart."""


def double_of_validate(host, thought, _view):
    """Try candidates, and ask about the first call that they differ in and that was not asked."""
    thought.candidates = [validating._tried(host, thought, each) for each in thought.candidates]
    passed = [each for each in thought.candidates if not each.problem]
    decided = asked_before(thought) or len(thought.wanted.examples) > 1
    wanted = 1 if decided else 2
    if len({each.source for each in passed}) < wanted and thought.rounds < 4:
        return "repair"
    if not passed:
        thought.fail("None of them passed.")
        return "failed"
    before = {repr(each.args) for each in asked_before(thought)}
    for args in TELLING:
        groups = {}
        for each in passed:
            report = host.trial.run(each.source, [Example(args=args)], methods={}, state={})
            groups.setdefault(repr(report.cases[0].result), (report.cases[0].result, []))[1].append(
                each
            )
        if len(groups) > 1 and repr(args) not in before:
            found = sorted(groups.values(), key=lambda group: -len(group[1]))
            choices = tuple(Choice(result=value, votes=len(group)) for value, group in found)
            question = Question(
                id=uuid.uuid4().hex[:12], selector="middle", args=args, choices=choices
            )
            thought.question = question
            match manner(thought, host.config):
                case "ask":
                    return "question"
                case "refuse":
                    thought.fail("Nobody is there to be asked.")
                    return "failed"
            return _pass(host, thought, found[0][1][0], "tentative", 0.6)
    answered = any(each.origin == "answer" for each in thought.wanted.examples)
    trust, confidence = ("proven", 0.95) if answered else ("tentative", 0.5)
    return _pass(host, thought, passed[0], trust, confidence)


def _pass(host, thought, chosen, trust, confidence):
    thought.chosen = chosen
    thought.notes["trust"] = {
        "trust": trust,
        "confidence": confidence,
        "evidence": {"examples": len(thought.wanted.examples)},
    }
    objection = judge(host, thought, chosen)
    if objection is not None:
        thought.fail(objection.text, objection.cause)
        return "failed"
    return "passed"


class Asking:
    """What tests take from here; a conftest cannot be imported by name."""

    MEDIAN, UPPER, LOWER, BETWEEN = MEDIAN, UPPER, LOWER, BETWEEN

    @staticmethod
    def waits(image, brief=MEDIAN, **options):
        """Carry out a mission that asks; return its outcome as plain data."""
        from dataclasses import replace

        from batos.errors import QuestionPendingError

        with pytest.raises(QuestionPendingError) as caught:
            image.learn(replace(brief, questions=True), **options)
        return caught.value.details


@pytest.fixture(name="q")
def fixture_q():
    return Asking


@pytest.fixture
def asks(monkeypatch):
    """Let VALIDATING be the double."""
    monkeypatch.setitem(states.METHODS.handlers, "validate", double_of_validate)


def opened(home, m):
    return home.open(m.Coder(*[UPPER, LOWER] * 6))


@pytest.fixture
def image(home, m, asks):
    """An image whose model writes two methods that differ."""
    return opened(home, m)


def _seeded(home, m, name, ask):
    """Open a home in which something was asked once for all tests; return image and outcome."""

    def make(home):
        outcome = ask(opened(home, m))
        (home.folder / "outcome.json").write_text(json.dumps(outcome), "utf-8")

    home.seeded(name, make)
    return opened(home, m), json.loads((home.folder / "outcome.json").read_text("utf-8"))


@pytest.fixture
def waiting(home, m, q, asks):
    """An image in which a cycle waits for an answer, and the cycle's outcome as plain data."""
    return _seeded(home, m, "asked", q.waits)


@pytest.fixture
def tentative(home, m, q, asks):
    """An image that learned a method with nobody there to be asked, and the outcome."""
    image, plain = _seeded(home, m, "tentative", lambda image: image.learn(q.MEDIAN).to_plain())
    return image, Outcome.from_plain(plain)
