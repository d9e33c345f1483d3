"""The shelf of the embedded backend: which of its models runs, which should, and having it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from batos.cli.system import held_models
from batos.cli.system.fetching import fetch
from batos.cli.terminal.output import note
from batos.config import IN_IMAGE, Loaded
from batos.errors import BackendError, PluginError, UnknownNameError, UsageError

if TYPE_CHECKING:
    from batos.inference import ModelEntry, ModelShelf
    from batos.wire.messages.models import ModelFacts

__all__ = [
    "EMBEDDED",
    "brought",
    "check_embedded",
    "entry_of",
    "have_model",
    "missing_model",
    "not_here",
    "shelf_of",
    "taken",
    "use_model",
    "wanted",
]

EMBEDDED = "embedded"
"""Alias of the backend that runs models on this machine."""
_SETTING = ("backends", EMBEDDED, "model")


def use_model(loaded: Loaded, name: str) -> None:
    """Write into the configuration that a model is to run.

    Raises:
        UnknownNameError: There is no such model.
        ConfigError: The file cannot be written.
        BackendError: The running system cannot load it; everything is as it was.
    """
    from batos.cli.system.taking import put_to_use

    if not held_models.name_in_image(name):
        entry_of(shelf_of(loaded), name)
    put_to_use(loaded.paths, {_SETTING: [name]})
    note(f"{'.'.join(_SETTING)} is {name}.")


def missing_model(loaded: Loaded) -> str:
    """Return in a sentence that the model of the system is not here; an empty text where it is."""
    shelf = _used_shelf(loaded)
    if held_models.laid_out(loaded):
        return ""
    if shelf is None or shelf.taken() is None or (found := taken(shelf)).state == "here":
        return ""
    error = not_here(found)
    return f"{error.message} {error.hint}."


def have_model(loaded: Loaded) -> bool:
    """Fetch the model that the system wants, and return whether it has one then.

    Whatever is in the way is told, and is no error: what is proven works without a model.
    """
    shelf = _used_shelf(loaded)
    if shelf is None or shelf.wanted() is None:
        return True
    entry = wanted(shelf)
    if entry.state == "here":
        return True
    if taken(shelf).state != "here" and (inside := held_models.laid_out(loaded)):
        note(f"{IN_IMAGE}{inside[0]} is in the image, and runs.")
        return True
    try:
        fetch(shelf, entry, None)
    except BackendError as error:
        note(f"{error.message} {error.hint}")
    found = taken(shelf)
    if found.state != "here":
        note("BAT OS starts without a language model: what is proven works, and is learned.")
        return False
    if found.name != entry.name:
        note(f"{found.name} is here, and runs instead.")
    return True


def _used_shelf(loaded: Loaded) -> ModelShelf | None:
    """Return the shelf of the embedded backend where a role uses it and it has one."""
    from batos.cli.reach.installed import installed
    from batos.plugins.backends import used_backends

    try:
        used = used_backends(loaded, installed(loaded))
        return shelf_of(loaded) if EMBEDDED in used else None
    except PluginError:
        return None  # whoever makes the backend says so


def shelf_of(loaded: Loaded) -> ModelShelf:
    """Return the shelf of the embedded backend.

    Raises:
        PluginError: Its provider has none.
    """
    from batos.cli.reach.installed import installed
    from batos.plugins.backends import model_shelf

    shelf = model_shelf(loaded, installed(loaded), EMBEDDED)
    if shelf is None:
        provider = loaded.config.backends[EMBEDDED].provider
        raise PluginError(f"The provider {provider!r} has no models that can be had by name.")
    return shelf


def entry_of(shelf: ModelShelf, name: str) -> ModelEntry:
    """Return a model of the shelf.

    Raises:
        UnknownNameError: There is no such model; a near match is in the hint.
    """
    entries = {each.name: each for each in shelf.entries()}
    if name not in entries:
        raise UnknownNameError("model", name, entries, hint="'batos models' lists them.")
    return entries[name]


def wanted(shelf: ModelShelf) -> ModelEntry:
    """Return the model that should run, and say why where it is not the best.

    Raises:
        BackendError: It is a file of the user's.
    """
    found = shelf.wanted()
    if found is None:
        raise _own_file()
    if found.reason and shelf.entries()[0].name != found.name:
        note(found.reason)
    return entry_of(shelf, found.name)


def taken(shelf: ModelShelf) -> ModelEntry:
    """Return the model that runs.

    Raises:
        BackendError: It is a file of the user's.
    """
    found = shelf.taken()
    if found is None:
        raise _own_file()
    return entry_of(shelf, found.name)


def _own_file() -> BackendError:
    return BackendError(
        f"The setting {'.'.join(_SETTING)!r} names a file of yours.",
        hint="Name a model of 'batos models'.",
    )


def not_here(entry: ModelEntry) -> BackendError:
    """Return the error that a model is not here, or not whole."""
    from batos.errors import ModelFileError

    told = "is damaged" if entry.state == "damaged" else "is not here"
    return ModelFileError(
        f"The model {entry.name!r} {told}.", hint=f"Fetch it: batos models get {entry.name}"
    )


@contextmanager
def brought(loaded: Loaded, named: str, quantise: str) -> Iterator[tuple[Path, str]]:
    """Yield where the files of a model are, fetched and quantised if need be, and its name.

    Raises:
        BackendError: It is a model of the shelf that is not here, or cannot be fetched.
    """
    path = Path(named).expanduser()
    if not quantise and (path.exists() or path.is_absolute()):
        yield path, ""
        return
    entries = {each.name: each for each in shelf_of(loaded).entries()}
    if named in entries and not quantise:
        if entries[named].state != "here":
            raise not_here(entries[named])
        yield entries[named].file, named
        return
    with held_models.brought(loaded, named, quantise) as folder:
        yield folder, path.name.removesuffix(".gguf").lower()


def check_embedded(held: ModelFacts) -> None:
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
