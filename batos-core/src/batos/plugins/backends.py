"""From the configuration to the backends that answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from batos.config import IN_IMAGE, InferenceConfig, Loaded
from batos.errors import BatosError, ConfigError, PluginError, near
from batos.image.models import ADAPTERS, held_folder, held_names, links_folder
from batos.inference import (
    DEFAULT_ROLE,
    READER,
    Backend,
    Budget,
    FileBackend,
    LocalThinker,
    ModelShelf,
    Place,
    Progress,
    PromptLog,
    Residency,
    no_progress,
)
from batos.plugins import BackendSpec, PluginSet
from batos.plugins.choosing import settled

__all__ = [
    "ThinkerMaker",
    "build_backends",
    "local_thinker",
    "make_backend",
    "model_shelf",
    "persona_table",
    "role_table",
    "used_backends",
]

_EMBEDDED = "embedded"


def build_backends(loaded: Loaded, plugins: PluginSet) -> dict[str, Backend]:
    """Return the configured backends that are in use, by alias; none of them is loaded yet.

    Raises:
        ConfigError: One is not configured.
        PluginError: A provider is not installed.
    """
    loaded = settled(loaded, plugins)
    return {alias: make_backend(loaded, plugins, alias) for alias in used_backends(loaded, plugins)}


def used_backends(loaded: Loaded, plugins: PluginSet) -> list[str]:
    """Return the aliases of the backends that are in use.

    Raises:
        ConfigError: One is not configured.
    """
    loaded = settled(loaded, plugins)
    tables = (role_table(loaded, plugins), persona_table(loaded, plugins))
    return sorted({loaded.config.default_backend, *(each for t in tables for each in t.values())})


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
    model = config.model or _held_instead(loaded, spec, options)
    if model.startswith(IN_IMAGE):
        model = str(held_folder(loaded.image_uri, model.removeprefix(IN_IMAGE)))
    if model:
        options["model"] = model
    if spec.options is not None and "adapters_dir" in spec.options.model_fields:
        options.setdefault("adapters_dir", str(links_folder(loaded.image_uri, ADAPTERS)))
    return spec, options


def _held_instead(loaded: Loaded, spec: BackendSpec, options: Mapping[str, object]) -> str:
    """Return the model of the image that is taken where none is configured and none is here.

    So an image that has travelled with its model answers wherever it comes to.
    """
    names = held_names(loaded.image_uri) if spec.shelf is not None else []
    if not names or spec.shelf is None:
        return ""
    shelf = spec.shelf(options)
    taken = shelf.taken()
    here = {each.name for each in shelf.entries() if each.state == "here"}
    return "" if taken is None or taken.name in here else f"{IN_IMAGE}{names[0]}"


def role_table(loaded: Loaded, plugins: PluginSet) -> dict[str, str]:
    """Return the alias of the backend for each role that a persona has, and for the reader.

    A persona with a backend of its own asks that one instead; see :func:`persona_table`.

    Unless the configuration says otherwise the reader is the embedded backend where its model is
    here, so that a server or a GPU stays free for the personas.
    """
    loaded = settled(loaded, plugins)
    table = {DEFAULT_ROLE: loaded.config.default_backend}
    for spec in plugins.personas():
        table[spec.role] = loaded.config.backend_for(spec.role)
    used = {*table.values(), *persona_table(loaded, plugins).values()}
    if READER in loaded.config.roles:
        table[READER] = loaded.config.backend_for(READER)
    elif table[DEFAULT_ROLE] != _EMBEDDED and (
        _EMBEDDED in used or _is_here(loaded, plugins, _EMBEDDED)
    ):
        table[READER] = _EMBEDDED
    return table


def persona_table(loaded: Loaded, plugins: PluginSet) -> dict[str, str]:
    """Return the alias of the backend of each persona that has one of its own.

    Raises:
        ConfigError: One is not configured.
    """
    config = settled(loaded, plugins).config
    return {
        name.lower(): config.backend_for(DEFAULT_ROLE, name)
        for name, each in config.personas.items()
        if each.backend
    }


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
    return ThinkerMaker().make(loaded, plugins, progress or no_progress)


class ThinkerMaker:
    """Makes one thinker after another, each as the configuration says then.

    What is configured alike is one model, whichever thinkers and aliases have it.
    """

    def __init__(self) -> None:
        self._residency = Residency()

    def make(self, loaded: Loaded, plugins: PluginSet, progress: Progress) -> LocalThinker:
        """Return a thinker with the configured backends in this process.

        Args:
            loaded: The configuration.
            plugins: What provides the backends.
            progress: Told how loading goes.

        Raises:
            ConfigError: A backend is not configured.
            PluginError: A backend's provider is not installed.
        """
        loaded = settled(loaded, plugins)
        places = {
            alias: self._place(*_provider(loaded, plugins, alias))
            for alias in used_backends(loaded, plugins)
        }
        config = loaded.config.inference
        self._residency.budget = _budget(config)
        return LocalThinker(
            places,
            role_table(loaded, plugins),
            personas=persona_table(loaded, plugins),
            residency=self._residency,
            log=PromptLog(loaded.paths.log_dir / "prompts.jsonl", in_full=config.log_prompts),
            progress=progress,
        )

    def _place(self, spec: BackendSpec, options: dict[str, object]) -> Place:
        """Return the place of a model.

        The same options may mean another model by now: the best one of those that are here.
        """
        make = partial(spec.factory, options)
        made = make()
        return self._residency.place(made, make, (spec.name, options, made.model, _file_of(made)))


def _budget(config: InferenceConfig) -> Budget:
    return Budget(
        ram=config.memory_mb << 20 if config.memory_mb else None,
        vram=config.gpu_memory_mb << 20 if config.gpu_memory_mb else None,
    )


def _file_of(backend: Backend) -> str:
    return str(backend.model_file()) if isinstance(backend, FileBackend) else ""
