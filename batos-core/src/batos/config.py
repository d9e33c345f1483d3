"""One validated configuration that knows where each value came from.

Order: command line, ``BATOS_*`` in the environment, ``config.toml``, the defaults here. In the
environment a double underscore stands for a dot: ``BATOS_KERNEL__PORT=5600`` is ``kernel.port``.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from batos.errors import ConfigError, near

__all__ = [
    "RESERVED",
    "ApprovalConfig",
    "BackendConfig",
    "Config",
    "CycleConfig",
    "GuardianConfig",
    "ImageConfig",
    "KernelConfig",
    "Loaded",
    "Paths",
    "PersonaConfig",
    "PluginsConfig",
    "RetentionConfig",
    "check_config",
    "load_config",
    "public_uri",
    "read_config_text",
]

_SECRET = re.compile(r"(?:^|_)(?:key|secret|token|password|passphrase)$", re.IGNORECASE)
"""Ends of the names of options that are shown to nobody; ``api_key_env`` names no secret."""
_PASSWORD = re.compile(r"(?<=[?&])((?:ssl)?password)=[^&#]*")
RESERVED = frozenset({"BATOS_HOME", "BATOS_NO_PLUGINS", "BATOS_STRICT_PLUGINS"})
"""Variables of the environment that are no settings of the file."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KernelConfig(_Section):
    """The kernel process and its port."""

    host: str = Field("127.0.0.1", description="Address to listen on; keep it on loopback.")
    port: int = Field(5555, ge=0, le=65535, description="Port; 0 takes any free one.")
    drain_s: float = Field(30.0, gt=0, description="Seconds that running work gets at a stop.")
    threads: int = Field(4, ge=1, le=64, description="Messages an image worker runs at once.")
    learned_per_minute: int = Field(
        30, ge=1, description="Methods that one client may begin to have learned in a minute."
    )
    image_workers: int = Field(
        1,
        ge=1,
        le=32,
        description="Processes that run messages; more than one needs a shared storage.",
    )


class ImageConfig(_Section):
    """Where the image is."""

    uri: str = Field(
        "",
        description="Storage URI (file, sqlite, zeo, postgres); empty is live_image.fs in the "
        "data folder.",
    )
    cache_size: int = Field(10_000, ge=1_000, description="Objects kept in memory a connection.")


class BackendConfig(_Section):
    """One inference backend under a name of your choice."""

    provider: str = Field(description="Name of the backend plugin, such as llamacpp.")
    model: str = Field("", description="Model file or name; empty is the provider's default.")
    options: dict[str, Any] = Field(default_factory=dict, description="Options of the provider.")


class PersonaConfig(_Section):
    """What one persona overrides."""

    backend: str = Field("", description="Backend alias; empty is the role's.")


class CycleConfig(_Section):
    """Budgets of a cognitive cycle."""

    model_calls: int = Field(24, ge=0, description="Completions a cycle may ask for.")
    seconds: float = Field(120.0, gt=0, description="Seconds a cycle may take.")
    candidates: int = Field(4, ge=1, le=16, description="Candidates sampled at once, at most.")
    repairs: int = Field(2, ge=0, le=5, description="Rounds of repair.")
    depth: int = Field(3, ge=0, le=10, description="Learning within learning.")
    max_tokens: int = Field(512, ge=32, description="Tokens a candidate may have.")
    veto: bool = Field(True, description="Whether ROBIN is asked before an installation.")
    without: tuple[str, ...] = Field(
        (), description="Levers that are left out, to measure what each is worth (batos eval)."
    )
    unattended: Literal["tentative", "wait", "refuse"] = Field(
        "tentative",
        description="What becomes of a question that nobody is there to answer: the likeliest "
        "method is installed as tentative, or waits for the answer, or nothing is installed.",
    )


class ApprovalConfig(_Section):
    """Whether a person is asked before what was learned is installed."""

    policy: Literal["", "auto", "ask", "never"] = Field(
        "",
        description=(
            "auto, ask or never; empty asks for shared prototypes when a person is attached."
        ),
    )


class RetentionConfig(_Section):
    """What is kept of what cycles leave behind; 0 keeps everything for ever."""

    cycles: int = Field(
        5_000, ge=0, description="Records of cycles; those of methods that live always stay."
    )
    days: float = Field(0.0, ge=0, description="Days that a record of a cycle is kept at most.")
    trail: int = Field(50_000, ge=0, description="Entries of the audit trail in the image.")
    log_mb: int = Field(16, ge=0, description="MiB of the trail's log before a new file begins.")
    log_files: int = Field(3, ge=1, le=100, description="Full log files of the trail to keep.")


