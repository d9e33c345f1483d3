"""Reading the configuration: where each value comes from, and what is wrong with it."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from batos.config.paths import Paths
from batos.config.sections import Config
from batos.errors import ConfigError, near

__all__ = ["RESERVED", "Loaded", "check_config", "load_config", "public_uri", "read_config_text"]

_SECRET = re.compile(r"(?:^|_)(?:key|secret|token|password|passphrase)$", re.IGNORECASE)
"""Ends of the names of options that are shown to nobody; ``api_key_env`` names no secret."""
_PASSWORD = re.compile(r"(?<=[?&])((?:ssl)?password)=[^&#]*")
RESERVED = frozenset({"BATOS_HOME", "BATOS_NO_PLUGINS", "BATOS_STRICT_PLUGINS"})
"""Variables of the environment that are no settings of the file."""


@dataclass(frozen=True)
class Loaded:
    """A configuration with its folders and the origin of each value.

    Attributes:
        config: The validated values.
        paths: The user's folders.
        origins: Where each dotted key came from; keys not named are defaults.
    """

    config: Config
    paths: Paths
    origins: Mapping[str, str]

    @property
    def image_uri(self) -> str:
        """The URI of the configured image."""
        return self.config.image.uri or self.paths.image_file.as_uri()

    def values(self, *, hide: bool = True) -> list[tuple[str, Any, str]]:
        """Return every dotted key with its value and origin.

        Args:
            hide: Whether a secret is only hinted at; else nobody may see what comes of it.
        """
        rows = {
            ".".join(path): "…" if hide and value and _SECRET.search(path[-1]) else value
            for path, value in _flatten(self.config.model_dump()).items()
        }
        rows["image.uri"] = public_uri(rows["image.uri"])
        return [(key, value, self.origins.get(key, "default")) for key, value in rows.items()]


def public_uri(uri: str) -> str:
    """Return the URI of an image without the password that it may hold."""
    scheme, separator, rest = uri.partition("://")
    if not separator:
        return uri
    if not rest.startswith("/"):
        # Up to the last @: a password may hold a slash or a question mark that nobody encoded.
        login, at, behind = rest.rpartition("@")
        if at:
            user = login.split(":", 1)[0]
            rest = f"{user}@{behind}" if re.fullmatch(r"[\w.%+-]*", user) else behind
    return _PASSWORD.sub(r"\1=…", f"{scheme}{separator}{rest}")


def load_config(
    overrides: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Loaded:
    """Read and validate the configuration.

    Args:
        overrides: Dotted keys from the command line; None values are passed over.
        environ: The environment; the process's own when left out.

    Raises:
        ConfigError: The file or a value in it cannot be used; the message names the place.
    """
    env = os.environ if environ is None else environ
    paths = Paths.find(env)
    given = {key: value for key, value in (overrides or {}).items() if value is not None}
    layers = [
        (str(paths.config_file), _parsed(read_config_text(paths.config_file), paths.config_file)),
        ("environment", _by_key(_read_environment(env))),
        ("command line", _by_key(given)),
    ]
    tree: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for origin, values in layers:
        _merge(tree, values)
        origins.update(dict.fromkeys(map(".".join, _flatten(values)), origin))
    return Loaded(_validated(tree, origins, paths), paths, origins)


def check_config(text: str, paths: Paths) -> Config:
    """Return what the text of a configuration file says by itself, without the environment.

    Args:
        text: It.
        paths: Where the file belongs.

    Raises:
        ConfigError: It, or a value in it, cannot be used.
    """
    return _validated(_parsed(text, paths.config_file), {}, paths)


def read_config_text(path: Path) -> str:
    """Return the text of a configuration file; it is empty where there is none.

    Raises:
        ConfigError: It cannot be read.
    """
    try:
        # Some editors begin a file with a mark; the ends of its lines are its own.
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The configuration {str(path)!r} cannot be read: {error}.") from error


def _validated(tree: dict[str, Any], origins: Mapping[str, str], paths: Paths) -> Config:
    backends = tree.get("backends")
    if isinstance(backends, dict):
        # The embedded backend stays there to fall back on and to refine.
        embedded = backends.pop("embedded", {})
        if isinstance(embedded, dict):
            embedded = {"provider": "llamacpp", **embedded}
        tree["backends"] = {"embedded": embedded, **backends}
    try:
        return Config.model_validate(tree)
    except ValidationError as error:
        raise _worded(error, origins, paths) from None


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(
            f"The configuration {str(path)!r} is not valid TOML: {error}.",
            hint="Mend that line, or move the file away to start with the defaults.",
        ) from None


def _read_environment(env: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, text in env.items():
        if not name.startswith("BATOS_") or ("__" not in name and name != "BATOS_DEFAULT_BACKEND"):
            continue
        if name in RESERVED:
            continue
        key = name.removeprefix("BATOS_").lower().replace("__", ".")
        try:
            values[key] = json.loads(text)
        except (ValueError, RecursionError):
            values[key] = text
    return values


def _flatten(tree: Mapping[str, Any], path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    """Return the values of a tree by their paths; a name in a path may hold a dot."""
    flat: dict[tuple[str, ...], Any] = {}
    for name, value in tree.items():
        if isinstance(value, Mapping):
            flat.update(_flatten(value, (*path, name)))
        else:
            flat[*path, name] = value
    return flat


def _by_key(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tree of dotted keys.

    Raises:
        ConfigError: A key goes on inside another one's value.
    """
    tree: dict[str, Any] = {}
    for key, value in values.items():
        *parents, last = key.split(".")
        node = tree
        for parent in parents:
            node = node.setdefault(parent, {})
            if not isinstance(node, dict):
                raise ConfigError(f"The setting {key!r} is inside a value, not a table.")
        _merge(node, {last: value})
    return tree


