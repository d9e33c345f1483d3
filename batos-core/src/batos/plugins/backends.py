"""From the configuration to the backends that answer."""

from __future__ import annotations

from collections.abc import Callable

from batos.config import Loaded
from batos.errors import BatosError, ConfigError, PluginError, near
from batos.inference import READER, Backend, FileBackend, LocalThinker, ModelShelf, PromptLog
from batos.plugins import BackendSpec, PluginSet

__all__ = ["build_backends", "local_thinker", "make_backend", "model_shelf", "role_table"]

_EMBEDDED = "embedded"


def build_backends(loaded: Loaded, plugins: PluginSet) -> dict[str, Backend]:
    """Return the configured backends that are in use, by alias; none of them is loaded yet.

    Raises:
        ConfigError: One is not configured.
        PluginError: A provider is not installed.
    """
    used = sorted({*role_table(loaded, plugins).values(), loaded.config.default_backend})
    return {alias: make_backend(loaded, plugins, alias) for alias in used}


def make_backend(loaded: Loaded, plugins: PluginSet, alias: str) -> Backend:
    """Return a configured backend, in use or not; it is not loaded yet.

    Raises:
        ConfigError: It is not configured.
        PluginError: Its provider is not installed.
    """
    spec, options = _provider(loaded, plugins, alias)
    return spec.factory(options)


def model_shelf(loaded: Loaded, plugins: PluginSet, alias: str) -> ModelShelf | None:
    """Return what keeps the models of a configured backend; None where it has no such thing.

    Raises:
        ConfigError: It is not configured.
        PluginError: Its provider is not installed.
    """
    spec, options = _provider(loaded, plugins, alias)
    return spec.shelf(options) if spec.shelf is not None else None


def _provider(
    loaded: Loaded, plugins: PluginSet, alias: str
) -> tuple[BackendSpec, dict[str, object]]:
    """Return what provides a configured backend, and the options that it is made from."""
    specs = {spec.name: spec for spec in plugins.backends()}
    config = loaded.config.backends.get(alias)
    if config is None:
        raise ConfigError(
            f"No backend named {alias!r} is configured.",
            hint=near(alias, loaded.config.backends),
        )
    spec = specs.get(config.provider)
    if spec is None:
        raise PluginError(
            f"The backend {alias!r} needs the provider {config.provider!r}, "
            "which is not installed.",
            hint=near(config.provider, specs)
            or f"Install it: pip install batos-backend-{config.provider}",
        )
    options: dict[str, object] = {"cache_dir": str(loaded.paths.cache_dir), **config.options}
    if config.model:
        options["model"] = config.model
    return spec, options


def role_table(loaded: Loaded, plugins: PluginSet) -> dict[str, str]:
    """Return the alias of the backend for each role that a persona has, and for the reader.

    Unless the configuration says otherwise the reader is the embedded backend where its model is
    here, so that a server or a GPU stays free for the personas.
    """
    table = {"default": loaded.config.default_backend}
    for spec in plugins.personas():
        table[spec.role] = loaded.config.backend_for(spec.role, spec.name)
    if READER in loaded.config.roles:
        table[READER] = loaded.config.backend_for(READER)
    elif table["default"] != _EMBEDDED and (
        _EMBEDDED in table.values() or _is_here(loaded, plugins, _EMBEDDED)
    ):
        table[READER] = _EMBEDDED
    return table


def _is_here(loaded: Loaded, plugins: PluginSet, alias: str) -> bool:
    """Return whether a backend can answer without anything being fetched."""
    try:
        backend = make_backend(loaded, plugins, alias)
        if not isinstance(backend, FileBackend):
            return False
        backend.check_files()
    except BatosError:
        return False
    return True


def local_thinker(
    loaded: Loaded,
    plugins: PluginSet,
    progress: Callable[[str, float | None], None] | None = None,
) -> LocalThinker:
    """Return a thinker with the configured backends in this process.

    Raises:
        ConfigError: A backend is not configured.
        PluginError: A backend's provider is not installed.
    """
    log = PromptLog(loaded.paths.log_dir / "prompts.jsonl")
    backends = build_backends(loaded, plugins)
    table = role_table(loaded, plugins)
    if progress is None:
        return LocalThinker(backends, table, log=log)
    return LocalThinker(backends, table, log=log, progress=progress)
