"""What the loaded plugins contribute: the only place that hands out plugin contributions."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from batos.errors import BatosError
from batos.plugins.types import (
    BackendSpec,
    EmbedderSpec,
    GenesisStep,
    GuardianRuleSpec,
    HealthCheck,
    HealthReport,
    PersonaSpec,
    SkillPackSpec,
)

if TYPE_CHECKING:
    from batos.guardian.audit.findings import Finding
    from batos.guardian.audit.rules import Rule
    from batos.guardian.audit.subject import Subject
    from batos.plugins.cycle_event import CycleEvent

__all__ = ["SWITCH_ON", "Contribution", "PluginInfo", "PluginSet", "PluginState"]

_logger = logging.getLogger(__name__)

Contribution = (
    PersonaSpec
    | SkillPackSpec
    | BackendSpec
    | EmbedderSpec
    | GuardianRuleSpec
    | GenesisStep
    | HealthCheck
)
_C = TypeVar(
    "_C",
    PersonaSpec,
    SkillPackSpec,
    BackendSpec,
    EmbedderSpec,
    GuardianRuleSpec,
    GenesisStep,
    HealthCheck,
)


SWITCH_ON = "take it out of plugins.disabled, or put it into plugins.enabled, and start again"
"""What switches a plugin on."""


class PluginState(StrEnum):
    """Where a plugin ended up."""

    ACTIVE = "active"
    DISABLED = "disabled"
    INCOMPATIBLE = "incompatible"
    DUPLICATE = "duplicate"
    FAILED = "failed"
    ORPHANED = "orphaned"  # in the image, but no longer installed; only an image can tell


@dataclass(frozen=True, kw_only=True)
class PluginInfo:
    """One line of ``batos plugins``.

    Attributes:
        name: Name of the entry point.
        distribution: Package that brings it, as the index knows it.
        version: Version of that package.
        state: Where it ended up.
        reason: Why it is not active, or what is remarkable about one that is.
        provides: What it contributes, such as ``persona alfred``.
        built_in: Whether the core brings it itself; such a one cannot be switched off.
    """

    name: str
    distribution: str
    version: str
    state: PluginState
    reason: str = ""
    provides: tuple[str, ...] = ()
    built_in: bool = False

    @property
    def package(self) -> str:
        """Distribution and version, for messages."""
        return f"{self.distribution} {self.version}".strip()


@dataclass(frozen=True, kw_only=True)
class LoadedPlugin:
    """A plugin with what it contributed; ``observe`` is its observer, when it has one."""

    info: PluginInfo
    contributions: tuple[Contribution, ...] = ()
    observe: Callable[[CycleEvent], Any] | None = None


class PluginSet:
    """The plugins of one start, in a stable order.

    Made by :func:`batos.plugins.load_plugins`. Contributions come ordered by plugin name, and
    within a plugin as it gave them.
    """

    def __init__(self, plugins: Iterable[LoadedPlugin] = ()) -> None:
        self._plugins = tuple(plugins)

    def personas(self) -> tuple[PersonaSpec, ...]:
        """Return the personas of active plugins."""
        return self._of(PersonaSpec)

    def skill_packs(self) -> tuple[SkillPackSpec, ...]:
        """Return the skill packs of active plugins."""
        return self._of(SkillPackSpec)

    def backends(self) -> tuple[BackendSpec, ...]:
        """Return the backends of active plugins."""
        return self._of(BackendSpec)

    def embedders(self) -> tuple[EmbedderSpec, ...]:
        """Return the embedders of active plugins."""
        return self._of(EmbedderSpec)

    def genesis_steps(self) -> tuple[GenesisStep, ...]:
        """Return the genesis steps of active plugins; ordering by ``after`` is up to genesis."""
        return self._of(GenesisStep)

    def guardian_rules(self) -> tuple[Rule, ...]:
        """Return the rules to be added to the guardian's own, each made to refuse when it raises.

        Its own are in every audit, that of a caller without plugins as well, and so not in here.
        """
        from batos.guardian.audit.rules import Rule

        return tuple(
            Rule(rule.name, rule.summary, rule.why, _fail_closed(plugin.info, rule))
            for plugin in self._plugins
            for rule in plugin.contributions
            if isinstance(rule, GuardianRuleSpec) and not plugin.info.built_in
        )

    def health_reports(self) -> Iterator[HealthReport]:
        """Run the checks of active plugins; yield what they find, each report with a name.

        A check that raises is reported as not well.
        """
        for plugin in self._plugins:
            for check in plugin.contributions:
                if isinstance(check, HealthCheck):
                    for report in _reported(plugin.info, check):
                        yield replace(report, name=report.name or check.name)

    def provider(self, kind: type[Contribution], name: str) -> PluginInfo | None:
        """Return the plugin that contributed the named thing, or ``None``.

        Args:
            kind: The contribution's class, such as ``PersonaSpec``.
            name: Its name.
        """
        for plugin in self._plugins:
            for contribution in plugin.contributions:
                if isinstance(contribution, kind) and contribution.name == name:
                    return plugin.info
        return None

    def notify(self, event: CycleEvent) -> None:
        """Tell every observer of an event; nothing an observer does comes back."""
        for plugin in self._plugins:
            if plugin.observe is None:
                continue
            try:
                plugin.observe(copy.deepcopy(event))
            except KeyboardInterrupt:
                raise
            except BaseException:
                # An observer that exits or raises must not end the cycle it watches.
                _logger.exception("The observer of plugin %r failed", plugin.info.name)

    def listing(self) -> tuple[PluginInfo, ...]:
        """Return every installed plugin, whatever became of it, ordered by name and package."""
        return tuple(plugin.info for plugin in self._plugins)

    def switched_off(self) -> dict[str, PluginInfo]:
        """Return what is installed and disabled, by package."""
        listed = self.listing()
        return {each.distribution: each for each in listed if each.state is PluginState.DISABLED}

    def _of(self, kind: type[_C]) -> tuple[_C, ...]:
        return tuple(
            contribution
            for plugin in self._plugins
            for contribution in plugin.contributions
            if isinstance(contribution, kind)
        )


def _fail_closed(
    info: PluginInfo, rule: GuardianRuleSpec
) -> Callable[[Subject], Iterable[Finding]]:
    def check(subject: Subject) -> list[Finding]:
        from batos.guardian.audit.findings import Finding

        try:
            findings = list(rule.check(subject))
            strays = [found for found in findings if not isinstance(found, Finding)]
            if strays:
                raise TypeError(f"the rule yielded {type(strays[0]).__name__}, not a Finding")
        except (Exception, SystemExit) as error:
            _logger.exception("The rule %r of %s failed", rule.name, info.package)
            return [
                Finding(
                    rule=rule.name,
                    severity="error",
                    line=subject.function.lineno,
                    message=f"The rule {rule.name!r} of {info.package} failed "
                    f"({type(error).__name__}: {error}), so nothing can pass it.",
                    mend=f"Repair or disable the plugin {info.name!r}.",
                )
            ]
        return findings

    return check


def _reported(info: PluginInfo, check: HealthCheck) -> Iterator[HealthReport]:
    try:
        found = check.run()
        for report in found if isinstance(found, Iterable) else [found]:
            if not isinstance(report, HealthReport):
                raise TypeError(f"it gave {type(report).__name__}, not a HealthReport")
            yield report
    except BatosError as error:
        yield HealthReport(ok=False, message=error.message, hint=error.hint)
    except (Exception, SystemExit) as error:
        _logger.exception("The health check %r of %s failed", check.name, info.package)
        yield HealthReport(
            ok=False,
            message=f"the check itself failed: {type(error).__name__}: {error}",
            hint=f"It comes from {info.package}.",
        )
