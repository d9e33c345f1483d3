"""``batos edit``: methods in the person's own editor."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from batos.cli.methods.methods import drafts_of, install, note_installed
from batos.cli.reach.connect import connected
from batos.cli.talk.ask_approval import drop_flag, is_attended
from batos.cli.terminal.arguments import by_flag
from batos.cli.terminal.editor import edit_file
from batos.cli.terminal.output import json_flag, note, print_json, show_error
from batos.config import load_config
from batos.errors import (
    DiskError,
    ExitCode,
    GuardianError,
    UnknownNameError,
    UsageError,
)
from batos.objects import check_slot_name
from batos.wire.messages.objects import ShowObject

if TYPE_CHECKING:
    from batos.cli.methods.sections import Section
    from batos.wire import KernelClient

__all__ = ["edit", "edit_methods"]

_NEW = 'def {name}(self):\n    """Say what it does."""\n    return None\n'


@click.command()
@click.argument("address", metavar="OBJECT[.METHOD]")
@drop_flag
@by_flag
@json_flag
def edit(address: str, drop_examples: tuple[str, ...], by: str, as_json: bool) -> int:
    """Edit a method in your editor, or all of an object's own methods in one text.

    What you save is judged as by 'batos define'. Where it is refused, you are shown the line, and
    on a terminal asked whether to go on editing. Your text is never lost: when you give up, it is
    kept in a file that is named. A method that somebody else has changed meanwhile is left as it
    is.

    Of an object, those that you have changed are installed together or not at all, and a function
    that you add becomes a new method; what you leave out stays as it is.

    \b
    Examples:
      batos edit genesis.count_vowels
      batos edit basket
    """
    with connected() as client:
        done = edit_methods(client, address, drop_examples=drop_examples, by=by)
    if as_json:
        print_json(done)
    elif done:
        note_installed(done)
    else:
        note("Nothing was changed.")
    return ExitCode.OK


@dataclass(frozen=True)
class _Sheet:
    """What is edited.

    Attributes:
        address: What was named.
        text: As it was read.
        seen: The sha256 of each method in it by its address; empty where there is none yet.
    """

    address: str
    text: str
    seen: Mapping[str, str]

    def changed(self, text: str) -> dict[str, Section]:
        """Return the methods of another text that are not as they were.

        Raises:
            UsageError: It has none, or one of them twice.
        """
        old = {
            name: each.source.strip() for name, each in drafts_of(self.address, self.text).items()
        }
        new = drafts_of(self.address, text)
        for name in old.keys() - new.keys():
            note(f"{name} is not in the text any more; it stays as it is.")
        return {name: each for name, each in new.items() if each.source.strip() != old.get(name)}


def edit_methods(
    client: KernelClient, address: str, *, drop_examples: Sequence[str] = (), by: str = "user"
) -> list[dict[str, Any]]:
    """Let a person edit methods, and have installed what they have changed.

    Returns:
        A line for each method as ``method.define`` tells; none where nothing was changed.

    Raises:
        BatosError: It was refused, or the editor cannot be used; the text is kept.
    """
    sheet = _read(client, address.strip())
    path = _begun(sheet)
    try:
        done = _settled(client, sheet, path, drop_examples, by)
    except BaseException:
        if path.exists() and path.read_bytes() != sheet.text.encode():
            note(f"Your text is kept: {path}")
            note(f"To go on with it: batos define {sheet.address} --file {path}")
        else:
            shutil.rmtree(path.parent, ignore_errors=True)
        raise
    shutil.rmtree(path.parent, ignore_errors=True)
    return done


def _settled(
    client: KernelClient, sheet: _Sheet, path: Path, drop_examples: Sequence[str], by: str
) -> list[dict[str, Any]]:
    while True:
        text = edit_file(path)
        try:
            drafts = sheet.changed(text) if text.strip() else {}
            if not drafts:
                return []
            return install(client, drafts, drop_examples=drop_examples, seen=sheet.seen, by=by)
        except (GuardianError, UsageError) as error:
            if not is_attended():
                raise
            show_error(error)
            if not click.confirm("Edit it again?", default=True, err=True):
                raise


def _read(client: KernelClient, address: str) -> _Sheet:
    """Return the text of a method, or of all that an object has of its own.

    Raises:
        UnknownNameError: There is no such object.
        UsageError: It is a value, or the object has no methods of its own.
        SlotError: No method can have that name.
    """
    holder, dot, selector = address.rpartition(".")
    if dot:
        return _sheet_of_one(client, address, holder, selector)
    names = sorted(client.request(ShowObject(address))["methods"])
    if not names:
        raise UsageError(
            f"{address} has no method of its own.", hint=f"Write one: batos edit {address}.NAME"
        )
    found = [client.request(ShowObject(f"{address}.{name}")) for name in names]
    text = "\n\n".join(f"{each['source'].strip()}\n" for each in found)
    return _Sheet(
        address, text, {f"{address}.{each['selector']}": each["sha256"] for each in found}
    )


def _sheet_of_one(client: KernelClient, address: str, holder: str, selector: str) -> _Sheet:
    try:
        found = client.request(ShowObject(address))
    except UnknownNameError as error:
        if error.details.get("kind") != "selector":
            raise
        check_slot_name(selector)
        return _Sheet(address, _NEW.format(name=selector), {address: ""})
    if found["kind"] != "method":
        raise UsageError(f"{address} is a value, not a method.")
    if found["holder"] != holder:
        note(f"{holder} has {selector} from {found['holder']}; what you write is {holder}'s own.")
    return _Sheet(address, found["source"], {address: found["sha256"]})


def _begun(sheet: _Sheet) -> Path:
    """Return a file with the text, which outlives whatever happens to this process.

    It has a folder of its own, for what editors leave beside a file.

    Raises:
        DiskError: It cannot be written.
    """
    folder = load_config().paths.state_dir / "drafts"
    name = re.sub(r"[^\w.@-]", "_", sheet.address)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=folder)) / f"{name}.py"
        path.write_bytes(sheet.text.encode())
    except OSError as error:
        raise DiskError(error, str(folder)) from None
    return path
