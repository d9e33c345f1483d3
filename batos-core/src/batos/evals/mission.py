"""One mission: it is learned in an image of its own, and judged."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from batos.errors import BatosError
from batos.evals.judging import problem_of_method, problem_of_text
from batos.evals.lines import Line
from batos.evals.metering import Use
from batos.evals.nursery import Nursery
from batos.evals.objects import problem_of_class, problem_of_object
from batos.evals.person import Person
from batos.evals.results import Result, Status
from batos.image import Root
from batos.inference import CancelToken
from batos.learning.cycle.states import read_receiver
from batos.learning.model.trust import PROVEN, trust_of
from batos.learning.request.reader import understand
from batos.living import LivingImage
from batos.objects import Method, UvmObject, lookup, methods_of
from batos.plugins.cycle_event import CycleEvent

__all__ = ["measure"]

_OWNER = "subject"
"""The object with the slots of a mission."""
_LONGEST = 300


def measure(home: Nursery, line: Line, *, raw: bool = True, answer: bool = False) -> Result:
    """Have a mission learned, as a person would ask for it, and judge what came of it.

    Args:
        home: Where images come from.
        line: The mission, of a kind that is measured.
        raw: Whether the bare model's likeliest answer is judged as well.
        answer: Whether the questions of the cycle are answered.
    """
    person = Person(line) if answer else None
    use = home.metered()
    heard = _Heard(use)
    with home.image() as image:
        reason = _learned(image, line, heard, person)
        home.metered()  # what judging takes is not the mission's
        found = _judged(home, image, line) if heard.is_complete else {}
    said = heard.first_answer(line.selector) if raw else None
    if raw and said is None:
        said = _asked_apart(home, line)
    judge = problem_of_class if line.kind == "object" else problem_of_text
    raw_problem = judge(line, said) if said is not None else ""
    problem = str(found.get("problem", reason))
    status: Status = "open" if heard.outcome.get("status") == "WAITING" else "failed"
    if found:
        status = "wrong" if problem else "right"
    return Result(
        id=line.id,
        line=line.number,
        digest=line.digest,
        kind=line.kind,
        status=status,
        problem=problem[:_LONGEST],
        trust=str(found.get("trust", "")),
        confidence=found.get("confidence"),
        question=bool(heard.outcome.get("question")),
        asked=tuple(person.answered) if person is not None else (),
        origin=str(heard.outcome.get("origin", "")),
        raw="" if said is None else "wrong" if raw_problem else "right",
        raw_problem=raw_problem[:_LONGEST],
        model_calls=max(len(use.asked), int(heard.outcome.get("model_calls", 0))),
        prompt_tokens=use.prompt_tokens,
        completion_tokens=use.completion_tokens,
        # Without the time that a person takes to answer.
        seconds=round(float(heard.outcome.get("seconds", 0.0)), 3),
        model_seconds=round(float(heard.outcome.get("model_seconds", 0.0)), 3),
        trial_seconds=round(use.trial_seconds, 3),
        source=str(found.get("source", "")),
    )


def _learner(line: Line) -> str:
    """Return the address of the object that learns."""
    return "genesis" if line.kind == "pure" else _OWNER


def _put_owner(root: Root, slots: Mapping[str, Any]) -> None:
    """Put the object with the slots of a mission into the image."""
    owner = root.add(_OWNER, UvmObject(parents=(root.find("genesis"),)))
    for name, value in slots.items():
        setattr(owner, name, copy.deepcopy(value))


def _learned(image: LivingImage, line: Line, heard: _Heard, person: Person | None = None) -> str:
    """Carry out a mission; return why nothing was installed, or an empty text."""
    try:
        if line.kind == "object":
            image.make(
                line.text,
                name=line.selector,
                approve="auto",
                asker=person,
                listener=heard,
                cancel=heard.cancel,
            )
            return ""
        found = understand(
            line.text,
            image.thinker,
            receiver=_learner(line),
            selector=line.selector,
            examples=line.examples,
            is_mission=True,
            cancel=heard.cancel,
        )
        brief = found.reading.brief
        assert brief is not None, "it is a mission"
        brief = replace(brief, parameters=line.params or brief.parameters)
        if line.kind == "state":
            image.session.change(lambda root: _put_owner(root, line.slots), note="an object")
        image.learn(brief, approve="auto", asker=person, listener=heard, cancel=heard.cancel)
    except BatosError as error:
        # Also one of the model, or of a slot that no object can have: nobody got a method.
        return error.message
    return ""


def _judged(home: Nursery, image: LivingImage, line: Line) -> dict[str, Any]:
    """Return what was installed, and what is wrong with it."""
    if line.kind == "object":
        return _judged_object(image, line)
    address = _learner(line)
    with image.session.read() as root:
        known = dict(read_receiver(root, address, line.selector).known)
        found = lookup(root.find(address), line.selector)
        assert found is not None and type(found[1]) is Method, "it was installed"  # noqa: PT018 - one reason
        trust = trust_of(found[1].provenance)
    source = known[line.selector]
    return {
        "source": source,
        "problem": problem_of_method(line, source, home.trial, methods=known),
        "trust": PROVEN,  # where it does not say
        **trust,
    }


def _judged_object(image: LivingImage, line: Line) -> dict[str, Any]:
    """Return the object that was made, and what is wrong with it."""
    with image.session.read() as root:
        methods = methods_of(root.find(line.selector)).values()
        trust = trust_of(next(iter(methods)).provenance)
        source = "\n".join(each.source for each in methods)

    def send(selector: str, args: Sequence[Any]) -> Any:
        return image.deliver(line.selector, selector, tuple(args), learn=False).value

    return {"source": source, "problem": problem_of_object(line, send), "trust": PROVEN, **trust}


def _asked_apart(home: Nursery, line: Line) -> str | None:
    """Return the model's likeliest answer to a mission that the cycle had no need to ask for.

    The cycle writes although a proven method would do, and is stopped at the first answer.
    """
    heard = _Heard(home.metered(), only_first=True)
    with home.image() as image:
        image.session.change(_write_in_any_case, note="ask the model")
        _learned(image, line, heard)
    return heard.first_answer(line.selector)


def _write_in_any_case(root: Root) -> None:
    state = root.find("state_delegating")
    state.moves = {**state.moves, "fits": "SYNTHESIZING"}


class _Heard:
    """What a cycle tells.

    Args:
        use: What it uses.
        only_first: Whether it is stopped when it has taken a method out of the first answer.

    Attributes:
        outcome: How it ended, plain data; empty until then.
        cancel: Stops it.
    """

    def __init__(self, use: Use, *, only_first: bool = False) -> None:
        self.outcome: Mapping[str, Any] = {}
        self.cancel = CancelToken()
        self._use = use
        self._only_first = only_first
        self._begun: int | None = None
        self._taken = ""

    def __call__(self, event: CycleEvent) -> None:
        """Take an event."""
        if event.kind == "cycle.state" and event.state == "SYNTHESIZING" and self._begun is None:
            self._begun = len(self._use.asked)
        elif event.kind == "cycle.code":
            self._taken = self._taken or event.text
            if self._only_first:
                self.cancel.cancel()
        elif event.kind == "cycle.finished":
            self.outcome = event.data

    @property
    def is_complete(self) -> bool:
        """Whether a method was installed."""
        return self.outcome.get("status") == "COMPLETE"

    def first_answer(self, selector: str) -> str | None:
        """Return the model's likeliest answer; None where it was not asked for that."""
        written = self._use.asked[self._begun :] if self._begun is not None else []
        if not written or written[0].request.temperature > 0:
            return None
        if written[0].completion.finish_reason == "deadline":
            return None  # that says how busy the machine is, and nothing of the model
        text = written[0].completion.text
        # A base model goes on from a head that stands in its prompt.
        whole = f"def {selector}" in text or "class " in text
        return text if whole else self._taken or text
