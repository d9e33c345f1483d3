"""``batos skills``: learned methods, and their exchange with other images."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from batos.cli.exchange.parcels import (
    accepted_signer,
    check_new,
    fetched,
    print_report,
    take,
    trust_options,
)
from batos.cli.reach.connect import connected, looking
from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import json_flag, note, print_json, print_table
from batos.config import load_config
from batos.counting import counted
from batos.errors import TravelError, UsageError
from batos.wire.messages.skills import ExportSkills, ImportSkills, ListSkills

__all__ = ["skills"]

_COLUMNS = ["address", "version", "origin", "trust", "examples", "sha256", "doc"]
_FOLDER = click.Path(path_type=Path)
_all_flag = click.option(
    "--all", "everything", is_flag=True, help="Also methods that the image was born with."
)


@click.group(cls=NounGroup)
@_all_flag
@json_flag
def skills(everything: bool, as_json: bool) -> None:
    """List learned methods; export them as readable text, import those of others.

    \b
    Examples:
      batos skills
      batos skills export --to my-skills
      batos skills import their-skills --dry-run
    """


@skills.command("list")
@_all_flag
@json_flag
def list_(everything: bool, as_json: bool) -> None:
    """List learned methods: version, origin, how many examples prove them.

    \b
    Examples:
      batos skills list
      batos skills list --all --json
    """
    with looking() as client:
        rows = client.request(ListSkills(everything)).methods
    if as_json:
        print_json(rows)
        return
    lines = [
        {
            **row,
            "sha256": row["sha256"][:12],
            "trust": _trust(row),
            "origin": f"{row['origin']} (in quarantine)" if row["quarantined"] else row["origin"],
        }
        for row in rows
    ]
    print_table(_COLUMNS, lines, "No method has been learned yet.")


def _trust(row: Mapping[str, Any]) -> str:
    confidence = row["confidence"]
    return f"{row['trust']} {confidence:.2f}" if confidence is not None else str(row["trust"])


@skills.command()
@click.argument("addresses", nargs=-1, metavar="[ADDRESS]...")
@click.option("--to", "folder", type=_FOLDER, required=True, help="The folder to make.")
@_all_flag
@json_flag
def export(addresses: tuple[str, ...], folder: Path, everything: bool, as_json: bool) -> None:
    """Write learned methods to a folder: one Python file each, and a signed manifest.

    ADDRESS is OBJECT.SELECTOR, or OBJECT for all that it has learned; without one, every learned
    method is written. Source, examples and provenance travel, with the words of the mission.

    \b
    Examples:
      batos skills export --to my-skills
      batos skills export genesis.count_vowels --to vowels
      batos skills export genesis robin --to two-objects
    """
    from batos.exchange.parcel import sealed, write_parcel
    from batos.exchange.signers import SignerBook

    check_new(folder)
    loaded = load_config()
    with connected(loaded) as client:
        answer = client.request(ExportSkills(addresses, everything))
        files = fetched(client, answer)
    for each in answer.notes:
        note(each)
    if not files:
        raise TravelError(
            "There is no learned method to export.", hint="--all takes those of its birth as well."
        )
    parcel = sealed("skills", files, SignerBook(loaded.paths).own())
    write_parcel(parcel, folder)
    if as_json:
        told = {"rows": answer.rows, "notes": answer.notes}
        print_json({"folder": str(folder), "signer": parcel.manifest.signer, **told})
        return
    lines = [{**row, "sha256": row["sha256"][:12]} for row in answer.rows]
    print_table(["address", "sha256", "file"], lines, "")
    said = counted(len(files), "method is", "methods are")
    note(f"{said} in {folder}, signed by {parcel.manifest.signer}")


@skills.command("import")
@click.argument("folder", type=_FOLDER)
@click.option("--dry-run", is_flag=True, help="Verify and try everything, but change nothing.")
@click.option("--replace", is_flag=True, help="Replace methods that have another source here.")
@click.option("--to", "receiver", metavar="OBJECT", help="Give everything to OBJECT.")
@trust_options
@click.option("--untested", is_flag=True, help="Also methods without an example to prove them.")
@click.option("--keep-going", is_flag=True, help="Import the others when one is refused.")
@click.option(
    "--drop-example",
    "drop_examples",
    multiple=True,
    metavar="OBJECT.SELECTOR[:NUMBER]|all",
    help="Take off examples of a method that is replaced; may be given several times.",
)
@json_flag
def import_(
    folder: Path,
    dry_run: bool,
    replace: bool,
    receiver: str | None,
    trust: str,
    unsigned: bool,
    untested: bool,
    keep_going: bool,
    drop_examples: tuple[str, ...],
    as_json: bool,
) -> int:
    """Take methods from a folder that 'batos skills export' has written.

    First everything is verified: signature, hashes, form. Then each method must pass the guardian,
    and its examples must come true in the trial. Only then are they installed, in one transaction.
    A method that has another source here is shown as a conflict and left alone; --replace takes
    it, if the examples that people gave to the one that is here come true for it as well.

    The exit code is 1 when anything did not come in.

    \b
    Examples:
      batos skills import their-skills --dry-run
      batos skills import their-skills --trust ed25519:aGVsbG8gd29ybGQsIHRoaXMgaXMgbm8ga2V5ISEhISE=
      batos skills import their-skills --replace --keep-going
      batos skills import their-skills --to robin
    """
    from batos.exchange.importing import read_skills
    from batos.exchange.parcel import read_parcel
    from batos.exchange.signers import SignerBook

    if receiver == "":
        raise UsageError("The object that takes it has an empty name.", hint="Leave --to out.")
    parcel = read_parcel(folder)
    if parcel.manifest.kind == "skills":
        read_skills(parcel)
    loaded = load_config()
    signer = accepted_signer(
        parcel, SignerBook(loaded.paths), trust=trust, unsigned=unsigned, dry_run=dry_run
    )
    with connected(loaded) as client:
        report = take(
            client,
            parcel,
            lambda transfer: ImportSkills(
                transfer=transfer,
                signer=signer,
                dry_run=dry_run,
                replace=replace,
                to=receiver or "",
                untested=untested,
                keep_going=keep_going,
                drop_examples=drop_examples,
            ),
        )
    return print_report(report, as_json=as_json, what="method")


@skills.command()
@json_flag
def signers(as_json: bool) -> None:
    """Show your own public key, and the signers whom you trust.

    \b
    Examples:
      batos skills signers
    """
    from batos.exchange.signers import SignerBook

    book = SignerBook(load_config().paths)
    own = book.own_public()
    rows = [{"key": own, "whose": "yours", "since": ""}] if own else []
    rows += [
        {"key": key, "whose": "trusted", "since": since[:19].replace("T", " ")}
        for key, since in book.known().items()
    ]
    if as_json:
        print_json(rows)
    else:
        print_table(["key", "whose", "since"], rows, "Nothing was signed, and nobody is trusted.")
        note(f"To trust somebody no longer, delete the line from {book.known_file}")
