"""``skills.*``: methods and objects out of the image and into it.

The files of a parcel cross the wire in pieces, because the image worker may not write where its
user keeps them.
"""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

import msgspec

from batos.learning.model.standing import WhichVersion
from batos.wire.messages.request import Nothing, Request, Response, Text

__all__ = [
    "BeginTransfer",
    "EndTransfer",
    "ExportObjects",
    "ExportReady",
    "ExportSkills",
    "ExportedLine",
    "Import",
    "ImportObjects",
    "ImportSkills",
    "Imported",
    "ImportedLine",
    "ListSkills",
    "Pieces",
    "ReadPieces",
    "SkillLine",
    "SkillList",
    "StagedFile",
    "Transfer",
    "WantedPiece",
    "WritePieces",
    "WrittenPiece",
]

_Size = Annotated[int, msgspec.Meta(ge=0)]


SkillLine = TypedDict(
    "SkillLine",
    {
        "address": str,
        "signature": str,
        "version": int,
        "doc": str,
        "origin": str,
        "trust": str,
        "confidence": float | None,
        "examples": int,
        "sha256": str,
        "quarantined": bool,
        "from": str,
    },
)
SkillLine.__doc__ = """A learned method.

Attributes:
    address: Which one.
    signature: Its signature.
    version: Its number.
    doc: What it does, in a line.
    origin: Where it comes from.
    trust: ``proven`` or ``tentative``.
    confidence: How sure it is that it is right, 0 to 1; null where nobody has said.
    examples: How many of its examples say what comes.
    sha256: Of its source.
    quarantined: Whether it is in quarantine, and is not run.
    from: Who has signed the parcel that it came in; empty for nobody.
"""


class ImportedLine(TypedDict):
    """What came of a method or an object of a parcel.

    Attributes:
        address: Which one.
        file: Its file in the parcel.
        status: What came of it: ``ready``, ``imported``, ``replaced``, ``already there``,
            ``conflict``, ``refused`` or ``not imported``.
        reason: Why it did not come in; empty where it did.
        examples: How many examples it has proven.
        diff: From the version that is there, unified.
        warnings: What else a person should know.
        sha256: Of the source of a method.
        replaces: The version whose place a method takes; empty for none.
        kept: How many examples of that a method has kept.
    """

    address: str
    file: str
    status: str
    reason: str
    examples: int
    diff: str
    warnings: list[str]
    sha256: NotRequired[str]
    replaces: NotRequired[WhichVersion]
    kept: NotRequired[int]


class ExportedLine(TypedDict, total=False):
    """What an export has of a method, or of an object.

    Attributes:
        address: The method.
        file: Its file in the parcel.
        sha256: Of its source.
        id: The object's id in the parcel.
        name: Its name; empty for none.
        slots: Names of its slots.
        methods: Names of its methods that come along.
    """

    address: str
    file: str
    sha256: str
    id: str
    name: str
    slots: list[str]
    methods: list[str]


class Imported(TypedDict):
    """What came of a parcel.

    Attributes:
        rows: A line for each method or object.
        signer: Who has signed it; empty for nobody.
        dry_run: Whether nothing was to be changed.
        warnings: What else a person should know.
        installed: How much has come in.
        whole: Whether everything in the parcel is in the image now, or would be.
    """

    rows: list[ImportedLine]
    signer: str
    dry_run: bool
    warnings: list[str]
    installed: int
    whole: bool


class SkillList(Response):
    """Learned methods.

    Attributes:
        methods: A line for each.
    """

    methods: list[SkillLine]


class StagedFile(Response):
    """A file of a transfer.

    Attributes:
        path: Where in the parcel it is.
        size: Bytes.
    """

    path: str
    size: int


class ExportReady(Response):
    """What an export has laid ready.

    Attributes:
        transfer: From which the files are read.
        files: Them.
        rows: A line for each method or object.
        notes: What is worth knowing.
        outside: Names of objects that are referred to and do not come along.
    """

    transfer: str
    files: list[StagedFile]
    rows: list[ExportedLine]
    notes: list[str]
    outside: list[str]


class Transfer(Response):
    """A transfer that was begun.

    Attributes:
        transfer: Its id.
    """

    transfer: str


class Pieces(Response):
    """Pieces of files.

    Attributes:
        pieces: In the order in which they were asked for.
    """

    pieces: list[bytes]


class WrittenPiece(msgspec.Struct, forbid_unknown_fields=True):
    """A piece of a file that is written.

    Attributes:
        path: The file.
        data: The piece.
        offset: Where in the file it begins.
    """

    path: Text
    data: bytes
    offset: _Size = 0


class WantedPiece(msgspec.Struct, forbid_unknown_fields=True):
    """A piece of a file that is read.

    Attributes:
        path: The file.
        offset: Where in the file it begins.
        size: Bytes; left out, as many as one piece may have.
    """

    path: Text
    offset: _Size = 0
    size: _Size | None = None


class ListSkills(Request[SkillList]):
    """List the learned methods.

    Attributes:
        all: Whether those of the image's birth are listed as well.
    """

    TYPE = "skills.list"

    all: bool = False


class ExportSkills(Request[ExportReady]):
    """Lay methods ready as files.

    Attributes:
        addresses: Methods, or objects for all of theirs; without any, every learned method.
        all: Whether those of the image's birth come along.
    """

    TYPE = "skills.export"

    addresses: tuple[Text, ...] = ()
    all: bool = False


class ExportObjects(Request[ExportReady]):
    """Lay objects ready as files.

    Attributes:
        names: Which ones.
    """

    TYPE = "skills.export_objects"

    names: tuple[Text, ...] = ()


class BeginTransfer(Request[Transfer]):
    """Begin a transfer that files can be written to."""

    TYPE = "skills.begin"


class WritePieces(Request[Nothing]):
    """Write pieces of files to a transfer.

    Attributes:
        transfer: It.
        pieces: The pieces.
    """

    TYPE = "skills.write"

    transfer: Text
    pieces: tuple[WrittenPiece, ...] = ()


class ReadPieces(Request[Pieces]):
    """Read pieces of the files of a transfer.

    Attributes:
        transfer: It.
        pieces: Which ones.
    """

    TYPE = "skills.read"

    transfer: Text
    pieces: tuple[WantedPiece, ...] = ()


class EndTransfer(Request[Nothing]):
    """End a transfer; its files are thrown away.

    Attributes:
        transfer: It.
    """

    TYPE = "skills.end"

    transfer: Text


class Import(Request[Imported], kw_only=True):
    """What the two imports have in common.

    Attributes:
        transfer: Whose files are taken.
        signer: The key that signed them and that the user trusts; empty for an unsigned parcel.
        dry_run: Whether everything is tried and nothing is kept.
        replace: Whether methods are replaced that have another source here.
        to: The object that gets everything; empty for those that the parcel names.
        untested: Whether methods come in without an example to prove them.
        keep_going: Whether the others come in when one is refused.
        drop_examples: Examples of replaced methods that are taken off.
    """

    transfer: Text
    signer: str = ""
    dry_run: bool = False
    replace: bool = False
    to: str = ""
    untested: bool = False
    keep_going: bool = False
    drop_examples: tuple[Text, ...] = ()


class ImportSkills(Import):
    """Take the methods of a transfer in."""

    TYPE = "skills.import"


class ImportObjects(Import, kw_only=True):
    """Take the objects of a transfer in.

    Attributes:
        renames: New names by old ones.
    """

    TYPE = "skills.import_objects"

    renames: dict[str, str] = {}
