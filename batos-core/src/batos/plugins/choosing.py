"""The backend ``auto``: what is there is taken, the best first, and it is told why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from batos.config import AUTO, BackendConfig, Config, Loaded
from batos.errors import BatosError
from batos.inference import Availability
from batos.plugins.pluginset import PluginSet
from batos.plugins.types import BackendSpec

__all__ = ["AutoChoice", "auto_choice", "settled"]

_EMBEDDED = "embedded"


@dataclass(frozen=True, kw_only=True)
class AutoChoice:
    """What ``auto`` stands for on this machine now.

    Attributes:
        name: Alias of the backend; that of its kind where none of them is configured.
        provider: The kind of backend.
        model: The model that it should take; empty where that is its own to decide.
        reason: Why it is taken, in a sentence.
        passed: Why others are not, a sentence each.
    """

    name: str
    provider: str
    model: str
    reason: str
    passed: tuple[str, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "passed": list(self.passed)}


def settled(loaded: Loaded, plugins: PluginSet) -> Loaded:
    """Return a configuration in which the backend that was chosen stands in the place of ``auto``.

    Where nothing says ``auto``, or a backend of the user's is called so, it is the same one.
    """
    config = loaded.config
    if AUTO in config.backends or AUTO not in _named(config):
        return loaded
    choice = auto_choice(loaded, plugins)
    known = config.backends.get(choice.name) or BackendConfig(provider=choice.provider)
    chosen = known.model_copy(update={"model": known.model or choice.model})
    update: dict[str, Any] = {
        "backends": {**config.backends, choice.name: chosen},
        "default_backend": _instead(config.default_backend, choice),
        "roles": {role: _instead(alias, choice) for role, alias in config.roles.items()},
        "personas": {
            name: each.model_copy(update={"backend": _instead(each.backend, choice)})
            for name, each in config.personas.items()
        },
    }
    return replace(loaded, config=config.model_copy(update=update))


def auto_choice(loaded: Loaded, plugins: PluginSet) -> AutoChoice:
    """Return what ``auto`` stands for: the best of what could be taken here.

    What is configured goes before what is only installed.
    """
    found = list(_candidates(loaded, plugins))
    usable = [each for each in found if each[2].usable]
    if not usable:
        provider = loaded.config.backends[_EMBEDDED].provider
        reason = "Nothing else can be taken here."
        return AutoChoice(
            name=_EMBEDDED,
            provider=provider,
            model="",
            reason=reason,
            passed=tuple(each[2].reason for each in found),
        )
    best = max(usable, key=lambda each: each[2].rank)
    return AutoChoice(
        name=best[0],
        provider=best[1].name,
        model=best[2].model,
        reason=best[2].reason,
        passed=tuple(each[2].reason for each in found if each is not best),
    )


def _candidates(
    loaded: Loaded, plugins: PluginSet
) -> Iterator[tuple[str, BackendSpec, Availability]]:
    specs = {spec.name: spec for spec in plugins.backends()}
    configured = loaded.config.backends
    kinds = {config.provider for config in configured.values()}
    own = [(alias, config) for alias, config in configured.items()]
    more = [(kind, BackendConfig(provider=kind)) for kind in specs if kind not in kinds]
    for alias, config in [*own, *more]:
        spec = specs.get(config.provider)
        if spec is None or spec.look is None:
            continue
        options: dict[str, object] = {"cache_dir": str(loaded.paths.cache_dir), **config.options}
        if config.model:
            options["model"] = config.model
        try:
            found = spec.look(options)
        except BatosError as error:
            found = Availability(usable=False, reason=error.message)
        yield alias, spec, found


def _named(config: Config) -> set[str]:
    personas = (each.backend for each in config.personas.values())
    return {config.default_backend, *config.roles.values(), *personas}


def _instead(alias: str, choice: AutoChoice) -> str:
    return choice.name if alias == AUTO else alias
