"""Open questions, as the image keeps them.

They are in the image's ``meta``, by id, and by the oid of the receiver and the selector: a method
has one at most. The cycle of a question *waits* for its answer, or it has installed a tentative
method and the question stays *open* beside it; then it is open for as long as that very method
is there, and tentative. With the question is kept what the cycle needs to go on with the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from persistent.mapping import PersistentMapping

from batos.errors import UnknownNameError, UsageError
from batos.image import Root
from batos.image.indexes import index_of, made_index, method_key, named
from batos.learning.model.brief import MissionBrief
from batos.learning.model.outcome import Outcome
from batos.learning.model.thought import Thought
from batos.learning.model.trust import is_tentative
from batos.learning.records.cycles import working_of
from batos.learning.records.trail import now_text
from batos.objects import Method, UvmObject, methods_of, slots_of

__all__ = [
    "all_questions",
    "drop_question",
    "find_question",
    "is_asked_again",
    "keep_question",
    "method_of",
    "note_answered",
    "outcome_of",
    "question_for",
]

_QUESTIONS = "questions"
_METHODS = "questions_by_method"
_ANSWERS = "answers"
"""Slot of a cycle's record: the ids of its questions that were answered, by whom and when."""


def keep_question(root: Root, thought: Thought, outcome: Outcome) -> None:
    """Keep the question of a thought until it is answered, in the running transaction.

    The method's question before is kept no longer; if its cycle waits, the cycle ends.

    Args:
        root: The image.
        thought: The cycle's working data.
        outcome: How the cycle ends: it waits, or has installed a method that is tentative.
    """
    question = thought.question
    assert question is not None, "there is a question"
    receiver = root.find(thought.brief.receiver)
    drop_question(root, receiver, outcome.selector)
    key = method_key(receiver, outcome.selector)
    made_index(root, _METHODS)[key] = question.id
    made_index(root, _QUESTIONS)[question.id] = PersistentMapping(
        id=question.id,
        cycle=thought.cycle,
        at=now_text(),
        asked_by=thought.brief.asked_by,
        mission=thought.brief.text,
        receiver=outcome.receiver,
        oid=key[0],
        selector=outcome.selector,
        signature=outcome.signature,
        waits=outcome.status == "WAITING",
        version=outcome.version,
        question=question.to_plain(),
        message=dict(thought.brief.message) if thought.brief.message is not None else None,
        outcome=outcome.to_plain(),
        brief=thought.brief.to_plain(),
        working=working_of(thought),
    )


def drop_question(root: Root, receiver: UvmObject, selector: str, reason: str = "") -> None:
    """Keep the question of a method no longer, in the running transaction.

    Args:
        root: The image.
        receiver: The object.
        selector: The method.
        reason: Why its cycle ends, where that waits; empty where it goes on with an answer.
    """
    name = index_of(root, _METHODS).get(method_key(receiver, selector))
    if name is None:
        return
    del root.meta[_METHODS][method_key(receiver, selector)]
    kept = root.meta[_QUESTIONS].pop(name, None)
    record = root.cycles.get(kept["cycle"]) if kept is not None else None
    if kept is None or record is None or not kept["waits"] or not reason:
        return
    outcome = {**kept["outcome"], "status": "FAILED", "reason": reason, "question": {}}
    record.state, record.reason, record.outcome = "FAILED", reason, outcome


def question_for(root: Root, receiver: UvmObject, selector: str) -> PersistentMapping | None:
    """Return the question of a method for which its cycle waits, or None."""
    name = index_of(root, _METHODS).get(method_key(receiver, selector))
    kept = index_of(root, _QUESTIONS).get(name) if name is not None else None
    return kept if kept is not None and kept["waits"] else None


def is_asked_again(kept: Mapping[str, Any], brief: MissionBrief) -> bool:
    """Return whether a mission says nothing else than the one whose cycle asks.

    A message that waits for the method says nothing of it but its name.
    """
    if brief.message is not None:
        return True
    before = MissionBrief.from_plain(kept["brief"])
    return (before.kind, before.text, before.examples) == (brief.kind, brief.text, brief.examples)


def all_questions(root: Root) -> Iterator[PersistentMapping]:
    """Yield every question that is open, the oldest first."""
    found = (kept for kept in index_of(root, _QUESTIONS).values() if _is_open(root, kept))
    yield from sorted(found, key=lambda kept: str(kept["at"]))


def find_question(root: Root, name: str) -> PersistentMapping:
    """Return a question that is open.

    Args:
        root: The image.
        name: Its id, a beginning of it that no other has, or ``OBJECT.SELECTOR``.

    Raises:
        UnknownNameError: None is open under that name; a near match is in the hint.
        UsageError: It was answered already, or several ids begin so.
    """
    found = {kept["id"]: kept for kept in all_questions(root)}
    by_address = {outcome_of(kept).address: kept for kept in found.values()}
    kept: PersistentMapping | None = named(name, found, by_address, "open question")
    if kept is not None:
        return kept
    _raise_if_answered(root, name)
    raise UnknownNameError(
        "open question", name, [*found, *by_address], hint="'batos questions' lists them."
    )


def method_of(root: Root, kept: Mapping[str, Any]) -> Method | None:
    """Return the tentative method that a question is open beside; None where it is gone."""
    holder = root.connection.get(kept["oid"].to_bytes(8, "big"))
    method = methods_of(holder).get(kept["selector"]) if isinstance(holder, UvmObject) else None
    # A version with the same text and more examples is the same method, and as open.
    if method is None or method.source != kept["outcome"]["source"] or not is_tentative(method):
        return None
    return method


def note_answered(
    root: Root, cycle: str, kept: Mapping[str, Any], facts: Mapping[str, Any]
) -> None:
    """Note on the record of a cycle that a question was answered."""
    record = root.cycles.get(cycle)
    if record is not None:
        earlier = slots_of(record).get(_ANSWERS, ())
        record.answers = [*earlier, {"id": kept["id"], **facts}]


def outcome_of(kept: Mapping[str, Any]) -> Outcome:
    """Return the outcome of the cycle that asks."""
    return Outcome.from_plain(kept["outcome"])


def _is_open(root: Root, kept: Mapping[str, Any]) -> bool:
    if kept["waits"]:
        return True
    try:
        return method_of(root, kept) is not None
    except KeyError:  # its object was packed away
        return False


def _raise_if_answered(root: Root, name: str) -> None:
    # Only who asks for what is not there comes here: the records need no index for it.
    for record in root.cycles.values():
        for answer in slots_of(record).get(_ANSWERS, ()):
            if answer["id"] == name:
                raise UsageError(
                    f"The question {name} was answered by {answer['by']} already, "
                    f"at {str(answer['at'])[:19].replace('T', ' ')} UTC.",
                    hint="'batos questions' lists what is open.",
                )