class GuardianConfig(_Section):
    """Limits of running methods."""

    fuel: int = Field(3_000_000, ge=1_000, description="Loop steps and calls a message may use.")
    seconds: float = Field(5.0, gt=0, description="Seconds a message may run.")
    trial_seconds: float = Field(2.0, gt=0, description="Seconds a trial of one example may run.")
    trial_memory_mb: int = Field(512, ge=64, description="Memory of the trial child in MiB.")
    worker_memory_mb: int = Field(
        4096, ge=512, description="Memory in MiB that the image worker may take after its start."
    )
    confine: bool = Field(
        True, description="Whether kernel and workers give up what they do not need of the system."
    )
    writable: list[str] = Field(
        default_factory=list,
        description="Further folders that workers may write, such as a backend's own cache.",
    )


class PluginsConfig(_Section):
    """Which plugins are used."""

    enabled: list[str] | None = Field(None, description="Names to load; absent means all.")
    disabled: list[str] = Field(default_factory=list, description="Names not to load.")


def _default_backends() -> dict[str, BackendConfig]:
    return {"embedded": BackendConfig(provider="llamacpp", model="")}


class Config(_Section):
    """Everything that can be configured."""

    default_backend: str = Field("embedded", description="Backend alias for every role.")
    roles: dict[str, str] = Field(
        default_factory=dict,
        description="Backend alias by role (steward, coder, heart, curator, reader).",
    )
    backends: dict[str, BackendConfig] = Field(default_factory=_default_backends)
    personas: dict[str, PersonaConfig] = Field(default_factory=dict)
    kernel: KernelConfig = Field(default_factory=KernelConfig)
    image: ImageConfig = Field(default_factory=ImageConfig)
    cycle: CycleConfig = Field(default_factory=CycleConfig)
    approval: ApprovalConfig = Field(default_factory=ApprovalConfig)
    retention: RetentionConfig = Field(default_factory=RetentionConfig)
    guardian: GuardianConfig = Field(default_factory=GuardianConfig)
    plugins: PluginsConfig = Field(default_factory=PluginsConfig)

    def backend_for(self, role: str, persona: str = "") -> str:
        """Return the alias of the backend that serves a role, for one persona.

        Raises:
            ConfigError: The alias is not defined under ``[backends]``.
        """
        own = self.personas.get(persona.lower())
        alias = (own.backend if own else "") or self.roles.get(role) or self.default_backend
        if alias not in self.backends:
            raise ConfigError(
                f"No backend named {alias!r} is configured.",
                hint=near(alias, self.backends) or f"Add a [backends.{alias}] table.",
            )
        return alias


@dataclass(frozen=True)
class Paths:
    """The folders of one user of BAT OS."""

    config_dir: Path
    data_dir: Path
    state_dir: Path
    runtime_dir: Path
    cache_dir: Path

    @property
    def config_file(self) -> Path:
        """The configuration file."""
        return self.config_dir / "config.toml"

    @property
    def log_dir(self) -> Path:
        """The folder of logs."""
        return self.state_dir / "logs"

    @property
    def image_file(self) -> Path:
        """The default image."""
        return self.data_dir / "live_image.fs"

    def make(self) -> None:
        """Create the folders, private to the user.

        Raises:
            ConfigError: One of them cannot be created.
        """
        for folder in (
            self.config_dir,
            self.data_dir,
            self.state_dir,
            self.log_dir,
            self.runtime_dir,
            self.cache_dir,
        ):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise ConfigError(
                    f"The folder {str(folder)!r} cannot be created: {error.strerror}.",
                    hint="Set BATOS_HOME to a folder of yours.",
                ) from error

    @classmethod
    def find(cls, environ: Mapping[str, str] | None = None) -> Paths:
        """Return the user's folders, or those under ``BATOS_HOME``.

        ``BATOS_CACHE`` moves the cache alone: homes may share a model file of a quarter of a
        gigabyte.
        """
        env = os.environ if environ is None else environ
        import platformdirs

        own = env.get("BATOS_CACHE")
        cache = Path(own).expanduser().absolute() if own else None
        if home := env.get("BATOS_HOME"):
            root = Path(home).expanduser().absolute()
            cache = cache or root / "cache"
            return cls(root / "config", root / "data", root / "state", root / "run", cache)
        shared = platformdirs.PlatformDirs("batos", appauthor=False)
        # Without a session's own runtime folder, platformdirs would fall back to one in /tmp.
        has_session = sys.platform != "linux" or "XDG_RUNTIME_DIR" in env
        runtime = shared.user_runtime_path if has_session else shared.user_state_path / "run"
        return cls(
            shared.user_config_path,
            shared.user_data_path,
            shared.user_state_path,
            runtime,
            cache or shared.user_cache_path,
        )


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
