"""What ``object.show`` and ``past.show`` tell, by the ``kind`` of what is at an address."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from batos.objects.example import PlainExample
from batos.wire.messages.kept import Provenance, QuarantineKept, VerdictKept
from batos.wire.messages.request import Plain, Values

__all__ = ["MethodInShort", "Shown", "ShownCycle", "ShownMethod", "ShownObject", "ShownSlot"]


class MethodInShort(TypedDict):
    """A method of an object that is shown.

    Attributes:
        signature: Its signature.
        doc: What it does, a sentence.
        version: Its number.
        quarantined: Whether it is in quarantine, and is not run.
        trust: ``proven`` or ``tentative``.
        calls: How often it has run.
    """

    signature: str
    doc: str
    version: int
    quarantined: bool
    trust: str
    calls: int


class ShownObject(TypedDict):
    """An object.

    Attributes:
        kind: ``object``.
        name: Its name; empty for none.
        oid: Its number.
        parents: Addresses of what it delegates to, in order.
        slots: Its values by their names.
        methods: Its own methods by their names.
        inherited: What it understands by delegation.
    """

    kind: Literal["object"]
    name: str
    oid: int
    parents: list[str]
    slots: Values
    methods: dict[str, MethodInShort]
    inherited: list[str]


class ShownMethod(TypedDict):
    """A method.

    Attributes:
        kind: ``method``.
        holder: Address of the object that has it.
        selector: Its name.
        signature: Its signature.
        doc: What it does, a sentence.
        source: Its text.
        sha256: Of that.
        mutator: Whether it may change its receiver.
        version: Its number.
        examples: Its examples.
        provenance: Where it comes from.
        verdict: What the guardian has said of it.
        quarantine: Why it is not run; null where it is.
        trust: ``proven`` or ``tentative``.
        confidence: From 0 to 1; null where nobody has said.
        evidence: What speaks for it; it may have come from another image.
        untested: What no example of it has tried.
    """

    kind: Literal["method"]
    holder: str
    selector: str
    signature: str
    doc: str
    source: str
    sha256: str
    mutator: bool
    version: int
    examples: list[PlainExample]
    provenance: Provenance
    verdict: VerdictKept
    quarantine: QuarantineKept | None
    trust: str
    confidence: float | None
    evidence: Plain
    untested: list[str]


class ShownSlot(TypedDict):
    """A value.

    Attributes:
        kind: ``slot``.
        holder: Address of the object that has it.
        selector: Its name.
        value: It.
    """

    kind: Literal["slot"]
    holder: str
    selector: str
    value: Any


class ShownCycle(TypedDict):
    """A cognitive cycle, with what there is of it.

    Its record is an object of the image, whose slots anybody may change: what they hold is told
    as it is.

    Attributes:
        kind: ``cycle``.
        cycle: Its id.
        state: The state that it is in, or has ended in.
        started: When it began, ISO text in UTC.
        receiver: Address of the object that learns.
        selector: What it learns.
        reason: Why it failed or waits; empty where it does neither.
        brief: What was asked.
        contract: What is wanted, as DECOMPOSING has read it.
        notes: What its states have noted.
        candidates: What was proposed, and what became of it.
        history: The states that it was in, with their seconds.
        outcome: How it has ended.
        decision: What a person has said of it.
        owner: Who is at work on it.
        until: Until when, without another word of theirs, ISO text in UTC.
        seq: Number of its last event.
        resumed: How often it was gone on with.
        entries: What it has told so far; none where that cannot be stored.
        answers: What persons have answered to its questions.
    """

    kind: Literal["cycle"]
    cycle: str
    state: str
    started: str
    receiver: str
    selector: str
    reason: str
    brief: NotRequired[Plain]
    contract: NotRequired[Plain]
    notes: NotRequired[Plain]
    candidates: NotRequired[list[Plain]]
    history: NotRequired[list[Plain]]
    outcome: NotRequired[Plain]
    decision: NotRequired[Plain]
    owner: NotRequired[Plain]
    until: NotRequired[str]
    seq: NotRequired[int]
    resumed: NotRequired[int]
    entries: NotRequired[list[Plain] | None]
    answers: NotRequired[list[Plain]]


Shown = ShownObject | ShownMethod | ShownSlot | ShownCycle
"""What is at an address."""
