"""What is said of a cycle that has ended: why it failed, what it took the place of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from batos.cli.terminal.output import local_time, note
from batos.errors import ApprovalPendingError, MissionFailedError, QuestionPendingError
from batos.learning.model.question import Question
from batos.learning.model.trust import TENTATIVE, trust_line

__all__ = ["mission_failure", "mission_pending", "note_trust", "note_version"]


def mission_failure(answer: Mapping[str, Any]) -> MissionFailedError:
    """Return the answer to a mission that failed as an error: why, what was tried, what to do."""
    outcome = dict(answer.get("outcome") or {})
    reason = str(answer.get("text", "")).strip().splitlines() or ["no candidate passed"]
    return MissionFailedError(
        f"{_what(outcome)}: {reason[0]}",
        hint=str(outcome.get("hint", "")),
        details=outcome,
    )


def _what(outcome: Mapping[str, Any]) -> str:
    selector = outcome.get("selector", "")
    if outcome.get("kind") == "object":
        return f"The object {selector!r} could not be made"
    return f"{outcome.get('receiver', 'genesis')} could not learn {selector!r}"


def mission_pending(answer: Mapping[str, Any]) -> ApprovalPendingError | QuestionPendingError:
    """Return the answer to a mission that waits for a person as an error."""
    outcome = dict(answer["outcome"])
    if outcome.get("question"):
        question = Question.from_plain(outcome["question"])
        return QuestionPendingError(
            f"{answer['text']} is not decided yet: {question.wording()}",
            hint=f"Answer it: batos questions answer {question.id}",
            details=outcome,
        )
    return ApprovalPendingError(
        f"{answer['text']} is ready and waits for your word.",
        hint=f"Look at it: batos approvals show {outcome['cycle']}",
        details=outcome,
    )


def note_version(outcome: Mapping[str, Any]) -> None:
    """Say on stderr which version a new one takes the place of; nothing of a first one."""
    for line in _version_lines(outcome):
        note(line)


def note_trust(outcome: Mapping[str, Any], *, quiet: bool = False) -> None:
    """Say on stderr how far a method is to be trusted, and what makes one proven that is not.

    Args:
        outcome: How its cycle ended.
        quiet: Whether to say only what one had better know: that it is not proven.
    """
    address, line = outcome["address"], trust_line(outcome)
    if line and not (quiet and outcome.get("trust") != TENTATIVE):
        note(f"{address} is {line}.")
    if outcome.get("trust") != TENTATIVE:
        return
    asked = outcome.get("question") or {}
    by_answer = f"batos questions answer {asked['id']}; " if asked else ""
    if outcome.get("kind") == "object":
        scenario = (outcome.get("evidence") or {}).get("scenario")
        if scenario:
            note(f"What all designs agree on: {scenario}")
        note(f"Look at it: batos show {address}; take it back: batos undo {address}")
    else:
        note(f"To make it proven: {by_answer}batos confirm {address}")


def _version_lines(outcome: Mapping[str, Any]) -> Iterator[str]:
    address, version = outcome["address"], outcome.get("version")
    replaced = outcome.get("replaces") or {}
    if replaced and replaced["address"] != address:
        yield (
            f"{address} is version {version}, in the place of {replaced['address']} "
            f"(version {replaced['version']}), which stays what it is."
        )
    elif replaced:
        what = ", with the same text and other examples" if outcome["origin"] == "known" else ""
        yield (
            f"{address} is version {version} now, in the place of version {replaced['version']}"
            f"{what}: batos diff {address}; batos undo {address}"
        )
    back = outcome.get("taken_back") or {}
    if back:
        yield (
            f"This very text was taken back by {back['by'] or 'somebody'} on "
            f"{local_time(back['at'])}; it is there again, since it was asked for."
        )
