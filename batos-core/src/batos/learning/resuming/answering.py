"""Answering: what becomes of a cycle, or of a tentative method, when a person has answered."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from batos.errors import ImageError
from batos.image import history
from batos.inference import CancelToken
from batos.learning.cycle.manner import note_answer
from batos.learning.cycle.states.decomposing import read_receiver
from batos.learning.cycle.states.validating import case_fault
from batos.learning.model.circumstances import ALONE, Circumstances, Listener
from batos.learning.model.outcome import Outcome, Settled
from batos.learning.model.question import Answer, Asker, OpenQuestion, Question, example_of
from batos.learning.model.thought import CycleBudget, Thought
from batos.learning.model.trust import proven_by, trust_of
from batos.learning.records.claims import Claim
from batos.learning.records.cycles import reopen_record
from batos.learning.records.questions import (
    all_questions,
    drop_question,
    find_question,
    method_of,
    note_answered,
    outcome_of,
)
from batos.learning.records.remembering import remember
from batos.learning.records.revival import thought_from_plain
from batos.learning.records.trail import named, now_text
from batos.learning.request.keeping import check_consistent, keep
from batos.objects import Example, ensure_plain

if TYPE_CHECKING:
    from batos.image import Root
    from batos.learning.cycle.host import Host
    from batos.learning.cycle.runner import CycleRunner
    from batos.learning.messages.learner import Learner
    from batos.learning.model.contract import Contract

__all__ = ["Questions"]

_CANCELLED = "The mission was cancelled while its question was open; nothing was installed."
_SAMPLED_ONCE = 1
"""Rounds of writing that a cycle goes on with: the next one draws further samples."""


class Questions:
    """The open questions of an image.

    A question is named by its id, by a beginning of the id that no other has, or by
    ``OBJECT.SELECTOR``.

    Args:
        host: The image, and what tries methods.
        runner: Goes on with cycles.
        learner: Has the table of missions.
    """

    def __init__(self, host: Host, runner: CycleRunner, learner: Learner) -> None:
        self._host = host
        self._runner = runner
        self._session = host.session
        self._learner = learner

    def open(self) -> list[OpenQuestion]:
        """Return what is asked, the oldest first, a line each."""
        with self._session.read() as root:
            return [_line(kept) for kept in all_questions(root)]

    def show(self, name: str) -> OpenQuestion:
        """Return everything about an open question.

        Raises:
            UnknownNameError: None is open under that name.
            UsageError: It was answered already.
        """
        with self._session.read() as root:
            kept = find_question(root, name)
            return {"kind": "question", **_line(kept), "message": kept["message"]}

    def answer(
        self,
        name: str,
        answer: Answer,
        circumstances: Circumstances = ALONE,
    ) -> Settled:
        """Answer a question; what is answered is an example of the method for ever.

        A cycle that waits goes on. A tentative method that gives that answer is proven by it; in
        the place of one that does not, another version is learned.

        Args:
            name: The question.
            answer: One of its choices, another answer, or neither: *I don't know*.
            circumstances: Who answers, who is told of the events of the cycle that goes on, and
                what stops it; it then ends FAILED.

        Raises:
            UnknownNameError: None is open under that name.
            UsageError: It was answered already, there is no such choice, the answer contradicts
                an example, or the method is being learned.
            SlotError: The answer is no plain data.
            CancelledError: It was cancelled.
            ImageError: The image cannot be written, or the cycle cannot go on.
        """
        with self._session.read() as root:
            kept = dict(find_question(root, name))
        question = Question.from_plain(kept["question"])
        example = example_of(question, answer)
        if example is not None:
            ensure_plain(example.to_plain(), "the answer")
        facts = {"by": named(circumstances.user), "at": now_text()}
        token = circumstances.token
        if not kept["waits"]:
            if example is None:
                return Settled(self._close(kept, facts))
            if self._gives(kept, example):
                return Settled(self._prove(kept, example, facts))
        thought = self._revived(kept, example, token)
        note_answer(thought, question, answer, facts)
        outcome = self._learner.alone(
            "" if thought.brief.makes_object else kept["receiver"],
            kept["selector"],
            lambda: self._go_on(kept, thought, facts, circumstances.listener),
        )
        return Settled(outcome, kept["message"])

    def let_answer(self, outcome: Outcome, asker: Asker, circumstances: Circumstances) -> Outcome:
        """Have the questions of a cycle answered, until it does not wait for an answer any more.

        Args:
            outcome: How the cycle has ended.
            asker: Answers; where it does not, the cycle goes on waiting.
            circumstances: For whom it is.

        Raises:
            CancelledError: It was cancelled meanwhile, and has ended.
        """
        cancel = circumstances.token
        while outcome.status == "WAITING" and outcome.question:
            question = Question.from_plain(outcome.question)
            said = asker(question)
            if cancel.cancelled:
                self.cancel(question.id)
                cancel.raise_if_cancelled()
            if said is None:
                return outcome
            outcome = self.answer(question.id, said, circumstances).outcome
        return outcome

    def cancel(self, name: str, *, by: str = "user") -> Outcome:
        """Ask no longer; a cycle that waits for the answer ends FAILED, and installs nothing.

        Raises:
            UnknownNameError: None is open under that name.
            UsageError: It was answered already.
        """
        with self._session.read() as root:
            kept = dict(find_question(root, name))
        return self._close(kept, {"by": named(by), "at": now_text()}, _CANCELLED)

    def _close(
        self, kept: Mapping[str, Any], facts: Mapping[str, Any], reason: str = ""
    ) -> Outcome:
        def work(root: Root) -> None:
            find_question(root, kept["id"])
            drop_question(root, root.find(kept["receiver"]), kept["selector"], reason)
            note_answered(root, kept["cycle"], kept, facts)

        self._session.change(work, note=f"A question of {_address(kept)}", user=facts["by"])
        outcome = replace(outcome_of(kept), question={})
        if not kept["waits"]:
            return outcome
        return replace(outcome, status="FAILED", reason=reason, hint="Ask again.")

    def _gives(self, kept: Mapping[str, Any], example: Example) -> bool:
        """Return whether the tentative method gives an answer."""
        with self._session.read() as root:
            method = method_of(root, find_question(root, kept["id"]))
            assert method is not None, "it is open"
            source = method.source
            seen = read_receiver(root, kept["receiver"], kept["selector"])
        report = self._host.trial.run(source, [example], methods=seen.known, state=seen.state)
        return bool(report.cases) and case_fault(kept["selector"], example, report.cases[0]) is None

    def _prove(
        self, kept: Mapping[str, Any], example: Example, facts: Mapping[str, Any]
    ) -> Outcome:
        """Let a tentative method be proven by an answer that it gives."""

        def work(root: Root) -> Outcome:
            present = method_of(root, find_question(root, kept["id"]))
            assert present is not None, "it is open"
            holder = root.find(kept["receiver"])
            method = present.again(
                examples=(*present.examples, example.to_plain()),
                provenance=proven_by(present.provenance, answered=dict(facts)),
            )
            cause = f"proven by an answer of {facts['by']}"
            history.install(
                root, holder, method, user=facts["by"], cause=cause, cycle=kept["cycle"]
            )
            remember(root, holder, method.selector)
            drop_question(root, holder, method.selector)
            note_answered(root, kept["cycle"], kept, facts)
            return replace(
                outcome,
                version=method.version,
                verified=outcome.verified + 1,
                question={},
                **trust_of(method.provenance),
            )

        outcome = outcome_of(kept)
        return self._session.change(work, note=f"{_address(kept)} is proven", user=facts["by"])

    def _revived(
        self, kept: Mapping[str, Any], example: Example | None, cancel: CancelToken
    ) -> Thought:
        """Return the working data of a cycle with the answer in it, to be validated anew.

        Raises:
            ImageError: It was not kept, or by another version.
            UsageError: The answer contradicts an example.
        """
        if kept["working"] is None:
            raise ImageError(
                f"The cycle {kept['cycle']} cannot go on: what it has found could not be kept.",
                hint=f"Cancel it, and ask again: batos questions cancel {kept['id']}",
            )
        thought = thought_from_plain({**kept["working"], "brief": kept["brief"]}, cancel=cancel)
        if example is not None and thought.brief.makes_object:
            example = replace(example, selector=str(kept["question"]["selector"]))
        given = (example,) if example is not None else ()
        # Whoever has answered once is there for the next question as well.
        examples = (*thought.brief.examples, *given)
        thought.brief = replace(thought.brief, examples=examples, questions=True)
        if not kept["waits"]:
            self._begin_anew(kept, thought)
        thought.contract = _asking_for(thought.wanted, given)
        thought.question = thought.chosen = None
        thought.notes.pop("no_more", None)
        # What has passed is tried once more, by the rules and with the examples of today.
        thought.candidates = [
            each if each.problem else replace(each, verdict=None, report=None)
            for each in thought.candidates
        ]
        thought.rounds = min(thought.rounds, _SAMPLED_ONCE)
        config = self._host.config
        thought.budget = CycleBudget(config.model_calls, config.seconds)
        return thought

    def _begin_anew(self, kept: Mapping[str, Any], thought: Thought) -> None:
        """Make a new mission of one that has installed a tentative method."""
        with self._session.read() as root:
            seen = read_receiver(root, kept["receiver"], kept["selector"])
        thought.cycle = uuid.uuid4().hex[:12]
        thought.model_calls, thought.model_seconds, thought.prompts = 0, 0.0, []
        thought.known = {kept["selector"]: seen.known.get(kept["selector"], "")}
        thought.notes = {
            name: value
            for name, value in thought.notes.items()
            if name not in ("approval", "judge", "trust")
        }
        if seen.standing is not None:
            thought.notes["standing"] = seen.standing.to_plain()
            off = [Example.from_plain(each) for each in thought.notes.get("dropped", ())]
            thought.contract = keep(thought.wanted, seen.standing, off)

    def _go_on(
        self,
        kept: Mapping[str, Any],
        thought: Thought,
        facts: Mapping[str, Any],
        listener: Listener,
    ) -> Outcome:
        """Carry the cycle on from VALIDATING."""

        def reopen(root: Root) -> Claim:
            find_question(root, kept["id"])  # else somebody else has answered meanwhile
            if kept["waits"]:
                drop_question(root, root.find(kept["receiver"]), kept["selector"])
            states, seq = reopen_record(root, thought, self._runner.owner, since=kept["at"])
            note_answered(root, thought.cycle, kept, facts)
            asked = Question.from_plain(kept["question"]).wording()
            because = f"{facts['by']} has answered: {asked}"
            return Claim(thought, "VALIDATING", tuple(states), seq, because=because)

        thought.cancel.raise_if_cancelled()
        claim = self._session.change(
            reopen, note=f"Cycle {thought.cycle}: VALIDATING", user=facts["by"]
        )
        outcome = self._runner.resume(claim, listener=listener)
        if outcome.status == "FAILED" and not kept["waits"]:
            stays = f"{_address(kept)} stays version {kept['version']}, and the question open."
            return replace(outcome, hint=f"{stays} {outcome.hint}".strip())
        return outcome


def _asking_for(contract: Contract, given: tuple[Example, ...]) -> Contract:
    """Return a contract with further examples; those of the version before stay the last ones.

    Raises:
        UsageError: One contradicts another.
    """
    check_consistent(contract.selector, (*given, *contract.examples))
    new = len(contract.examples) - contract.kept
    examples = (*contract.examples[:new], *given, *contract.examples[new:])
    return replace(contract, examples=examples)


def _line(kept: Mapping[str, Any]) -> OpenQuestion:
    question = Question.from_plain(kept["question"])
    return {
        "id": kept["id"],
        "address": _address(kept),
        "signature": kept["signature"],
        "at": kept["at"],
        "asked_by": kept["asked_by"],
        "mission": kept["mission"],
        "cycle": kept["cycle"],
        "waits": kept["waits"],
        "version": kept["version"],
        "wording": question.wording(),
        "question": question.to_plain(),
    }


def _address(kept: Mapping[str, Any]) -> str:
    return outcome_of(kept).address
