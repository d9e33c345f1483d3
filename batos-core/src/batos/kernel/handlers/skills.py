"""``skills.*``: methods and objects out of the image and into it."""

from __future__ import annotations

from collections.abc import Mapping

from batos.exchange.parcel import Parcel, read_parcel
from batos.exchange.reports import ImportOptions
from batos.exchange.staging import LARGEST_PIECE, Piece
from batos.kernel.base.context import JobContext
from batos.kernel.handlers.route import Route
from batos.living import LivingImage
from batos.wire.messages.request import Nothing
from batos.wire.messages.skills import (
    BeginTransfer,
    EndTransfer,
    ExportObjects,
    ExportReady,
    ExportSkills,
    Import,
    Imported,
    ImportObjects,
    ImportSkills,
    ListSkills,
    Pieces,
    ReadPieces,
    SkillList,
    StagedFile,
    Transfer,
    WritePieces,
)

__all__ = ["ROUTES"]


def list_methods(image: LivingImage, asked: ListSkills, _job: JobContext) -> SkillList:
    """Give a line for each learned method."""
    return SkillList(image.skills.methods(everything=asked.all))


def export(image: LivingImage, asked: ExportSkills, _job: JobContext) -> ExportReady:
    """Lay methods ready as files."""
    found = image.skills.export(asked.addresses, everything=asked.all)
    return ExportReady(*_staged(image, found.files), list(found.rows), list(found.notes), [])


def export_objects(image: LivingImage, asked: ExportObjects, _job: JobContext) -> ExportReady:
    """Lay objects ready as files."""
    found = image.skills.export_objects(asked.names)
    staged, notes, outside = _staged(image, found.files), list(found.notes), list(found.outside)
    return ExportReady(*staged, list(found.rows), notes, outside)


def begin(image: LivingImage, _asked: BeginTransfer, _job: JobContext) -> Transfer:
    """Begin a transfer that files can be written to."""
    return Transfer(image.skills.transfers.begin())


def write(image: LivingImage, asked: WritePieces, _job: JobContext) -> Nothing:
    """Write pieces of files to a transfer."""
    pieces = [Piece(each.path, each.offset, each.data) for each in asked.pieces]
    image.skills.transfers.write(asked.transfer, pieces)
    return Nothing()


def read(image: LivingImage, asked: ReadPieces, _job: JobContext) -> Pieces:
    """Read pieces of the files of a transfer."""
    transfers = image.skills.transfers
    return Pieces(
        [
            transfers.read(
                asked.transfer,
                each.path,
                each.offset,
                LARGEST_PIECE if each.size is None else each.size,
            )
            for each in asked.pieces
        ]
    )


def end(image: LivingImage, asked: EndTransfer, _job: JobContext) -> Nothing:
    """End a transfer."""
    image.skills.transfers.end(asked.transfer)
    return Nothing()


def take(image: LivingImage, asked: ImportSkills, job: JobContext) -> Imported:
    """Take the methods of a transfer in."""
    parcel, options = _parcel(image, asked), _options(asked)
    return image.skills.take(parcel, options, stopped=lambda: job.cancelled).to_plain()


def take_objects(image: LivingImage, asked: ImportObjects, job: JobContext) -> Imported:
    """Take the objects of a transfer in."""
    report = image.skills.take_objects(
        _parcel(image, asked), _options(asked), asked.renames, stopped=lambda: job.cancelled
    )
    return report.to_plain()


def _staged(image: LivingImage, files: Mapping[str, bytes]) -> tuple[str, list[StagedFile]]:
    transfers = image.skills.transfers
    transfer = transfers.begin()
    transfers.put(transfer, files)
    return transfer, [StagedFile(path, len(data)) for path, data in files.items()]


def _parcel(image: LivingImage, asked: Import) -> Parcel:
    """Return the parcel of a transfer, whose hashes are checked on this side as well."""
    return read_parcel(image.skills.transfers.place(asked.transfer))


def _options(asked: Import) -> ImportOptions:
    return ImportOptions(
        signer=asked.signer,
        dry_run=asked.dry_run,
        replace=asked.replace,
        to=asked.to,
        untested=asked.untested,
        keep_going=asked.keep_going,
        drop_examples=asked.drop_examples,
    )


ROUTES = (
    Route(ListSkills, list_methods, quick=True, idempotent=True),
    Route(ExportSkills, export, long=True),
    Route(ExportObjects, export_objects, long=True),
    Route(BeginTransfer, begin, quick=True),
    Route(WritePieces, write, quick=True),
    Route(ReadPieces, read, quick=True, idempotent=True),
    Route(EndTransfer, end, quick=True),
    Route(ImportSkills, take, long=True),
    Route(ImportObjects, take_objects, long=True),
)
