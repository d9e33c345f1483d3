"""What is said of a cycle that has installed a method: how sure it is, what it replaces."""

from __future__ import annotations

from collections.abc import Iterator

from batos.cli.terminal.output import local_time, note
from batos.learning.model.outcome import Outcome
from batos.learning.model.trust import TENTATIVE, trust_line

__all__ = ["note_trust", "note_version"]


def note_version(outcome: Outcome) -> None:
    """Say on stderr which version a new one takes the place of; nothing of a first one."""
    for line in _version_lines(outcome):
        note(line)


def note_trust(outcome: Outcome, *, quiet: bool = False) -> None:
    """Say on stderr how far a method is to be trusted, and what makes one proven that is not.

    Args:
        outcome: How its cycle ended.
        quiet: Whether to say only what one had better know: that it is not proven.
    """
    line = trust_line(outcome.trust, outcome.confidence)
    if line and not (quiet and outcome.trust != TENTATIVE):
        note(f"{outcome.address} is {line}.")
    if outcome.trust != TENTATIVE:
        return
    if outcome.kind == "object":
        if scenario := outcome.evidence.get("scenario"):
            note(f"What all designs agree on: {scenario}")
        note(
            f"Look at it: batos show {outcome.address}; take it back: batos undo {outcome.address}"
        )
    else:
        asked = outcome.question
        by_answer = f"batos questions answer {asked['id']}; " if asked else ""
        note(f"To make it proven: {by_answer}batos confirm {outcome.address}")


def _version_lines(outcome: Outcome) -> Iterator[str]:
    address, version, replaced = outcome.address, outcome.version, outcome.replaces
    if replaced and replaced["address"] != address:
        yield (
            f"{address} is version {version}, in the place of {replaced['address']} "
            f"(version {replaced['version']}), which stays what it is."
        )
    elif replaced:
        what = ", with the same text and other examples" if outcome.origin == "known" else ""
        yield (
            f"{address} is version {version} now, in the place of version {replaced['version']}"
            f"{what}: batos diff {address}; batos undo {address}"
        )
    back = outcome.taken_back
    if back:
        yield (
            f"This very text was taken back by {back['by'] or 'somebody'} on "
            f"{local_time(back['at'])}; it is there again, since it was asked for."
        )
