"""What an image keeps of methods and cycles, as several answers tell it.

A record tells as much as the version knew that wrote it, so that nothing in these maps must be
there. What came from another image along with a method is told as it came, and so is the evidence
for a method, which may have come so: both stay maps of anything.
"""

from __future__ import annotations

from typing import TypedDict

from batos.wire.messages.request import Plain, Values

__all__ = [
    "ApprovalKept",
    "CandidateKept",
    "Edited",
    "FindingKept",
    "Judged",
    "Marked",
    "MovedFrom",
    "PolicyKept",
    "Provenance",
    "QuarantineKept",
    "RevertedTo",
    "TravelledFrom",
    "VerdictKept",
]


class Marked(TypedDict, total=False):
    """Who has done something, and when.

    Attributes:
        by: Who.
        at: When, ISO text in UTC.
        count: To how many.
    """

    by: str
    at: str
    count: int


class RevertedTo(TypedDict, total=False):
    """That a version repeats an older one.

    Attributes:
        to: The number of that.
        by: Who has wanted it.
        at: When, ISO text in UTC.
    """

    to: int
    by: str
    at: str


class Edited(TypedDict, total=False):
    """That a text was edited.

    Attributes:
        by: Who has edited it.
        at: When, ISO text in UTC.
        before: The text of before.
    """

    by: str
    at: str
    before: str


MovedFrom = TypedDict("MovedFrom", {"from": list[str], "by": str, "at": str}, total=False)
MovedFrom.__doc__ = """That a method was moved along the chain.

Attributes:
    from: Addresses of the objects that had it.
    by: Who has moved it.
    at: When, ISO text in UTC.
"""


class FindingKept(TypedDict, total=False):
    """What a rule of the guardian has said of a method.

    Attributes:
        rule: The rule.
        severity: ``error`` refuses the method, ``warning`` does not.
        line: Line of the source, from 1; 0 for the whole of it.
        message: What is wrong.
        mend: What to write instead.
    """

    rule: str
    severity: str
    line: int
    message: str
    mend: str


class VerdictKept(TypedDict, total=False):
    """What the guardian has said of a method.

    Attributes:
        accepted: Whether it may enter.
        findings: What the rules have said.
        selector: Its name.
        signature: Its signature.
        doc: What it does, as the source says.
        mutator: Whether it may change its receiver.
        changes: Slots that it may change.
        borrows: Whether it may change in place what it was given.
        rules_version: Version of the rules.
        sha256: Of the source that was judged.
    """

    accepted: bool
    findings: list[FindingKept]
    selector: str
    signature: str
    doc: str
    mutator: bool
    changes: list[str]
    borrows: bool
    rules_version: str
    sha256: str


class QuarantineKept(TypedDict, total=False):
    """Why a method is not run.

    Attributes:
        cause: ``rules`` or ``deaths``.
        reason: What it has done, in a sentence.
        at: Since when, ISO text in UTC.
        findings: What the rules have said.
        deaths: How many workers it has ended.
    """

    cause: str
    reason: str
    at: str
    findings: list[FindingKept]
    deaths: int


class CandidateKept(TypedDict, total=False):
    """What became of a candidate.

    Attributes:
        origin: How it came to be, such as ``synthesized``.
        based_on: Proven methods that it was made of.
        accepted: Whether the guardian has; null where it was not judged.
        right: How many examples came true.
        votes: How many answers of the model came to this very text.
        problem: What was wrong with it.
        prompt: Hash of what the model was asked.
        sha256: Of its text.
        chosen: Whether it became the method.
        source: Its text, where the cycle's record is still there.
    """

    origin: str
    based_on: list[str]
    accepted: bool | None
    right: int
    votes: int
    problem: str
    prompt: str
    sha256: str
    chosen: bool
    source: str


class Judged(TypedDict, total=False):
    """What a model has said of the harm that a method may do.

    Attributes:
        persona: Whose model.
        answer: What it has said.
        decided: What that came to.
    """

    persona: str
    answer: str
    decided: str


class TravelledFrom(TypedDict, total=False):
    """Where a method was exported, and what it was there.

    Attributes:
        signer: Who has signed the parcel; empty for nobody.
        manifest: Digest of its manifest.
        batos: Version of the program that has written it.
        created: When, ISO text in UTC.
        file: The method's file in it.
        receiver: Address of the object that had it.
        version: Its number there.
        rules: Version of the guardian's rules there.
    """

    signer: str
    manifest: str
    batos: str
    created: str
    file: str
    receiver: str
    version: int
    rules: str


class PolicyKept(TypedDict, total=False):
    """Why a change waits.

    Attributes:
        policy: ``auto``, ``ask`` or ``never``.
        source: Who says so: ``request``, an object, ``config``, ``judge`` or ``default``.
        reason: The same in words.
    """

    policy: str
    source: str
    reason: str


class ApprovalKept(TypedDict, total=False):
    """When a method was approved, and who had edited it.

    Attributes:
        approved_at: When, ISO text in UTC.
        approval_note: Why.
        edited_by: Who has edited it last.
        edited_at: When.
    """

    approved_at: str
    approval_note: str
    edited_by: str
    edited_at: str


class Provenance(TypedDict, total=False):
    """Where a method comes from.

    Attributes:
        origin: How it came to be, such as ``synthesized``.
        based_on: Proven methods that it was made of.
        mission: What was asked, in plain language.
        asked_by: Who has asked.
        call_site: Where it was missing; empty where a person has asked.
        cycle: The cycle in which it was learned.
        at: When, ISO text in UTC.
        persona: Who has written it.
        model: The model that has, as its backend tells.
        prompt: Hash of what that was asked.
        model_calls: How often models were asked.
        candidates: How many texts were proposed.
        repairs: How many of them were mended.
        tried: What became of them.
        examples: How many examples say what it must give.
        examples_changed: Who has changed them last.
        adds: Slots that came with it.
        made: The object that it was made with.
        design: Digest of the text of the whole of that.
        approved_by: Who has approved it.
        approved_at: When, ISO text in UTC.
        approval_note: Why.
        edited_by: Who has edited it before that.
        edited_at: When.
        trust: ``proven`` or ``tentative``.
        confidence: From 0 to 1.
        evidence: What speaks for it; it may have come from another image.
        judged: What a model has said of the harm that it may do.
        reverted: The older version that it repeats.
        moved: The objects that had it.
        package: The package that it came with.
        imported_from: Where it was exported.
        travelled: Where it was before, as it came.
        original: Its provenance there, as it came.
    """

    origin: str
    based_on: list[str]
    mission: str
    asked_by: str
    call_site: str
    cycle: str
    at: str
    persona: str
    model: dict[str, str]
    prompt: str
    model_calls: int
    candidates: int
    repairs: int
    tried: list[CandidateKept]
    examples: int
    examples_changed: Marked
    adds: Values
    made: str
    design: str
    approved_by: str
    approved_at: str
    approval_note: str
    edited_by: str
    edited_at: str
    trust: str
    confidence: float | None
    evidence: Plain
    judged: Judged
    reverted: RevertedTo
    moved: MovedFrom
    package: str
    imported_from: TravelledFrom
    travelled: list[Plain]
    original: Plain