def _merge(tree: dict[str, Any], values: Mapping[str, Any]) -> None:
    """Lay values over a tree: tables are merged, everything else is replaced."""
    for name, value in values.items():
        if not isinstance(value, Mapping):
            tree[name] = value
            continue
        below = tree.get(name)
        if not isinstance(below, dict):
            below = tree[name] = {}
        _merge(below, value)


def _worded(error: ValidationError, origins: Mapping[str, str], paths: Paths) -> ConfigError:
    """Return the first validation error as one sentence with its place."""
    first = error.errors()[0]
    location = [str(part) for part in first["loc"]]
    key = ".".join(location)
    place = f" ({_origin(location, origins) or paths.config_file})"
    if first["type"] == "extra_forbidden":
        known = _keys(first["loc"][:-1])
        name = str(first["loc"][-1])
        return ConfigError(
            f"Unknown setting {key!r}{place}.",
            hint=near(name, known) or f"Known here: {', '.join(sorted(known))}.",
        )
    if first["type"] == "missing":
        return ConfigError(f"The setting {key!r} is missing{place}.")
    reason = (
        "a table is wanted here"
        if first["type"] in ("model_type", "dict_type")
        else first["msg"].lower()
    )
    return ConfigError(f"The setting {key!r} is not valid{place}: {reason}.")


def _origin(location: list[str], origins: Mapping[str, str]) -> str:
    """Return where a setting came from, or else where its neighbours came from."""
    for length in range(len(location), 0, -1):
        key = ".".join(location[:length])
        for known, origin in origins.items():
            if known == key or known.startswith(f"{key}."):
                return origin
    return ""


def _keys(path: tuple[int | str, ...]) -> list[str]:
    """Return the settings that exist under a path of the configuration."""
    model: Any = Config
    for part in path:
        if isinstance(model, type) and issubclass(model, BaseModel):
            field = model.model_fields.get(str(part))
            model = field.annotation if field is not None else None
        else:  # a table whose names are the user's
            model = get_args(model)[-1] if get_args(model) else None
    is_known = isinstance(model, type) and issubclass(model, BaseModel)
    return list(model.model_fields) if is_known else []
