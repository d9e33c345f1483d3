"""Finding plugins and loading them one by one, so that a broken one never stops the others.

pluggy's own loader stops at the first bad distribution and skips duplicates without a word
(pluggy 1.7, ``load_setuptools_entrypoints``), so this one decides for each plugin apart, before
importing it where that is possible, and keeps the reason. Each plugin gets a plugin manager of
its own: that keeps a half-registered plugin away from the others and says whose every result is.
"""

from __future__ import annotations

import importlib.metadata
import logging
import os
import re
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import pluggy
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from batos.environment import is_set, without_plugins
from batos.errors import PluginError, near
from batos.plugins.hookspecs import PROJECT, PluginHooks
from batos.plugins.pluginset import Contribution, LoadedPlugin, PluginInfo, PluginSet, PluginState
from batos.plugins.types import (
    BackendSpec,
    EmbedderSpec,
    GenesisStep,
    GuardianRuleSpec,
    HealthCheck,
    PersonaSpec,
    SkillPackSpec,
)

__all__ = ["load_plugins"]

_logger = logging.getLogger(__name__)

_CORE: Final = "batos-core"
_SLOW_IMPORT_S: Final = 1.0
_OBSERVER: Final = "batos_cycle_event"

_COLLECTED: Final[Mapping[str, tuple[str, type[Contribution]]]] = {
    "batos_personas": ("persona", PersonaSpec),
    "batos_skill_packs": ("skill pack", SkillPackSpec),
    "batos_backends": ("backend", BackendSpec),
    "batos_embedders": ("embedder", EmbedderSpec),
    "batos_guardian_rules": ("guardian rule", GuardianRuleSpec),
    "batos_genesis_steps": ("genesis step", GenesisStep),
    "batos_health_checks": ("health check", HealthCheck),
}
_HOOKS: Final = (*_COLLECTED, _OBSERVER)


class _RefusalError(Exception):
    """A plugin cannot be active; carries the state it gets."""

    def __init__(self, state: PluginState, reason: str) -> None:
        super().__init__(reason)
        self.state = state
        self.reason = reason


@dataclass(frozen=True)
class _Candidate:
    """An entry point with what its metadata says; nothing of it is imported yet."""

    entry_point: importlib.metadata.EntryPoint
    info: PluginInfo

    def refused(self, state: PluginState, reason: str) -> LoadedPlugin:
        return LoadedPlugin(info=replace(self.info, state=state, reason=reason))


