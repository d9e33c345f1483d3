"""The Prototypal State Machine as it is born: its states, their moves and their settings.

Genesis makes a prototype object of each. From then on the image's own objects decide: which
state follows, how many candidates are sampled, at which temperatures, how much likeness is
enough. Change their slots and the system thinks differently, without a restart. Who has a place in
a state is such a slot as well; personas bring it along (see :class:`batos.plugins.PersonaSpec`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["FINAL", "JUDGE", "PERSONA", "STATES", "StateSpec"]

FINAL = frozenset({"COMPLETE", "FAILED", "WAITING"})
PERSONA, JUDGE = "persona", "judge"
"""What a persona can be in a state: whose work it is, and who may veto it."""


@dataclass(frozen=True)
class StateSpec:
    """One state as genesis makes it.

    Attributes:
        name: Its name.
        purpose: What happens in it.
        handler: Which of the built-in behaviours it has.
        moves: The next state by what the behaviour answers.
        settings: Further slots of its prototype.
        places: Slots that name a persona, each what it is in the state.
    """

    name: str
    purpose: str
    handler: str
    moves: Mapping[str, str]
    settings: Mapping[str, Any] = field(default_factory=dict)
    places: tuple[str, ...] = ()


STATES = (
    StateSpec(
        "IDLE",
        "Takes a mission and reads what its object is and knows.",
        "idle",
        {"ready": "DECOMPOSING", "failed": "FAILED"},
    ),
    StateSpec(
        "DECOMPOSING",
        "Draws up the contract: name, parameters, examples, what may change.",
        "decompose",
        {"done": "DELEGATING", "failed": "FAILED"},
        places=(PERSONA,),
    ),
    StateSpec(
        "DELEGATING",
        "Looks for a method that is already proven, or for several that combine.",
        "delegate",
        {"fits": "VALIDATING", "write": "SYNTHESIZING", "failed": "FAILED"},
        {
            "kept_hits": 3,
            "tried_hits": 60,
            # How alike a proven method's words must be to the mission's, by what the examples
            # prove: nothing, little, a fair bit, a lot. Without examples only words speak.
            "likeness_by_proof": [0.9, 0.4, 0.15, 0.0],
            "combine": True,
            # Proven methods are candidates among others. One wins alone where its words account
            # for the whole mission and an example comes true, or, if they say most of it, where
            # the examples prove a lot.
            "words_alone": [0.95, 0.6],
            # A mission with a number of its own ("longer than 4 letters") is filled in.
            "adapt": True,
        },
        (PERSONA,),
    ),
    StateSpec(
        "SYNTHESIZING",
        "Writes candidates: the likeliest answer, then samples; findings are mended.",
        "synthesize",
        {"done": "VALIDATING", "failed": "FAILED"},
        {
            # What the guardian found or what raised is mended besides (cycle.repairs).
            "rounds": ["first", "sample", "sample"],
            # One temperature for all samples: a backend can then draw them from one prefill.
            "temperatures": [0.0, 0.7, 0.7, 1.0],
            "voice_tokens": 72,
        },
        (PERSONA,),
    ),
    StateSpec(
        "VALIDATING",
        "Opens the gates: guardian, contract, trial, examples; then the judge may veto.",
        "validate",
        {
            "passed": "COMPLETE",
            "ask": "WAITING",
            "question": "WAITING",
            "repair": "SYNTHESIZING",
            "failed": "FAILED",
        },
        # With less confidence than ``enough`` more is written while there is more to be had, and
        # until ``plenty`` has passed; with less than the threshold nothing is installed that
        # nobody has looked at.
        {"enough": 0.9, "plenty": 5, "threshold": 0.45},
        (PERSONA, JUDGE),
    ),
    StateSpec(
        "WAITING",
        "Keeps a method, or a question, ready until a person has answered.",
        "wait",
        {},
    ),
    StateSpec(
        "COMPLETE",
        "Installs the method in one transaction, with its tests and where it came from.",
        "complete",
        {},
    ),
    StateSpec(
        "FAILED",
        "Leaves the world as it was and the reason on record.",
        "fail",
        {},
    ),
)
