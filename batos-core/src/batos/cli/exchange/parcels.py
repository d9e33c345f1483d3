"""What ``batos skills`` and ``batos objects`` share: parcels over the wire, and whom to trust.

The folders, the keys and the known signers are the user's: they are read and written here, never
in a worker.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from batos.cli.terminal.output import note, print_json, print_table, printable
from batos.counting import counted
from batos.errors import ExitCode, SignerUnknownError, TravelError, UsageError
from batos.wire.messages.skills import (
    BeginTransfer,
    EndTransfer,
    ExportReady,
    Imported,
    ReadPieces,
    WantedPiece,
    WritePieces,
    WrittenPiece,
)

if TYPE_CHECKING:
    from batos.exchange.parcel import Parcel
    from batos.exchange.signers import SignerBook
    from batos.wire import KernelClient
    from batos.wire.messages.request import Request

__all__ = ["accepted_signer", "check_new", "fetched", "print_report", "take", "trust_options"]

_MOST_PIECES = 500
_COLUMNS = ["status", "address", "examples", "reason"]


def trust_options(command: Any) -> Any:
    """Add ``--trust`` and ``--unsigned`` to a command."""
    for option in (
        click.option("--unsigned", is_flag=True, help="Take a parcel that nobody has signed."),
        click.option("--trust", metavar="KEY", default="", help="Trust this signer from now on."),
    ):
        command = option(command)
    return command


def check_new(folder: Path) -> None:
    """Do nothing for a folder that a parcel can be written to.

    Raises:
        UsageError: There is something in it, or it is a file.
    """
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists() or folder.is_symlink():
        what = "is not empty" if folder.is_dir() else "is no folder"
        raise UsageError(
            f"{str(folder)!r} {what}.", hint="Name a folder that does not exist yet: --to DIR."
        )


def fetched(client: KernelClient, answer: ExportReady) -> dict[str, bytes]:
    """Return the files that an export has laid ready, and end its transfer.

    Raises:
        TravelError: A file came in another length than was said.
    """
    from batos.exchange.staging import LARGEST_PIECE

    parts: dict[str, list[bytes]] = {file.path: [] for file in answer.files}
    wanted = [
        (file.path, offset, min(LARGEST_PIECE, file.size - offset))
        for file in answer.files
        for offset in range(0, file.size, LARGEST_PIECE)
    ]
    with _ended(client, answer.transfer):
        for batch in _batches(wanted, [size for _, _, size in wanted]):
            asked = ReadPieces(answer.transfer, tuple(WantedPiece(*each) for each in batch))
            for (path, _, _), data in zip(batch, client.request(asked).pieces, strict=True):
                parts[path].append(data)
    files = {path: b"".join(found) for path, found in parts.items()}
    for file in answer.files:
        if len(files[file.path]) != file.size:
            raise TravelError(f"{file.path} did not arrive whole.", hint="Try again.")
    return files


def take(
    client: KernelClient, parcel: Parcel, asked: Callable[[str], Request[Imported]]
) -> Imported:
    """Send a parcel to the image worker, have it taken, and return the report.

    Args:
        client: The kernel.
        parcel: A parcel that was checked here.
        asked: Makes the request that takes it, of the name of the transfer.
    """
    from batos.exchange.staging import LARGEST_PIECE

    transfer = client.request(BeginTransfer()).transfer
    with _ended(client, transfer):
        pieces = [
            WrittenPiece(path, data[offset : offset + LARGEST_PIECE], offset)
            for path, data in parcel.members.items()
            for offset in range(0, max(1, len(data)), LARGEST_PIECE)
        ]
        for batch in _batches(pieces, [len(each.data) for each in pieces]):
            client.request(WritePieces(transfer, tuple(batch)))
        return client.request(asked(transfer))


@contextlib.contextmanager
def _ended(client: KernelClient, transfer: str) -> Iterator[None]:
    try:
        yield
    finally:
        # Left behind it would be thrown away after a day; the first error is the one to tell.
        with contextlib.suppress(Exception):
            client.request(EndTransfer(transfer), timeout=5.0)


def _batches(items: Sequence[Any], sizes: Sequence[int]) -> Iterator[list[Any]]:
    """Yield items in groups that one message can carry."""
    from batos.exchange.staging import LARGEST_PIECE

    batch: list[Any] = []
    room = LARGEST_PIECE
    for item, size in zip(items, sizes, strict=True):
        if batch and (size > room or len(batch) == _MOST_PIECES):
            yield batch
            batch, room = [], LARGEST_PIECE
        batch.append(item)
        room -= size
    if batch:
        yield batch


def accepted_signer(
    parcel: Parcel, book: SignerBook, *, trust: str, unsigned: bool, dry_run: bool
) -> str:
    """Return the key that signed a parcel and that the user trusts; empty for an unsigned one.

    Args:
        parcel: The parcel.
        book: Whom the user knows.
        trust: A key that the user trusts from now on.
        unsigned: Whether a parcel without a signature is taken.
        dry_run: Whether to keep nothing.

    Raises:
        TravelError: The signature is wrong, or there is none.
        SignerUnknownError: The signer is not trusted.
    """
    from batos.exchange.manifest import is_signer

    if trust and not is_signer(trust):
        raise UsageError(
            f"{trust[:80]!r} is no public key.", hint="A key is 'ed25519:' and 44 letters."
        )
    signer = parcel.signer
    if not signer:
        if not unsigned:
            raise TravelError(
                "The parcel is not signed, so that nobody answers for what is in it.",
                hint="--unsigned takes it all the same.",
            )
        note("The parcel is not signed: nobody answers for what is in it.")
        return ""
    if trust and trust != signer:
        raise SignerUnknownError(f"The parcel is signed by {signer}, not by {trust}.")
    if book.is_known(signer):
        return signer
    if not trust and not _is_confirmed(signer):
        raise SignerUnknownError(
            f"The parcel is signed by {signer}, whom you have not said to trust.",
            hint=f"Ask its sender for the key; if it is this one: --trust {signer}",
        )
    if not dry_run:
        book.trust(signer)
        note(f"{signer} is trusted from now on.")
    return signer


def _is_confirmed(signer: str) -> bool:
    """Ask the user about a signer, where there is one who could answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    note(f"The parcel is signed by {signer}, who is new here.")
    return click.confirm("Did its sender tell you this key, and do you trust them?", err=True)


def print_report(report: Mapping[str, Any], *, as_json: bool, what: str) -> int:
    """Print what came of a parcel, and return the exit code.

    Args:
        report: As :meth:`batos.exchange.importing.ImportReport.to_plain` describes it.
        as_json: Whether to print it as JSON.
        what: What one of those is that the parcel held, such as ``method``.
    """
    for warning in report["warnings"]:
        note(f"{warning}.")
    if as_json:
        print_json(report)
    else:
        print_table(_COLUMNS, report["rows"], "The parcel is empty.")
        for row in report["rows"]:
            for warning in row["warnings"]:
                note(f"{row['address']}: {warning}.")
            if row["diff"]:
                click.echo(f"\n{printable(row['diff'])}")
        note(_summary(report, what))
    return ExitCode.OK if report["whole"] else ExitCode.FAILURE


def _summary(report: Mapping[str, Any], what: str) -> str:
    of = counted(len(report["rows"]), what, what.replace(" or ", "s or ") + "s")
    if report["dry_run"]:
        ready = sum(row["status"] == "ready" for row in report["rows"])
        return f"Would import {ready} of {of}; nothing was changed."
    return f"Imported {report['installed']} of {of}."
