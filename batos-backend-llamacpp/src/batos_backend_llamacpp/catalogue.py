"""The models that can be had by name, as data: see ``catalogue.toml``."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, TypeAlias

from batos.errors import UnknownNameError

__all__ = ["CatalogueModel", "HubSource", "IndexSource", "Source", "catalogue", "find_model"]


@dataclass(frozen=True, kw_only=True)
class HubSource:
    """The makers' repository on a model hub, at one revision."""

    repository: str
    revision: str


@dataclass(frozen=True, kw_only=True)
class IndexSource:
    """Packages of the package index, each with one part of the file.

    Attributes:
        package: Name of a package, with ``{}`` for the number of its part, from 1.
        version: Version of all of them.
        parts: How many.
    """

    package: str
    version: str
    parts: int

    def requirement(self, number: int) -> str:
        """Return what pip is asked for."""
        return f"{self.package.format(number)}=={self.version}"


Source: TypeAlias = HubSource | IndexSource


@dataclass(frozen=True, kw_only=True)
class CatalogueModel:
    """A model file and where it can be had.

    Attributes:
        name: Name to call it by.
        file: Name of the file.
        bytes: Size of the file.
        sha256: The makers' checksum of the file.
        licence: SPDX name.
        context_window: Tokens that it was made for.
        memory: Bytes of memory that should be free to run it.
        sources: Where it can be had, in order.
    """

    name: str
    file: str
    bytes: int
    sha256: str
    licence: str
    context_window: int
    memory: int
    sources: tuple[Source, ...]


@functools.cache
def catalogue() -> Sequence[CatalogueModel]:
    """Return every model that can be had by name, the best first."""
    text = resources.files("batos_backend_llamacpp").joinpath("catalogue.toml").read_text("utf-8")
    return tuple(_model(table) for table in tomllib.loads(text)["model"])


def _model(table: dict[str, Any]) -> CatalogueModel:
    sources = tuple(_source(**each) for each in table.pop("source"))
    return CatalogueModel(**table, sources=sources)


def _source(kind: str, **fields: Any) -> Source:
    return HubSource(**fields) if kind == "hub" else IndexSource(**fields)


def find_model(name: str) -> CatalogueModel:
    """Return a model of the catalogue.

    Raises:
        UnknownNameError: It has none of that name.
    """
    found = {model.name: model for model in catalogue()}
    if name not in found:
        raise UnknownNameError("model", name, found, hint="'batos models' lists them.")
    return found[name]
