"""A persona from the files of its package: ``persona.toml``, ``codex.jsonl``, methods."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable
from typing import Any

from batos.errors import PluginError, near
from batos.plugins.methods import parse_methods
from batos.plugins.types import CodexEntry, PersonaSpec

__all__ = ["load_persona"]

_TEXTS = ("name", "title", "role", "identity")
_LISTS = ("pillars", "takes")
_TABLES = ("protocols", "serves", "prompts")
_KEYS = (*_TEXTS, "tone", *_LISTS, *_TABLES, "slots")


def load_persona(package_files: Traversable) -> PersonaSpec:
    """Read a persona from its package.

    Args:
        package_files: The folder that holds ``persona.toml``, usually
            ``importlib.resources.files(__package__)``. Beside it may stand ``codex.jsonl`` and
            the folder ``methods`` with Python text.

    Returns:
        The persona, complete and checked.

    Raises:
        PluginError: A file is missing or cannot be used; the message names file and line.
    """
    toml_file = package_files / "persona.toml"
    described = _described(toml_file, f"{package_files.name}/persona.toml")
    codex_file = package_files / "codex.jsonl"
    codex: tuple[CodexEntry, ...] = ()
    if codex_file.is_file():
        codex = _codex(_text(codex_file, "codex.jsonl"), f"{package_files.name}/codex.jsonl")
    methods: list[str] = []
    for origin, text in _method_texts(package_files):
        methods.extend(parse_methods(text, origin))
    return PersonaSpec(**described, codex=codex, methods=tuple(methods))


def _described(toml_file: Traversable, origin: str) -> dict[str, Any]:
    """Return the checked keys of ``persona.toml``."""
    try:
        table = tomllib.loads(_text(toml_file, origin))
    except tomllib.TOMLDecodeError as error:
        raise PluginError(f"{origin}: {error}.") from error
    for key in table:
        if key not in _KEYS:
            raise PluginError(f"{origin}: unknown key {key!r}.", hint=near(key, _KEYS))
    for key in (*_TEXTS, *{"tone"} & table.keys()):
        if not isinstance(table.get(key), str) or not table[key].strip():
            raise PluginError(f"{origin}: {key!r} must be a text.")
        table[key] = table[key].strip()
    for key in _LISTS:
        texts = table.get(key, [])
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise PluginError(f"{origin}: {key!r} must be a list of texts.")
        table[key] = tuple(texts)
    for key in _TABLES:
        texts = table.setdefault(key, {})
        if not isinstance(texts, Mapping) or not all(isinstance(t, str) for t in texts.values()):
            raise PluginError(f"{origin}: [{key}] must be a table of texts.")
    if not isinstance(table.get("slots", {}), Mapping):
        raise PluginError(f"{origin}: [slots] must be a table.")
    return table


def _codex(text: str, origin: str) -> tuple[CodexEntry, ...]:
    entries = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            pair = json.loads(line)
        except ValueError as error:
            raise PluginError(f"{origin}:{number}: not JSON: {error}.") from error
        if (
            not isinstance(pair, dict)
            or pair.keys() != {"prompt", "response"}
            or not all(isinstance(value, str) and value.strip() for value in pair.values())
        ):
            raise PluginError(
                f"{origin}:{number}: an entry has a 'prompt' and a 'response', both texts."
            )
        entries.append(CodexEntry(prompt=pair["prompt"], response=pair["response"]))
    return tuple(entries)


def _method_texts(package_files: Traversable) -> Iterable[tuple[str, str]]:
    """Yield origin and text of the files of methods, by name; none if there is no folder."""
    where = package_files / "methods"
    if not where.is_dir():
        return
    for entry in sorted(where.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".py") and entry.name != "__init__.py":
            origin = f"{package_files.name}/methods/{entry.name}"
            yield origin, _text(entry, origin)


def _text(entry: Traversable, origin: str) -> str:
    try:
        return entry.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise PluginError(f"{origin} is missing.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise PluginError(f"{origin} cannot be read: {error}.") from error
