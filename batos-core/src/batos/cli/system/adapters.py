"""``batos adapters``: the LoRA adapters of the image, and who answers through them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
import msgspec

from batos.cli.reach.named_image import shown_size
from batos.cli.system.held_models import checked_rows, ignore, is_any, reached
from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import json_flag, note, print_json, print_table
from batos.config import Loaded, load_config
from batos.errors import AdapterError, ExitCode, UnknownNameError
from batos.wire.messages.adapters import (
    AdapterAttached,
    AdapterFacts,
    AddAdapter,
    AttachAdapter,
    DetachAdapter,
    ListAdapters,
    RemoveAdapter,
    VerifyAdapters,
)
from batos.wire.messages.request import Request

if TYPE_CHECKING:
    from batos.handwork.adapters import Adapters
    from batos.image import Session

__all__ = ["adapters"]

A = TypeVar("A")

_name = click.argument("name")
_persona = click.argument("persona")


@click.group(cls=NounGroup)
@json_flag
def adapters(as_json: bool) -> None:
    """List the LoRA adapters of the image; add them, and have personas answer through them.

    What lies in the folder lora_adapters of the state folder is taken in at each start.

    \b
    Examples:
      batos adapters
      batos adapters add ~/adapters/tidy-code
      batos adapters attach tidy-code brick
    """


@adapters.command("list")
@json_flag
def list_(as_json: bool = False) -> None:
    """List the adapters: their form, model, rank and size, and who answers through them.

    \b
    Examples:
      batos adapters list
      batos adapters list --json
    """
    found = _each(load_config())
    if as_json:
        print_json([msgspec.to_builtins(each) for each in found])
        return
    rows = [
        {
            "name": each.name,
            "form": each.kind or "damaged",
            "model": each.base_model,
            "rank": each.rank or "",
            "size": shown_size(each.size),
            "personas": ", ".join(each.personas),
        }
        for each in found
    ]
    print_table(list(rows[0]) if rows else ["name"], rows, "No adapter.")


@adapters.command()
@_name
@json_flag
def show(name: str, as_json: bool) -> None:
    """Show one adapter: what it is, its files, and who answers through it.

    \b
    Examples:
      batos adapters show tidy-code
    """
    found = {each.name: each for each in _each(load_config())}
    if name not in found:
        raise UnknownNameError("adapter", name, found, hint="'batos adapters' lists them.")
    told = msgspec.to_builtins(found[name])
    if as_json:
        print_json(told)
        return
    for key, value in told.items():
        if key == "files":
            for file, facts in value.items():
                click.echo(f"file: {file}, {shown_size(facts['size'])}, sha256 {facts['sha256']}")
        elif value:
            click.echo(f"{key}: {', '.join(value) if isinstance(value, list) else value}")


@adapters.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--name", default="", help="Name of the adapter; else that of the file or folder.")
@json_flag
def add(path: Path, name: str, as_json: bool) -> None:
    """Take an adapter into the image: a folder of PEFT, a safetensors file, or a GGUF file.

    \b
    Examples:
      batos adapters add ~/adapters/tidy-code
      batos adapters add ~/Downloads/adapter.gguf --name tidy-code
    """
    source = path.expanduser().absolute()
    found = _asked(AddAdapter(str(source), name), lambda held: held.add(source, name).to_plain())
    if as_json:
        print_json(msgspec.to_builtins(found))
        return
    note(f"{found.name} is in the image ({found.kind}, rank {found.rank}).")
    note(f"To have a persona answer through it: batos adapters attach {found.name} PERSONA")


@adapters.command()
@_name
@_persona
@json_flag
def attach(name: str, persona: str, as_json: bool) -> None:
    """Have a persona answer through an adapter; it is tried on its model before.

    \b
    Examples:
      batos adapters attach tidy-code brick
    """
    done = _asked(
        AttachAdapter(name, persona),
        lambda held: {
            "adapter": name,
            "persona": persona,
            "remark": held.attach(name, persona),
        },
    )
    _tell(done, f"{persona} answers through {name} from now on.", as_json)


@adapters.command()
@_persona
@json_flag
def detach(persona: str, as_json: bool) -> None:
    """Have a persona answer with the bare model again.

    \b
    Examples:
      batos adapters detach brick
    """
    done = _asked(
        DetachAdapter(persona),
        lambda held: {"adapter": held.detach(persona), "persona": persona},
    )
    _tell(done, f"{persona} answers through {done.adapter} no more.", as_json)


@adapters.command()
@_name
@json_flag
def remove(name: str, as_json: bool) -> None:
    """Let an adapter go; 'batos image pack' gives its room back.

    \b
    Examples:
      batos adapters remove tidy-code
    """
    gone = _asked(RemoveAdapter(name), lambda held: held.remove(name).to_plain())
    if as_json:
        print_json({"name": name, "size": gone.size})
    note(f"{name} is let go; a pack frees its {shown_size(gone.size)}: batos image pack")


@adapters.command()
@click.argument("name", required=False)
@json_flag
def verify(name: str | None, as_json: bool) -> int:
    """Read the files of an adapter, or of all, and compare their checksums.

    \b
    Examples:
      batos adapters verify
      batos adapters verify tidy-code
    """
    chosen = name or ""

    def directly(held: Adapters) -> dict[str, Any]:
        return {"files": held.held.verify(chosen)}

    found = _asked(VerifyAdapters(chosen), directly).files if name or is_any(load_config()) else []
    rows = checked_rows(found, "adapter", "", AdapterError)
    if as_json:
        print_json(rows)
    return ExitCode.OK if all(each.ok for each in found) else ExitCode.BACKEND


def _tell(done: AdapterAttached, text: str, as_json: bool) -> None:
    if as_json:
        print_json(msgspec.to_builtins(done))
    else:
        note(text)
    if done.remark:
        note(done.remark)


def _each(loaded: Loaded) -> list[AdapterFacts]:
    if not is_any(loaded):
        return []

    def directly(held: Adapters) -> dict[str, Any]:
        return {"adapters": [each.to_plain() for each in held.each()]}

    return _asked(ListAdapters(), directly).adapters


def _asked(asked: Request[A], directly: Callable[[Adapters], dict[str, Any]]) -> A:
    # An adapter is small: nobody waits for how far it is.
    return reached(load_config(), asked, _opened, directly, ignore)


def _opened(session: Session) -> Adapters:
    from batos.handwork.adapters import Adapters

    return Adapters(session)
