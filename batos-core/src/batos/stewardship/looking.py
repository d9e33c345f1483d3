"""What can be looked at in an image: its objects, methods, cycles and personas, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batos.errors import UnknownNameError, UsageError
from batos.image import Session
from batos.learning.cycle.views import ADAPTER_SLOT, persona_view
from batos.learning.records.trail import entries_after
from batos.plugins import PersonaSpec, PluginSet
from batos.plugins.pluginset import SWITCH_ON
from batos.stewardship.browsing import (
    cycle_line,
    describe_address,
    describe_resolution,
    list_objects,
)
from batos.stewardship.natives import persona_state
from batos.wire.messages.image import PersonaLine, PersonaMind
from batos.wire.messages.objects import ObjectLine, Whereabouts
from batos.wire.messages.shown import Shown
from batos.wire.messages.talk.missions import CycleLine

__all__ = ["Looking"]

_PERSONA = "persona-"
_AT_ONCE = 200
"""Entries of the trail that are told at once."""


class Looking:
    """Reads an image, and changes nothing.

    Args:
        session: Its transactions.
        plugins: What is installed.
    """

    def __init__(self, session: Session, plugins: PluginSet) -> None:
        self.session = session
        self.plugins = plugins

    def objects(self) -> list[ObjectLine]:
        """Return every named object in a line each: name, parents, slots, methods."""
        with self.session.read() as root:
            return list_objects(root)

    def show(self, address: str) -> Shown:
        """Return everything about an object, a method (``genesis.count_vowels``) or a cycle.

        Raises:
            UnknownNameError: There is no such thing; a near match is in the hint.
        """
        with self.session.read() as root:
            return describe_address(root, address)

    def where(self, address: str) -> Whereabouts:
        """Return where the answer to a selector comes from: its holder, and the path to it.

        Args:
            address: Receiver and selector, such as ``genesis.count_vowels``.

        Raises:
            UnknownNameError: There is no such object, or nobody in its chain has the selector.
        """
        with self.session.read() as root:
            return describe_resolution(root, address)

    def cycles(self, limit: int = 20) -> list[CycleLine]:
        """Return the latest cycles, newest first, in a line each."""
        with self.session.read() as root:
            lines = list(map(cycle_line, root.cycles.values()))
        return sorted(lines, key=lambda line: line["started"], reverse=True)[:limit]

    def trail(self, since: str = "", cycle: str = "", seq: int = 0) -> list[dict[str, Any]]:
        """Return the entries of the audit trail that follow a place in it, the oldest first.

        Some are returned at a time; the last one is the place from which it goes on.

        Args:
            since: A time, ISO text in UTC.
            cycle: The cycle of the entry at that time.
            seq: Its number.
        """
        with self.session.read() as root:
            return entries_after(root, (since, cycle, seq), _AT_ONCE)

    def personas(self) -> list[PersonaLine]:
        """Return the personas of the image, and those that are installed and were left out."""
        with self.session.read() as root:
            found = {}
            for step, record in root.genesis.items():
                if step.startswith(_PERSONA):
                    name = step.removeprefix(_PERSONA)
                    package = record.get("package", "")
                    state = persona_state(name, package, self.plugins)
                    found[name] = _persona_line(name, root.find(name).slots, state, package)
        for spec in self.plugins.personas():
            if spec.name not in found:
                provider = self.plugins.provider(PersonaSpec, spec.name)
                package = provider.package if provider else ""
                found[spec.name] = _persona_line(spec.name, vars(spec), "refused", package)
        return list(found.values())

    def persona(self, name: str) -> PersonaMind:
        """Return what a persona thinks with, as it is in the image now.

        Raises:
            UnknownNameError: No persona of that name lives here.
            UsageError: It is switched off.
        """
        states = {line["name"]: line["state"] for line in self.personas()}
        company = [each for each, state in states.items() if state in ("active", "orphaned")]
        called = name.lower()
        if states.get(called) == "switched off":
            hint = f"To switch it on, {SWITCH_ON}."
            raise UsageError(f"The persona {called!r} is switched off.", hint=hint)
        if called not in company:
            raise UnknownNameError("persona", name, company, hint="'batos personas' lists them.")
        with self.session.read() as root:
            view = persona_view(root, called)
        adapter = str(view.slots.get(ADAPTER_SLOT) or "")
        return PersonaMind(
            view.name, view.role, view.identity, dict(view.prompts), adapter, company
        )


def _persona_line(name: str, told: Mapping[str, Any], state: str, package: str) -> PersonaLine:
    pillars = told.get("pillars", ())  # anybody may change the slot
    return {
        "name": name,
        "title": str(told.get("title", "")),
        "role": str(told.get("role", "")),
        "identity": str(told.get("identity", "")),
        "pillars": [*map(str, pillars if isinstance(pillars, (list, tuple)) else [pillars])],
        "state": state,
        "package": package,
        "colour": str(told.get("colour", "")),
    }
