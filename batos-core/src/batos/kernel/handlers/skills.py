"""``skills.*``: methods and objects out of the image and into it.

The files of a parcel cross the wire in pieces (``skills.write``, ``skills.read``), because the
image worker may not write where its user keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batos.errors import UsageError
from batos.exchange.parcel import Parcel, read_parcel
from batos.exchange.reports import ImportOptions, ImportReport
from batos.exchange.staging import LARGEST_PIECE, Piece
from batos.kernel.context import JobContext
from batos.kernel.handlers.fields import flag, items, mapping, optional_text, text, texts, whole
from batos.kernel.handlers.route import Route
from batos.living import LivingImage

__all__ = ["ROUTES"]

_Body = Mapping[str, Any]


def list_methods(image: LivingImage, body: _Body, _job: JobContext) -> dict[str, Any]:
    """``skills.list``: a line for each learned method."""
    return {"methods": image.skills.methods(everything=flag(body, "all"))}


def export(image: LivingImage, body: _Body, _job: JobContext) -> dict[str, Any]:
    """``skills.export``: methods as files, to be fetched by ``skills.read``."""
    exported = image.skills.export(texts(body, "addresses"), everything=flag(body, "all"))
    return {
        **_staged(image, exported.files),
        "rows": exported.rows,
        "notes": list(exported.notes),
    }


def export_objects(image: LivingImage, body: _Body, _job: JobContext) -> dict[str, Any]:
    """``skills.export_objects``: objects as files, to be fetched by ``skills.read``."""
    exported = image.skills.export_objects(texts(body, "names"))
    return {
        **_staged(image, exported.files),
        "rows": exported.rows,
        "outside": list(exported.outside),
        "notes": list(exported.notes),
    }


def begin(image: LivingImage, _body: _Body, _job: JobContext) -> dict[str, Any]:
    """``skills.begin``: a transfer that files can be written to."""
    return {"transfer": image.skills.transfers.begin()}


def write(image: LivingImage, body: _Body, _job: JobContext) -> dict[str, Any]:
    """``skills.write``: pieces of files for a transfer."""
    pieces = []
    for piece in items(body, "pieces"):
        if not isinstance(piece, dict) or not isinstance(piece.get("data"), bytes):
            raise UsageError("A piece is a map with bytes as its 'data'.")
        offset = whole(piece, "offset", default=0)
        pieces.append(Piece(text(piece, "path"), offset, piece["data"]))
    image.skills.transfers.write(text(body, "transfer"), pieces)
    return {}


def read(image: LivingImage, body: _Body, _job: JobContext) -> dict[str, Any]:
    """``skills.read``: pieces of the files of a transfer."""
    transfer = text(body, "transfer")
    pieces = []
    for piece in items(body, "pieces"):
        if not isinstance(piece, dict):
            raise UsageError("A piece is a map with a 'path'.")
        path, offset = text(piece, "path"), whole(piece, "offset", default=0)
        size = whole(piece, "size", default=LARGEST_PIECE)
        pieces.append(image.skills.transfers.read(transfer, path, offset, size))
    return {"pieces": pieces}


def end(image: LivingImage, body: _Body, _job: JobContext) -> dict[str, Any]:
    """``skills.end``: a transfer is over."""
    image.skills.transfers.end(text(body, "transfer"))
    return {}


def take(image: LivingImage, body: _Body, job: JobContext) -> dict[str, Any]:
    """``skills.import``: take the methods of a transfer in."""
    parcel = _parcel(image, body)
    report = image.skills.take(parcel, _options(body), stopped=lambda: job.cancelled)
    return _reported(report)


def take_objects(image: LivingImage, body: _Body, job: JobContext) -> dict[str, Any]:
    """``skills.import_objects``: take the objects of a transfer in."""
    renames = mapping(body, "renames")
    if not all(isinstance(name, str) for name in renames.values()):
        raise UsageError("The field 'renames' must be a map of names.")
    report = image.skills.take_objects(
        _parcel(image, body), _options(body), renames, stopped=lambda: job.cancelled
    )
    return _reported(report)


def _staged(image: LivingImage, files: Mapping[str, bytes]) -> dict[str, Any]:
    transfers = image.skills.transfers
    transfer = transfers.begin()
    transfers.put(transfer, files)
    sizes = [{"path": path, "size": len(data)} for path, data in files.items()]
    return {"transfer": transfer, "files": sizes}


def _parcel(image: LivingImage, body: _Body) -> Parcel:
    """Return the parcel of a transfer, whose hashes are checked on this side as well."""
    return read_parcel(image.skills.transfers.place(text(body, "transfer")))


def _options(body: _Body) -> ImportOptions:
    return ImportOptions(
        signer=optional_text(body, "signer"),
        dry_run=flag(body, "dry_run"),
        replace=flag(body, "replace"),
        to=optional_text(body, "to"),
        untested=flag(body, "untested"),
        keep_going=flag(body, "keep_going"),
        drop_examples=texts(body, "drop_examples"),
    )


def _reported(report: ImportReport) -> dict[str, Any]:
    return report.to_plain()


ROUTES = (
    Route("skills.list", list_methods, quick=True, idempotent=True),
    Route("skills.export", export, long=True),
    Route("skills.export_objects", export_objects, long=True),
    Route("skills.begin", begin, quick=True),
    Route("skills.write", write, quick=True),
    Route("skills.read", read, quick=True, idempotent=True),
    Route("skills.end", end, quick=True),
    Route("skills.import", take, long=True),
    Route("skills.import_objects", take_objects, long=True),
)
