"""``history.why``: where a method or an object comes from, and what became of it."""

from __future__ import annotations

from typing import Literal, TypedDict

from batos.objects.example import PlainExample
from batos.wire.messages.history import TransactionLine
from batos.wire.messages.kept import (
    ApprovalKept,
    CandidateKept,
    Judged,
    QuarantineKept,
    RevertedTo,
    TravelledFrom,
)
from batos.wire.messages.request import Plain, Request, Text

__all__ = [
    "Auditor",
    "Basis",
    "CycleKept",
    "ExplainOrigin",
    "MethodOrigin",
    "ObjectOrigin",
    "TestNote",
    "Used",
]


class Basis(TypedDict):
    """A proven method that another one was made of.

    Attributes:
        selector: Its name.
        pack: The pack of skills that has it; empty for none.
        package: The package that this came with.
    """

    selector: str
    pack: str
    package: str


class Auditor(TypedDict):
    """What the guardian has said of a method.

    Attributes:
        rules_version: Version of the rules that it has passed.
        accepted: Whether it has; null where it was not judged.
        changes: Slots that it may change.
    """

    rules_version: str
    accepted: bool | None
    changes: list[str]


class CycleKept(TypedDict):
    """The cycle in which a method was learned.

    Attributes:
        id: Its id; empty for none.
        kept: Whether its record is still there.
        state: How it has ended.
        started: When it began, ISO text in UTC.
        seconds: How long it took; null where nobody knows.
    """

    id: str
    kept: bool
    state: str
    started: str
    seconds: float | None


class Used(TypedDict):
    """How a version of a method has been used.

    Attributes:
        calls: Messages in whose course it ran.
        errors: Those of them that ended in an error while it ran.
        last: When the last one was, ISO text in UTC; empty where there was none.
    """

    calls: int
    errors: int
    last: str


class TestNote(TypedDict):
    """What came of the examples of a version of a method when they were run last.

    Attributes:
        state: ``right``, ``wrong``, or ``untested`` without any example.
        examples: How many there were.
        right: How many of them came true.
        problem: What went wrong with the first that did not; empty where none went wrong.
        at: When they were run, ISO text in UTC.
        since: Since when it has been so at every test, ISO text in UTC.
    """

    state: str
    examples: int
    right: int
    problem: str
    at: str
    since: str


class MethodOrigin(TypedDict):
    """Where a method comes from.

    Attributes:
        kind: ``method``.
        address: Which one.
        version: The version that is there.
        signature: Its signature.
        doc: What it does, a sentence.
        sha256: Of its text.
        origin: How it came to be, such as ``synthesized``.
        based_on: Proven methods that it was made of.
        package: The package that it came with; empty for none.
        imported_from: Where it was exported; empty where it was not.
        mission: What was asked, in plain language.
        asked_by: Who has asked.
        call_site: Where it was missing; empty where a person has asked.
        at: When it was learned, ISO text in UTC.
        persona: Who has written it.
        model: The model that has: ``backend``, ``model``, ``quantisation``, and what else its
            backend tells; empty for none.
        prompt: Hash of what that was asked.
        model_calls: How often models were asked.
        candidates: What became of each candidate.
        repairs: How many were mended.
        examples: Its examples.
        verified: How many of them say what it must give.
        auditor: What the guardian has said.
        approved_by: Who has approved it; empty for nobody.
        approval: When that was, why, and who had edited it.
        trust: ``proven`` or ``tentative``.
        confidence: From 0 to 1; null where nobody has said.
        evidence: What speaks for it; it may have come from another image.
        untested: What no example of it has tried.
        judged: What a model has said of the candidates.
        reverted: The older version that it repeats; empty for none.
        cycle: The cycle in which it was learned.
        transaction: The one that has put it there; null where the storage does not remember.
        use: How it has been used.
        test: What came of its last test; null where nobody has tested it.
        quarantine: Why it is not run; null where it is.
    """

    kind: Literal["method"]
    address: str
    version: int
    signature: str
    doc: str
    sha256: str
    origin: str
    based_on: list[Basis]
    package: str
    imported_from: TravelledFrom
    mission: str
    asked_by: str
    call_site: str
    at: str
    persona: str
    model: dict[str, str]
    prompt: str
    model_calls: int
    candidates: list[CandidateKept]
    repairs: int
    examples: list[PlainExample]
    verified: int
    auditor: Auditor
    approved_by: str
    approval: ApprovalKept
    trust: str
    confidence: float | None
    evidence: Plain
    untested: list[str]
    judged: Judged
    reverted: RevertedTo
    cycle: CycleKept
    transaction: TransactionLine | None
    use: Used
    test: TestNote | None
    quarantine: QuarantineKept | None


class ObjectOrigin(TypedDict):
    """Who has made an object, as far as the storage remembers, and what it has learned.

    Attributes:
        kind: ``object``.
        address: Which one.
        oid: Its number.
        parents: Addresses of what it delegates to, in order.
        persona: The persona that it is; empty for none.
        package: The package that this came with.
        purpose: What it is for, a sentence.
        methods: How each of its methods came to be, by its name.
        named: Whether it has a name.
        made: The transaction that has made it; null where the storage does not remember.
        changed: The last one that has changed it.
    """

    kind: Literal["object"]
    address: str
    oid: int
    parents: list[str]
    persona: str
    package: str
    purpose: str
    methods: dict[str, str]
    named: bool
    made: TransactionLine | None
    changed: TransactionLine | None


class ExplainOrigin(Request[MethodOrigin | ObjectOrigin]):
    """Tell where a method, or an object, comes from and how it was used.

    Attributes:
        address: Which one.
    """

    TYPE = "history.why"

    address: Text
