"""``image.facts``, ``image.check``, ``image.pack``: care of an image that is in use."""

from __future__ import annotations

from typing import TypedDict

import msgspec

from batos.wire.messages.request import Notice, Request

__all__ = [
    "BackupNote",
    "CheckImage",
    "Checked",
    "FlawLine",
    "ImageFacts",
    "ImageProgress",
    "Kept",
    "MissingEndLine",
    "PackImage",
    "PackNote",
    "PackPlanned",
    "Packed",
    "PlanPack",
    "Remains",
]


class BackupNote(TypedDict):
    """The last backup.

    Attributes:
        at: When it was made, ISO text in UTC.
        time: When the last transaction in it was.
        folder: Where it is.
        stamp: Its name there.
    """

    at: str
    time: str
    folder: str
    stamp: str


class Packed(TypedDict):
    """What a pack has done.

    Attributes:
        keep_days: Days of history that were kept.
        lost: Transactions that can no longer be undone.
        before: Bytes of the file before; -1 where nobody knows.
        after: Bytes of the file now; -1 where nobody knows.
        blobs: Files of blobs that were removed.
        blob_bytes: Their bytes.
        kept: The file as it was before, where it was to be kept.
    """

    keep_days: float
    lost: int
    before: int
    after: int
    blobs: int
    blob_bytes: int
    kept: str


class PackNote(TypedDict):
    """The last pack.

    Attributes:
        at: When it was, ISO text in UTC.
        until: What was before this time was packed.
        keep_days: Days of history that were kept.
        lost: Transactions that can no longer be undone.
        before: Bytes of the file before; -1 where nobody knows.
        after: Bytes of the file then.
        blobs: Files of blobs that were removed.
        blob_bytes: Their bytes.
        kept: The file as it was before, where it was to be kept.
    """

    at: str
    until: str
    keep_days: float
    lost: int
    before: int
    after: int
    blobs: int
    blob_bytes: int
    kept: str


class Remains(TypedDict):
    """A file beside the image that only takes room.

    Attributes:
        file: Its name.
        bytes: How large it is.
    """

    file: str
    bytes: int


class MissingEndLine(TypedDict):
    """An end of the image that is missing.

    Attributes:
        text: What is missing, in sentences.
        hint: What to do about it.
        last: When the last transaction was that is there, ISO text in UTC.
        until: When the last one was that is known to have been there; empty where nobody knows.
        dropped: Bytes behind the last one that were no whole transaction.
        kept: Name of the file beside the image in which those are.
        safe: Whether it is known that nothing acknowledged is missing.
        noticed: When it was noticed, ISO text in UTC.
        backup: ``folder``, ``stamp`` and ``time`` of the backup that has most of it; null where
            none is known.
    """

    text: str
    hint: str
    last: str
    until: str
    dropped: int
    kept: str
    safe: bool
    noticed: str
    backup: dict[str, str] | None


class Kept(TypedDict):
    """How an image is kept; -1 and an empty text stand for what nobody knows.

    Attributes:
        image: The image, without a password.
        storage: What it is kept in.
        born: When, ISO text in UTC.
        format: Of its root.
        records: How many there are.
        bytes: Of its file.
        blobs: Files of blobs.
        blob_bytes: Their bytes.
        last: When its last transaction was, ISO text in UTC.
        undoable: Transactions that can be undone.
        history_since: When the first of those was.
        pack: The last pack; null where there was none.
        backup: The last backup; null where there was none.
        sealed: Bytes whose digests are known.
        free: Bytes that are free on its disk.
        remains: Files beside it that only take room.
        torn: Ends that are missing.
        ahead: How far its last transaction is ahead of the clock; empty where it is not.
    """

    image: str
    storage: str
    born: str
    format: int
    records: int
    bytes: int
    blobs: int
    blob_bytes: int
    last: str
    undoable: int
    history_since: str
    pack: PackNote | None
    backup: BackupNote | None
    sealed: int
    free: int
    remains: list[Remains]
    torn: list[MissingEndLine]
    ahead: str


class FlawLine(TypedDict):
    """One thing that is not as it should be.

    Attributes:
        kind: What is concerned, such as ``file``, ``record`` or ``blob``.
        message: What is wrong, a sentence.
        mend: What to do about it; empty where there is nothing to do.
        oid: The object's number, -1 where none is concerned.
        name: Its name, or where it hangs.
        damage: Whether something is lost or wrong; false for what only deserves a note.
    """

    kind: str
    message: str
    mend: str
    oid: int
    name: str
    damage: bool


class Checked(TypedDict):
    """What a check has looked at and found.

    Attributes:
        image: The image, without a password.
        sound: Whether no damage was found.
        complete: Whether it came to its end.
        damages: How many findings tell of damage.
        notes: How many are notes.
        findings: The first of them.
        counts: What was looked at, by its name.
        sealed: Bytes that were compared with the digests of an earlier time.
        seconds: How long it took.
    """

    image: str
    sound: bool
    complete: bool
    damages: int
    notes: int
    findings: list[FlawLine]
    counts: dict[str, int]
    sealed: int
    seconds: float


class PackPlanned(TypedDict):
    """What a pack would do.

    Attributes:
        keep_days: Days of history that stay.
        until: What is before this time is packed, ISO text in UTC.
        undoable: Transactions that can be undone now.
        lost: How many of them can no longer be undone afterwards.
        bytes: Of the file now; -1 where nobody knows.
        free: Bytes that are free on its disk; -1 where nobody knows.
    """

    keep_days: float
    until: str
    undoable: int
    lost: int
    bytes: int
    free: int


class ImageFacts(Request[Kept]):
    """Tell how the image is kept: size, past, last pack and backup."""

    TYPE = "image.facts"


class CheckImage(Request[Checked]):
    """Tell whether the image is sound, and what is not."""

    TYPE = "image.check"


class ImageProgress(Notice):
    """How far a check or a pack is.

    Attributes:
        text: What is done now.
    """

    TYPE = "image.progress"

    text: str


class PlanPack(Request[PackPlanned]):
    """Tell what a pack would do.

    Attributes:
        keep_days: Days of the past that are kept; left out, as many as are usual.
    """

    TYPE = "image.pack_plan"

    keep_days: float | msgspec.UnsetType = msgspec.UNSET


class PackImage(Request[Packed]):
    """Drop what is older and no longer part of the image.

    Attributes:
        keep_days: As of ``image.pack_plan``.
        drop_history: Whether what can be undone today may be lost.
        keep_old: Whether the file of before is kept.
    """

    TYPE = "image.pack"

    keep_days: float | msgspec.UnsetType = msgspec.UNSET
    drop_history: bool = False
    keep_old: bool = False
