"""Plugins: what may be contributed, how it is declared, and how it is found.

Importing this package is light: no database, no socket, no model.
"""

from batos.plugins.hookspecs import CycleEvent, PluginHooks, hookimpl, hookspec
from batos.plugins.loader import load_plugins
from batos.plugins.persona_files import load_persona
from batos.plugins.pluginset import PluginInfo, PluginSet, PluginState
from batos.plugins.types import (
    BackendSpec,
    CodexEntry,
    GenesisStep,
    GuardianRuleSpec,
    HealthCheck,
    HealthReport,
    PersonaSpec,
    SkillPackSpec,
)

__all__ = [
    "BackendSpec",
    "CodexEntry",
    "CycleEvent",
    "GenesisStep",
    "GuardianRuleSpec",
    "HealthCheck",
    "HealthReport",
    "PersonaSpec",
    "PluginHooks",
    "PluginInfo",
    "PluginSet",
    "PluginState",
    "SkillPackSpec",
    "hookimpl",
    "hookspec",
    "load_persona",
    "load_plugins",
]
