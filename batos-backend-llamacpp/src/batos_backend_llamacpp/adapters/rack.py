"""The adapters that a server of llama.cpp has, by name.

It loads them when it starts, and one that does not fit would keep it from starting: each is held
against the model's own file before.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from batos.errors import AdapterError
from batos.inference.files.adapter import Adapter, adapter_in, check_base, read_adapter
from batos.inference.files.gguf import read_gguf_head
from batos_backend_llamacpp.adapters.convert import as_gguf

__all__ = ["Rack", "Racked"]

_logger = logging.getLogger(__name__)


class Racked:
    """The adapters that one server has loaded, in its order.

    Args:
        files: The file of each, by name.
        marks: What tells each from another one of its name.
    """

    def __init__(self, files: Mapping[str, Path], marks: Mapping[str, object]) -> None:
        self.files = files
        self._marks = marks

    def has(self, adapter: Adapter) -> bool:
        """Return whether it has this very adapter."""
        return self._marks.get(adapter.name) == adapter.mark

    def scales(self, name: str | None) -> list[dict[str, Any]]:
        """Return what a request has to say of them: one is applied, and no other.

        To leave it out where none is applied is no way: llama.cpp then goes on with what it has
        read of the prompt through another (llama.cpp 26207).
        """
        return [{"id": at, "scale": float(each == name)} for at, each in enumerate(self.files)]


class Rack:
    """Finds adapters for a model.

    Args:
        model: The model's file.
        folder: The folder with a folder for each adapter; empty where there are none.
        cache: Where those are kept that were brought into llama.cpp's form.
    """

    def __init__(self, model: Path, folder: str, cache: Path) -> None:
        self._folder = folder
        self._cache = cache
        head = read_gguf_head(model)
        self._facts, self._tensors = head.facts, head.tensors

    def find(self, name: str) -> Adapter:
        """Return an adapter that is there, as it is now.

        Raises:
            AdapterError: There is none of that name, or it is damaged.
        """
        return adapter_in(self._folder, name)

    def file(self, adapter: Adapter) -> Path:
        """Return the file that llama.cpp loads.

        Raises:
            AdapterError: It was made for another model, or cannot be brought into its form.
        """
        check_base(adapter, [str(self._facts.get("general.name", ""))])
        try:
            file = as_gguf(adapter, self._facts, self._cache)
        except (OSError, ValueError, LookupError) as error:
            raise AdapterError(
                f"The adapter {adapter.name!r} cannot be brought into llama.cpp's form: {error}."
            ) from error
        self._check(adapter if file == adapter.weights else read_adapter(file, adapter.name))
        return file

    def all_that_fit(self) -> Racked:
        """Return the adapters that are there and fit; of the others a warning is logged."""
        files, marks = dict[str, Path](), dict[str, object]()
        place = Path(self._folder)
        names = sorted(each.name for each in place.iterdir()) if self._is_there(place) else []
        for name in names:
            if name.startswith("."):
                continue
            try:
                adapter = self.find(name)
                files[name] = self.file(adapter)
                marks[name] = adapter.mark
            except AdapterError as error:
                _logger.warning("%s", error.message)
        return Racked(files, marks)

    def _is_there(self, place: Path) -> bool:
        return bool(self._folder) and place.is_dir()

    def _check(self, adapter: Adapter) -> None:
        """Do nothing where a GGUF adapter fits the model.

        Raises:
            AdapterError: It does not.
        """
        own = str(self._facts.get("general.architecture", ""))
        if adapter.architecture != own:
            raise AdapterError(
                f"The adapter {adapter.name!r} was made for a model of the kind "
                f"{adapter.architecture!r}, and this one is of the kind {own!r}."
            )
        for module, shape in adapter.modules.items():
            if self._tensors.get(module) != (shape.inputs, shape.outputs):
                raise AdapterError(
                    f"The adapter {adapter.name!r} does not fit the model: {module!r} has other "
                    "dimensions, or is not there.",
                    hint="Take the model that it was made for.",
                )