def load_plugins(
    enabled: Collection[str] | None = None,
    disabled: Collection[str] = (),
    *,
    own: Mapping[str, object] = MappingProxyType({}),
    entry_points: Iterable[importlib.metadata.EntryPoint] | None = None,
    environ: Mapping[str, str] | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> PluginSet:
    """Find and load the installed plugins.

    Args:
        enabled: Names that may load, or ``None`` for all. A name is that of the entry point or
            of the package.
        disabled: Names that must not load; stronger than ``enabled``.
        own: Plugins of the core itself by their names. They come first, and neither a list nor
            a variable switches one off.
        entry_points: Where to look instead of at the installed packages.
        environ: Environment that is read instead of the process' own. ``BATOS_NO_PLUGINS=1``
            loads none; ``BATOS_STRICT_PLUGINS=1`` makes any broken plugin an error.
        clock: Seconds, for noting slow imports.

    Returns:
        The set, in which every plugin found is listed with its state and the reason.

    Raises:
        PluginError: Strict mode is on and a plugin is incompatible, a duplicate or failed; or a
            plugin of the core's own is.
    """
    environ = os.environ if environ is None else environ
    if entry_points is None:
        entry_points = importlib.metadata.entry_points(group=PROJECT)
    candidates = sorted((_candidate(entry) for entry in entry_points), key=_order)
    decided = _decide(candidates, enabled, disabled, none_at_all=without_plugins(environ))
    loaded = [_own(name, plugin, disabled) for name, plugin in own.items()]
    claimed: dict[tuple[str, str], PluginInfo] = {}
    for candidate, refused in decided:
        plugin = refused or _load(candidate, claimed, clock)
        loaded.append(plugin)
        _report(plugin.info)
    if is_set(environ, "BATOS_STRICT_PLUGINS"):
        _raise_if_broken([plugin.info for plugin in loaded])
    return PluginSet(loaded)


def _own(name: str, plugin: object, disabled: Collection[str]) -> LoadedPlugin:
    info = PluginInfo(
        name=name,
        distribution=_CORE,
        version=importlib.metadata.version(_CORE),
        state=PluginState.ACTIVE,
        built_in=True,
    )
    if {name, _CORE} & {canonicalize_name(each) for each in disabled}:
        info = replace(info, reason="a part of the core, which cannot be disabled")
    try:
        contributions = _collect(_register(name, plugin))
    except _RefusalError as refusal:
        raise PluginError(f"The core's own plugin {name!r} is broken: {refusal}.") from refusal
    return LoadedPlugin(
        info=replace(info, provides=_names(contributions)), contributions=contributions
    )


def _candidate(entry_point: importlib.metadata.EntryPoint) -> _Candidate:
    distribution = entry_point.dist
    info = PluginInfo(
        name=entry_point.name,
        distribution=distribution.name if distribution else "",
        version=distribution.version if distribution else "",
        state=PluginState.ACTIVE,
    )
    return _Candidate(entry_point, info)


def _order(candidate: _Candidate) -> tuple[str, str, str]:
    """Order by names only: the order of folders on the path must not decide anything."""
    info = candidate.info
    return info.name, canonicalize_name(info.distribution), candidate.entry_point.value


def _decide(
    candidates: Iterable[_Candidate],
    enabled: Collection[str] | None,
    disabled: Collection[str],
    *,
    none_at_all: bool,
) -> list[tuple[_Candidate, LoadedPlugin | None]]:
    """Decide from names and metadata alone which plugins may be imported."""
    wanted = None if enabled is None else {canonicalize_name(name) for name in enabled}
    unwanted = {canonicalize_name(name) for name in disabled}
    decided: list[tuple[_Candidate, LoadedPlugin | None]] = []
    winners: dict[str, int] = {}
    for candidate in candidates:
        refused = None
        names = {
            canonicalize_name(candidate.info.name),
            canonicalize_name(candidate.info.distribution),
        }
        winner = winners.get(candidate.info.name)
        if none_at_all:
            refused = candidate.refused(PluginState.DISABLED, "BATOS_NO_PLUGINS is set")
        elif names & unwanted:
            refused = candidate.refused(PluginState.DISABLED, "disabled in the config")
        elif wanted is not None and not names & wanted:
            refused = candidate.refused(PluginState.DISABLED, "not in the list of enabled plugins")
        elif reason := _incompatibility(candidate):
            refused = candidate.refused(PluginState.INCOMPATIBLE, reason)
        elif winner is not None:
            first = decided[winner][0]
            refused = candidate.refused(
                PluginState.DUPLICATE,
                f"{first.info.package} provides {candidate.info.name!r} too and was taken",
            )
            note = f"taken before {candidate.info.package}, which provides the same name"
            decided[winner] = (_noted(first, note), None)
        else:
            winners[candidate.info.name] = len(decided)
        decided.append((candidate, refused))
    return decided


def _noted(candidate: _Candidate, note: str) -> _Candidate:
    reason = "; ".join(part for part in (candidate.info.reason, note) if part)
    return replace(candidate, info=replace(candidate.info, reason=reason))


def _incompatibility(candidate: _Candidate) -> str:
    """Return why a package does not go with this core, or an empty text."""
    distribution = candidate.entry_point.dist
    core = importlib.metadata.version(_CORE)
    for text in (distribution.requires if distribution else None) or ():
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            # Only a requirement on the core matters here, and this line may be about it.
            if _CORE in text.lower().replace("_", "-"):
                return f"its requirement {text!r} cannot be read"
            continue
        if canonicalize_name(requirement.name) != _CORE:
            continue
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        if not requirement.specifier.contains(core, prereleases=True):
            return f"it needs {_CORE}{requirement.specifier}, this is {_CORE} {core}"
    return ""


def _load(
    candidate: _Candidate,
    claimed: dict[tuple[str, str], PluginInfo],
    clock: Callable[[], float],
) -> LoadedPlugin:
    """Import one plugin, register it, and collect everything it contributes."""
    try:
        started = clock()
        module = _import(candidate.entry_point)
        seconds = clock() - started
        if seconds > _SLOW_IMPORT_S:
            candidate = _noted(candidate, f"its import took {seconds:.1f} s")
        manager = _register(candidate.info.name, module)
        contributions = _collect(manager)
        _check_claims(contributions, claimed)
    except _RefusalError as refusal:
        return candidate.refused(refusal.state, refusal.reason)
    observed = bool(manager.hook.batos_cycle_event.get_hookimpls())
    provides = (*_names(contributions), *["observer"] * observed)
    info = replace(candidate.info, provides=provides)
    claimed.update({(_kind(item), item.name): info for item in contributions})
    observe = (lambda event: manager.hook.batos_cycle_event(event=event)) if observed else None
    return LoadedPlugin(info=info, contributions=contributions, observe=observe)


def _import(entry_point: importlib.metadata.EntryPoint) -> object:
    try:
        return entry_point.load()
    except (Exception, SystemExit) as error:
        _logger.debug("Importing %s failed", entry_point.value, exc_info=True)
        raise _RefusalError(
            PluginState.FAILED, f"importing {entry_point.value} failed: {_text(error)}"
        ) from error


def _register(name: str, module: object) -> pluggy.PluginManager:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(PluginHooks)
    _check_markers(module)
    try:
        manager.register(module, name=name)
        manager.check_pending()
    except (Exception, SystemExit) as error:
        # A misspelt hook is only found by check_pending; without it the plugin would be
        # listed as active and never be called.
        raise _RefusalError(PluginState.FAILED, _why_not_registered(error)) from error
    return manager


def _check_markers(module: object) -> None:
    for hook in _HOOKS:
        function = getattr(module, hook, None)
        if callable(function) and not hasattr(function, f"{PROJECT}_impl"):
            raise _RefusalError(PluginState.FAILED, f"{hook} is not marked with @hookimpl")


def _why_not_registered(error: BaseException) -> str:
    text = " ".join(str(error).split())
    if match := re.search(r"unknown hook '(\w+)'", text):
        return f"there is no hook {match[1]!r}. {near(match[1], _HOOKS)}".rstrip()
    return text


def _collect(manager: pluggy.PluginManager) -> tuple[Contribution, ...]:
    found: list[Contribution] = []
    for hook, (kind, expected) in _COLLECTED.items():
        caller = getattr(manager.hook, hook)
        if not caller.get_hookimpls():
            continue
        try:
            # pluggy drops a result of None, which here means a plugin forgot to return.
            results = caller()
            items = [item for result in results for item in result]
        except (Exception, SystemExit) as error:
            _logger.debug("%s failed", hook, exc_info=True)
            raise _RefusalError(PluginState.FAILED, f"{hook} failed: {_text(error)}") from error
        if not results:
            raise _RefusalError(PluginState.FAILED, f"{hook} returned None")
        names: set[str] = set()
        for item in items:
            if not isinstance(item, expected):
                raise _RefusalError(
                    PluginState.FAILED,
                    f"{hook} gave {type(item).__name__}, expected {expected.__name__}",
                )
            if item.name in names:
                raise _RefusalError(
                    PluginState.FAILED, f"{hook} gave the {kind} {item.name!r} twice"
                )
            names.add(item.name)
            found.append(item)
    return tuple(found)


def _check_claims(
    contributions: Iterable[Contribution], claimed: Mapping[tuple[str, str], PluginInfo]
) -> None:
    for item in contributions:
        owner = claimed.get((_kind(item), item.name))
        if owner is not None:
            raise _RefusalError(
                PluginState.DUPLICATE,
                f"{owner.package} provides the {_kind(item)} {item.name!r} too and was taken",
            )


def _names(contributions: Iterable[Contribution]) -> tuple[str, ...]:
    return tuple(f"{_kind(item)} {item.name}" for item in contributions)


def _kind(item: Contribution) -> str:
    return next(kind for kind, expected in _COLLECTED.values() if isinstance(item, expected))


def _text(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def _report(info: PluginInfo) -> None:
    if info.state in {PluginState.FAILED, PluginState.INCOMPATIBLE, PluginState.DUPLICATE}:
        _logger.warning(
            "Plugin %r of %s is %s: %s", info.name, info.package, info.state, info.reason
        )


def _raise_if_broken(infos: Iterable[PluginInfo]) -> None:
    broken = [
        info for info in infos if info.state not in {PluginState.ACTIVE, PluginState.DISABLED}
    ]
    if broken:
        raise PluginError(
            "; ".join(
                f"plugin {info.name!r} of {info.package} is {info.state}: {info.reason}"
                for info in broken
            )
            + ".",
            hint="BATOS_STRICT_PLUGINS is set; without it the others would load.",
        )
