"""Why a mission fails, and what a person can do about it: the hint fits the cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from batos.guardian.audit.findings import Verdict

__all__ = [
    "BY_EXAMPLES",
    "HINTS",
    "PERSON",
    "UNFINISHED",
    "UNPROVEN",
    "Cause",
    "Fault",
    "refusal_of",
]

PERSON = "person"
"""Who decides, in the notes, where the judge has not answered and somebody is attended."""


class Cause(StrEnum):
    """Why a candidate is out, or a mission has failed."""

    UNKNOWN = ""
    NO_METHOD = "no method"
    CUT = "cut"
    SLOW = "slow"
    GUARDIAN = "guardian"
    REFUSED = "refused"
    TAKEN_BACK = "taken back"
    EXAMPLE = "example"
    OLD_EXAMPLE = "old example"
    RAISED = "raised"
    ENDLESS = "endless"
    CRASHED = "crashed"
    UNSTORED = "not stored"
    UNPLAIN = "unplain"
    SLOT = "slot"
    UNDECIDED = "undecided"
    REPEATED = "repeated"
    CALLS = "calls"
    SECONDS = "seconds"
    VETO = "veto"
    STATES = "states"
    POLICY = "policy"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a candidate.

    Attributes:
        cause: Of what kind it is.
        text: One line for each cause, for the model that wrote it.
        told: The same for a person; empty where that is the same.
    """

    cause: Cause
    text: str
    told: str = ""


def refusal_of(verdict: Verdict) -> Fault:
    """Return the fault of a candidate that the guardian refuses."""
    return Fault(Cause.GUARDIAN, verdict.as_feedback(), verdict.as_told())


_STRONGER = (
    'A stronger model helps most: set [backends.embedded] model = "/path/to/a/coder.gguf" in the '
    'configuration ("batos config path").'
)

HINTS: Mapping[Cause, str] = {
    Cause.UNKNOWN: _STRONGER,
    Cause.NO_METHOD: f"The model answered with no method in it. {_STRONGER}",
    Cause.CUT: (
        "The model used up cycle.max_tokens, and had not written a method by then: raise it in the "
        f"configuration. {_STRONGER}"
    ),
    Cause.SLOW: (
        "The model ran out of time before it had written a method: raise cycle.seconds in the "
        "configuration, or use a smaller or faster model."
    ),
    Cause.GUARDIAN: (
        "Methods work on values and slots alone: files, programs and the network are out of their "
        f"reach. If it can do without them: {_STRONGER[0].lower()}{_STRONGER[1:]}"
    ),
    Cause.REFUSED: (
        "Say what it should do instead, and ask again; or let it be proposed again: "
        "batos approvals allow {address}"
    ),
    Cause.TAKEN_BACK: 'Ask for it, so that it is learned anew: batos ask --name {selector} "…"',
    Cause.EXAMPLE: _STRONGER,
    Cause.OLD_EXAMPLE: (
        "What people asked of the version that is there holds for the next one as well: {old} "
        "Take off what is no longer wanted: --drop-example NUMBER, or all."
    ),
    Cause.RAISED: f"Is every example such that it can be answered? {_STRONGER}",
    Cause.ENDLESS: (
        "Ask for less at once, or with smaller values; more time for a trial is given by "
        "guardian.trial_seconds."
    ),
    Cause.CRASHED: "Ask for less at once, or with smaller values.",
    Cause.UNSTORED: _STRONGER,
    Cause.UNPLAIN: (
        "Ask for a result of numbers, texts, lists or dicts; what else there is cannot be kept."
    ),
    Cause.SLOT: "Say what is to become of the slot, and what is given back.",
    Cause.UNDECIDED: "An example or two decide what is meant, such as \"'abc' gives 3\".",
    Cause.REPEATED: _STRONGER,
    Cause.CALLS: "Raise cycle.model_calls in the configuration, or give more examples.",
    Cause.SECONDS: "Raise cycle.seconds in the configuration, or use a faster model.",
    Cause.VETO: (
        "Say what it is good for, and ask again; 'batos show {cycle}' has what was written. "
        "cycle.veto in the configuration says whether a judge is asked at all."
    ),
    Cause.STATES: (
        "The states are objects of the image: 'batos show state_machine', and 'batos history' for "
        "what changed them."
    ),
    Cause.CANCELLED: "Nothing was changed.",
    Cause.POLICY: "Who says so, and how to change it: batos approvals policy {receiver}",
}
"""What helps, by cause; ``{names}`` are filled in."""

UNFINISHED: Mapping[str, Cause] = {"length": Cause.CUT, "deadline": Cause.SLOW}
"""Why an answer may lack what was asked for, by how it came to its end."""

UNPROVEN = frozenset({Cause.UNKNOWN, Cause.NO_METHOD, Cause.EXAMPLE, Cause.REPEATED})
"""Causes that more examples help against, since they choose among proven methods."""

BY_EXAMPLES = frozenset({Cause.UNKNOWN, Cause.EXAMPLE, Cause.RAISED, Cause.REPEATED})
"""Causes that may lie in what people asked of the version before."""
