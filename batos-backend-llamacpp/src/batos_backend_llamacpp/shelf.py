"""The models of this backend on this machine: which are here, which is taken, and the files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from batos.errors import ModelFileError
from batos.inference import free_memory
from batos.inference.backend import Progress
from batos.inference.shelf import ModelChoice, ModelEntry
from batos_backend_llamacpp.catalogue import CatalogueModel, catalogue, find_model
from batos_backend_llamacpp.options import LlamaOptions
from batos_backend_llamacpp.room import free_disk

__all__ = ["LlamaShelf"]


class LlamaShelf:
    """The catalogue beside a folder.

    Args:
        options: The backend's options: which model is wanted, and where files live.
    """

    def __init__(self, options: LlamaOptions | None = None) -> None:
        self._options = options or LlamaOptions()
        self._folder = self._options.models_dir

    def entries(self) -> Sequence[ModelEntry]:
        """Return every model of the catalogue."""
        return [self._entry(model) for model in catalogue()]

    def entry(self, name: str) -> ModelEntry:
        """Return one model.

        Raises:
            UnknownNameError: The catalogue does not have it.
        """
        return self._entry(find_model(name))

    def taken(self) -> ModelChoice | None:
        """Return the model that runs: the wanted one, or else the best that is here."""
        wanted = self.wanted()
        if wanted is None or self._options.model or self.entry(wanted.name).state == "here":
            return wanted
        here = [each.name for each in self.entries() if each.state == "here"]
        return ModelChoice(here[0], f"{wanted.name} is not here.") if here else wanted

    def wanted(self) -> ModelChoice | None:
        """Return the model that should run: the configured one, or the best that has room."""
        chosen = self._options.model
        if chosen:
            known = any(model.name == chosen for model in catalogue())
            return ModelChoice(chosen, "It is configured.") if known else None
        problems: list[str] = []
        for model in catalogue():
            problem = self._problem(model)
            if not problem:
                return ModelChoice(model.name, " ".join(problems))
            problems.append(problem)
        return ModelChoice(catalogue()[-1].name, " ".join(problems))

    def fetch(self, name: str, progress: Progress, *, file: Path | None = None) -> Path:
        """Return the file of a model; see :meth:`batos.inference.ModelShelf.fetch`."""
        from batos_backend_llamacpp.fetching import fetch

        return fetch(find_model(name), self._folder, progress, file)

    def verify(self, name: str, progress: Progress) -> Path:
        """Return the file of a model after its checksum was found right."""
        from batos_backend_llamacpp.fetching import sha256_of

        model = find_model(name)
        path = self.find(name)
        progress(f"Checking {path.name}", None)
        try:
            got = sha256_of(path)
        except OSError as error:
            raise ModelFileError(f"{str(path)!r} cannot be read: {error.strerror}.") from error
        if got != model.sha256:
            raise ModelFileError(
                f"The model file {str(path)!r} is damaged: its sha256 should be {model.sha256} "
                f"and is {got}.",
                hint=f"Fetch it again: batos models remove {name}; batos models get {name}",
                details={"path": str(path), "expected": model.sha256, "got": got},
            )
        return path

    def find(self, name: str) -> Path:
        """Return the file of a model that is here and has the right size; it is quick.

        Raises:
            ModelFileError: It is not here, or has another size.
            UnknownNameError: The catalogue does not have it.
        """
        entry = self.entry(name)
        if entry.state == "here":
            return entry.file
        if entry.state == "damaged":
            told = f"The model file {str(entry.file)!r} is damaged: it has another size than "
            told += f"{entry.size} bytes."
        else:
            told = f"The model {name!r} is not here."
        raise ModelFileError(told, hint=f"Fetch it: batos models get {name}")

    def remove(self, name: str) -> int:
        """Delete the file of a model, and what there is of a download; return the bytes freed."""
        from batos_backend_llamacpp.fetching import forget

        model, entry = find_model(name), self.entry(name)
        try:
            freed = entry.file.stat().st_size if entry.file.exists() else entry.there
            entry.file.unlink(missing_ok=True)
            forget(model, self._folder)
        except OSError as error:
            raise ModelFileError(
                f"{str(entry.file)!r} cannot be deleted: {error.strerror}."
            ) from error
        return freed

    def _entry(self, model: CatalogueModel) -> ModelEntry:
        from batos_backend_llamacpp.fetching import bytes_there

        file = self._folder / model.file
        state: Literal["here", "partly", "missing", "damaged"]
        if file.is_file():
            there = file.stat().st_size
            state = "here" if there == model.bytes else "damaged"
        else:
            there = bytes_there(model, self._folder)
            state = "partly" if there else "missing"
        return ModelEntry(
            name=model.name,
            file=file,
            size=model.bytes,
            sha256=model.sha256,
            licence=model.licence,
            context_window=model.context_window,
            state=state,
            there=there if state != "damaged" else 0,
        )

    def _problem(self, model: CatalogueModel) -> str:
        """Return in a sentence why a model has no room here; an empty text where it has."""
        memory, entry = free_memory(), self._entry(model)
        if memory < model.memory:
            return (
                f"{model.name} wants {model.memory / 1e9:.1f} GB of memory, and "
                f"{memory / 1e9:.1f} GB are free."
            )
        need, disk = model.bytes - entry.there, free_disk(self._folder)
        if entry.state != "here" and disk < need:
            return (
                f"{model.name} wants {need / 1e9:.1f} GB of disk, and {disk / 1e9:.1f} GB are free."
            )
        return ""
