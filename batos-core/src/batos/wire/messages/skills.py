"""``skills.*``: methods and objects out of the image and into it.

The files of a parcel cross the wire in pieces, because the image worker may not write where its
user keeps them.
"""

from __future__ import annotations

from typing import Annotated, TypedDict

import msgspec

from batos.wire.messages.request import Nothing, Plain, Request, Response, Text

__all__ = [
    "BeginTransfer",
    "EndTransfer",
    "ExportObjects",
    "ExportReady",
    "ExportSkills",
    "Import",
    "ImportObjects",
    "ImportSkills",
    "Imported",
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


class Imported(TypedDict):
    """What came of a parcel.

    Attributes:
        rows: Of each method or object its ``address``, ``file``, ``status``, ``reason``,
            ``examples``, ``diff`` and ``warnings``; of a method ``sha256``, ``replaces`` and
            ``kept`` as well.
        signer: Who has signed it; empty for nobody.
        dry_run: Whether nothing was to be changed.
        warnings: What else a person should know.
        installed: How much has come in.
        whole: Whether everything in the parcel is in the image now, or would be.
    """

    rows: list[Plain]
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
    rows: list[Plain]
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
