"""``batos objects export`` and ``batos objects import``."""

from __future__ import annotations

from pathlib import Path

import click

from batos.cli.exchange.parcels import (
    accepted_signer,
    check_new,
    fetched,
    print_report,
    take,
    trust_options,
)
from batos.cli.reach.connect import connected
from batos.cli.terminal.output import json_flag, note, print_json, print_table
from batos.config import load_config
from batos.counting import counted
from batos.errors import UsageError
from batos.wire.messages.skills import ExportObjects, ImportObjects

__all__ = ["export_objects", "import_objects"]

_FOLDER = click.Path(path_type=Path)


@click.command("export")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--to", "folder", type=_FOLDER, required=True, help="The folder to make.")
@json_flag
def export_objects(names: tuple[str, ...], folder: Path, as_json: bool) -> None:
    """Write objects to a folder: data, methods, blobs, and how they refer to each other.

    Objects without a name come along with those that refer to them. Other objects with a name are
    referred to by it, and must be there where the folder is imported.

    \b
    Examples:
      batos objects export basket --to basket-parcel
      batos objects export basket shop --to two-objects
    """
    from batos.exchange.parcel import sealed, write_parcel
    from batos.exchange.signers import SignerBook

    check_new(folder)
    loaded = load_config()
    with connected(loaded) as client:
        answer = client.request(ExportObjects(names))
        files = fetched(client, answer)
    parcel = sealed("objects", files, SignerBook(loaded.paths).own())
    write_parcel(parcel, folder)
    for each in answer.notes:
        note(each)
    if as_json:
        told = {"rows": answer.rows, "outside": answer.outside, "notes": answer.notes}
        print_json({"folder": str(folder), "signer": parcel.manifest.signer, **told})
        return
    print_table(["id", "name", "slots", "methods"], answer.rows, "")
    if answer.outside:
        note(f"They refer to {', '.join(answer.outside)}, which must be there where they go.")
    said = counted(len(answer.rows), "object is", "objects are")
    note(f"{said} in {folder}, signed by {parcel.manifest.signer}")


@click.command("import")
@click.argument("folder", type=_FOLDER)
@click.option("--dry-run", is_flag=True, help="Verify and try everything, but change nothing.")
@click.option("--as", "renames", multiple=True, metavar="OLD=NEW", help="Give it another name.")
@trust_options
@click.option("--untested", is_flag=True, help="Also methods without an example to prove them.")
@json_flag
def import_objects(
    folder: Path,
    dry_run: bool,
    renames: tuple[str, ...],
    trust: str,
    unsigned: bool,
    untested: bool,
    as_json: bool,
) -> int:
    """Take objects from a folder that 'batos objects export' has written: all, or none.

    Everything is verified first, as with 'batos skills import'. An object whose name is in use is
    a conflict: it is never overwritten, but can come in under another name.

    The exit code is 1 when they did not come in.

    \b
    Examples:
      batos objects import basket-parcel --dry-run
      batos objects import basket-parcel --as basket=their_basket
    """
    from batos.exchange.parcel import read_parcel
    from batos.exchange.signers import SignerBook

    names = _names(renames)
    parcel = read_parcel(folder)
    loaded = load_config()
    signer = accepted_signer(
        parcel, SignerBook(loaded.paths), trust=trust, unsigned=unsigned, dry_run=dry_run
    )
    with connected(loaded) as client:
        report = take(
            client,
            parcel,
            lambda transfer: ImportObjects(
                transfer=transfer,
                signer=signer,
                dry_run=dry_run,
                untested=untested,
                renames=names,
            ),
        )
    return print_report(report, as_json=as_json, what="object or method")


def _names(renames: tuple[str, ...]) -> dict[str, str]:
    """Return new names by old ones.

    Raises:
        UsageError: One is not of the form ``OLD=NEW``, or an object gets two names.
    """
    names: dict[str, str] = {}
    for each in renames:
        old, equals, new = each.partition("=")
        if not equals or not old or not new or old in names:
            raise UsageError(f"{each!r} is no new name.", hint="Write --as OLD=NEW, once for each.")
        names[old] = new
    return names
