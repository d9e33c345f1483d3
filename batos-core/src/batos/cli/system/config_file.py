"""Changing the configuration file, with its comments and its layout as they are."""

from __future__ import annotations

import contextlib
import os
import tempfile
import tomllib
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from batos.config import MODEL_SETTINGS, Config, Paths, check_config, read_config_text
from batos.errors import ConfigError, UnknownNameError, UsageError

__all__ = ["key_path", "put_back", "remove_setting", "write_setting"]


def key_path(key: str) -> tuple[str, ...]:
    """Return the names in a dotted key, as TOML reads it; a name with a dot stands in quotes.

    Raises:
        UsageError: It is no key.
    """
    try:
        tree: Any = tomllib.loads(f"{key} = 0") if key.isprintable() else {}
    except tomllib.TOMLDecodeError:
        tree = {}
    path = []
    while isinstance(tree, dict) and len(tree) == 1:
        [(name, tree)] = tree.items()
        path.append(name)
    if not path or tree != 0:
        raise UsageError(f"{key!r} is no name of a setting.", hint="Write it as kernel.port.")
    return tuple(path)


def write_setting(paths: Paths, path: tuple[str, ...], values: list[Any]) -> Config:
    """Write a setting into the file, if the file is valid with it.

    Args:
        paths: The user's folders.
        path: The names of the setting.
        values: The value, and what it may be taken for as well, the likeliest first.

    Returns:
        What the file says now, by itself.

    Raises:
        ConfigError: No such setting exists, it does not take the value, or the file cannot be
            read or written.
    """
    problem: ConfigError | None = None
    for value in values:
        document = _read(paths)
        table = _table(document, path)
        try:
            table[path[-1]] = value
            text = tomlkit.dumps(document)
            config = _checked(text, path, paths)
        except ConfigError as error:
            problem = problem or error
        else:
            _write(paths.config_file, text)
            return config
    assert problem is not None, "there is a value"
    raise problem


def remove_setting(paths: Paths, path: tuple[str, ...]) -> None:
    """Take a setting, or a table of them, out of the file.

    Raises:
        UnknownNameError: The file does not set it.
        ConfigError: The file is not valid without it, or cannot be read or written.
    """
    document = _read(paths)
    tables: list[Any] = [document]
    for name in path:
        if not isinstance(tables[-1], MutableMapping) or name not in tables[-1]:
            known = [".".join(each) for each in _names(document.unwrap())]
            raise UnknownNameError(
                "setting in the file", ".".join(path), known, hint="'batos config' lists all."
            )
        tables.append(tables[-1][name])
    del tables[-2][path[-1]]
    for outer, name, table in list(zip(tables, path[:-1], tables[1:], strict=False))[::-1]:
        # What is left empty goes, too, unless somebody has written a remark there.
        if not table.as_string().strip():
            del outer[name]
    text = tomlkit.dumps(document)
    _checked(text, path, paths)
    _write(paths.config_file, text)


def put_back(paths: Paths, text: str) -> None:
    """Write the file as it was before it was changed.

    Raises:
        ConfigError: It cannot be written.
    """
    if text:
        _write(paths.config_file, text)
    else:
        paths.config_file.unlink(missing_ok=True)


def _checked(text: str, path: tuple[str, ...], paths: Paths) -> Config:
    """Return what a new text of the file says, if it can be used.

    Raises:
        ConfigError: It cannot, or a backend that is named is not there.
    """
    config = check_config(text, paths)
    if path[0] in MODEL_SETTINGS:
        for role in ("default", *config.roles):
            config.backend_for(role)
        for persona in config.personas:
            config.backend_for("default", persona)
    if len(path) == 4 and (path[0], path[2]) == ("backends", "options"):
        _check_option(config, path[1], path[3])
    return config


def _check_option(config: Config, alias: str, name: str) -> None:
    """Do nothing where the provider of a backend is here and takes an option as it stands now.

    Raises:
        ConfigError: It has no such option, or it does not take the value.
    """
    from batos.plugins import load_plugins

    backend = config.backends.get(alias)
    if backend is None or name not in backend.options:
        return
    plugins = load_plugins(enabled=config.plugins.enabled, disabled=config.plugins.disabled)
    for spec in plugins.backends():
        if spec.name == backend.provider and spec.options is not None:
            spec.options.check(name, backend.options[name])


def _read(paths: Paths) -> tomlkit.TOMLDocument:
    text = read_config_text(paths.config_file)
    try:
        return tomlkit.parse(text)
    except TOMLKitError:
        check_config(text, paths)  # has better words for it
        raise


def _table(document: tomlkit.TOMLDocument, path: tuple[str, ...]) -> MutableMapping[str, Any]:
    """Return the table that a setting belongs to, made where it is not there.

    Raises:
        ConfigError: There is a value in its place.
    """
    table: Any = document
    for depth, name in enumerate(path[:-1], 1):
        if name not in table:
            # The tables around it need no line of their own.
            table[name] = tomlkit.table(is_super_table=depth < len(path) - 1)
            if depth > 1 and len(table) > 1:  # among others no empty line comes by itself
                table[name].trivia.indent = "\n"
        table = table[name]
        if not isinstance(table, MutableMapping):
            raise ConfigError(f"The setting {'.'.join(path[:depth])!r} is a value, not a table.")
    found: MutableMapping[str, Any] = table
    return found


def _names(tree: Mapping[str, Any], path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, value in tree.items():
        found.append((*path, name))
        if isinstance(value, Mapping):
            found += _names(value, (*path, name))
    return found


def _write(path: Path, text: str) -> None:
    """Put a text in the place of a file in one step, closed to others.

    Raises:
        ConfigError: It cannot be written; the file is what it was.
    """
    place = path.resolve()  # what a link leads to is written, not the link
    draft = None
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = place.stat().st_mode & 0o660 if place.exists() else 0o600
        with tempfile.NamedTemporaryFile(
            "wb", dir=place.parent, prefix=f".{place.name}.", delete=False
        ) as file:
            draft = Path(file.name)
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(mode)
        draft.replace(place)
    except OSError as error:
        if draft is not None:
            with contextlib.suppress(OSError):
                draft.unlink()
        raise ConfigError(
            f"The configuration {str(path)!r} cannot be written: {error.strerror}."
        ) from error
