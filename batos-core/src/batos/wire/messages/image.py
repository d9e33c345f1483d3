"""``image.*``: the image as a whole, and its quarantine."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from batos.wire.messages.care import MissingEndLine
from batos.wire.messages.request import Request, Response, Text

__all__ = [
    "ImageState",
    "ImageStatus",
    "LiftMethod",
    "ListPersonas",
    "ListQuarantine",
    "OpenTimes",
    "PersonaLine",
    "PersonaMind",
    "Personas",
    "Quarantine",
    "QuarantineLine",
    "RecheckMethods",
    "Rechecked",
    "SessionSeen",
    "ShowPersona",
]


class PersonaLine(TypedDict):
    """Somebody who lives in the image.

    Attributes:
        name: Their name.
        title: What they are called beside it.
        role: Which model answers for them.
        identity: Who they are, a sentence.
        pillars: What they hold to.
        state: ``active``; ``switched off`` where their package is, so that they are silent;
            ``orphaned`` where it is not installed, and they live on; ``refused`` where they are
            installed and cannot live in this image.
        package: The package that they came with.
        colour: What they are shown in, such as ``#d08020``; empty where that is for others to say.
    """

    name: str
    title: str
    role: str
    identity: str
    pillars: list[str]
    state: str
    package: str
    colour: NotRequired[str]


class PersonaMind(Response):
    """What a persona thinks with.

    Attributes:
        name: Its name.
        role: Which model answers for it.
        identity: Who it is.
        prompts: Its prompts by key, such as ``talk``.
        adapter: The adapter that its model answers through; empty for none.
        company: The names of all personas that live beside it, its own among them.
    """

    name: str
    role: str
    identity: str
    prompts: dict[str, str]
    adapter: str
    company: list[str]


class OpenTimes(TypedDict):
    """For how long transactions were open, in seconds.

    Attributes:
        count: How many there were.
        total: Together.
        max: The longest.
        p50: What half of the latest did not exceed.
        p95: What 95 % of the latest did not exceed.
    """

    count: int
    total: float
    max: float
    p50: float
    p95: float


class SessionSeen(TypedDict):
    """What the transactions of a worker have seen.

    Attributes:
        commits: How many were committed.
        conflicts: Tries that met a conflict.
        retries: Tries that were run again, after a conflict or a lost connection.
        aborts: How many ended in an error.
        disconnects: Tries that lost the connection to the storage's server.
        unmarked: Objects that were changed without having been marked.
        slow: How many were open for longer than they should be.
        changes: Those that were to change something.
        reads: Those that only read.
    """

    commits: int
    conflicts: int
    retries: int
    aborts: int
    disconnects: int
    unmarked: int
    slow: int
    changes: OpenTimes
    reads: OpenTimes


class QuarantineLine(TypedDict):
    """A method that is not run.

    Attributes:
        address: Which one.
        cause: ``rules``, or ``deaths`` where it has ended workers.
        reason: What it has done, in a sentence without a full stop.
        at: Since when, ISO text in UTC.
        sha256: Of its source.
    """

    address: str
    cause: str
    reason: str
    at: str
    sha256: str


class ImageState(TypedDict):
    """How large an image is and what it has seen.

    Attributes:
        image: Its URI, without a password.
        born: When, ISO text in UTC.
        objects: How many have a name.
        methods: How many there are.
        documents: How many the memory has, by kind.
        cycles: How many are on record.
        trail: Entries of the trail.
        sentences: How many were read by rules and by a model, and by neither as ``fallback``.
        interrupted: Cycles that were left in the middle.
        torn: What is missing at the end of its file.
        ahead: How far its last transaction is ahead of the clock; empty where it is not.
        waiting: Changes that wait for a person.
        questions: Questions that are open.
        bytes: Of its file; -1 where nobody knows, as below.
        blob_bytes: Of its files of blobs.
        bytes_per_method: Of its file, by the number of methods.
        commits: Transactions that this process committed.
        conflicts: Its tries that met a conflict.
        session: What else its transactions have seen.
    """

    image: str
    born: str
    objects: int
    methods: int
    documents: dict[str, int]
    cycles: int
    trail: int
    sentences: dict[str, int]
    interrupted: int
    torn: list[MissingEndLine]
    ahead: str
    waiting: int
    questions: int
    bytes: int
    blob_bytes: int
    bytes_per_method: int
    commits: int
    conflicts: int
    session: SessionSeen


class Rechecked(TypedDict):
    """What a re-audit has found.

    Attributes:
        rules: Version of the rules.
        methods: How many methods were judged.
        quarantined: Addresses of those that failed, and are in quarantine from now on.
        lifted: Addresses of those that had failed before, and pass now.
        complete: Whether it came to the end.
        seconds: How long it took.
    """

    rules: str
    methods: int
    quarantined: list[str]
    lifted: list[str]
    complete: bool
    seconds: float


class Personas(Response):
    """Who lives in the image.

    Attributes:
        personas: A line for each.
    """

    personas: list[PersonaLine]


class Quarantine(Response):
    """Methods that are not run.

    Attributes:
        methods: A line for each, with the reason.
    """

    methods: list[QuarantineLine]


class ListPersonas(Request[Personas]):
    """List who lives in the image."""

    TYPE = "image.personas"


class ShowPersona(Request[PersonaMind]):
    """Tell what a persona thinks with, for an engine that runs it.

    Attributes:
        name: Its name; capital letters make no difference.
    """

    TYPE = "image.persona"

    name: Text


class ImageStatus(Request[ImageState]):
    """Tell how large the image is and what it has seen."""

    TYPE = "image.status"


class ListQuarantine(Request[Quarantine]):
    """List the methods that are not run, and why."""

    TYPE = "image.quarantine"


class LiftMethod(Request[QuarantineLine]):
    """Let a method be run again that passes the rules of today; answers with what it was.

    Attributes:
        address: ``OBJECT.SELECTOR``.
    """

    TYPE = "image.lift"

    address: Text


class RecheckMethods(Request[Rechecked]):
    """Judge every stored method by the rules of today, and tell what that has found."""

    TYPE = "image.recheck"
