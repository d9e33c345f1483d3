"""What the prototypes of states and personas say, read anew at every step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from batos.errors import SlotError, UsageError
from batos.image import Root
from batos.inference import CompletionRequest
from batos.learning.cycle.prompts import fill
from batos.learning.model.machine import PERSONA, STATES
from batos.objects import UvmObject, ancestors

__all__ = [
    "ADAPTER_SLOT",
    "FAILED_VIEW",
    "OWN_PLACEHOLDERS",
    "WAITING_VIEW",
    "PersonaView",
    "Settings",
    "StateView",
    "persona_view",
    "state_view",
]

OWN_PLACEHOLDERS = ("title", "identity", "tone", "pillars", "protocols")
"""Slots of a persona that its prompts can name as placeholders."""
ADAPTER_SLOT = "adapter"
"""Slot of a persona with the name of the adapter that its model answers through."""


class Settings(dict[str, Any]):
    """The slots of a state's prototype; one that is asked for and not there is an expected error.

    Anybody may change the prototypes while the system runs, so that nothing in them is certain.
    """

    def __missing__(self, name: str) -> Any:
        raise UsageError(f"The state's prototype in the image has no slot {name!r}.")


@dataclass(frozen=True)
class StateView:
    """A state's prototype as it was read for one step.

    Attributes:
        name: The state.
        handler: Its behaviour.
        moves: The next state by answer.
        slots: All of its data slots.
    """

    name: str
    handler: str
    moves: Mapping[str, str]
    slots: Mapping[str, Any]

    def number(self, name: str, default: float | None = None) -> float:
        """Return a slot that must be a number.

        Args:
            name: The slot.
            default: What it is in images from before there was such a slot.

        Raises:
            UsageError: It is none, or not there.
        """
        found = self.slots[name] if default is None else self.slots.get(name, default)
        if isinstance(found, bool) or not isinstance(found, (int, float)):
            raise UsageError(f"The slot {name!r} of state {self.name} must be a number.")
        return found

    def serving(self, place: str = PERSONA) -> str:
        """Return the name of the persona that has a place in the state, as its slot says.

        Raises:
            UsageError: Nobody has ever had it.
        """
        if place not in self.slots:
            raise UsageError(
                f"Nobody has the place {place!r} in the state {self.name}.",
                hint="Install a persona that serves there, or name one of 'batos personas': "
                f"batos set state_{self.name.lower()}.{place} NAME",
            )
        return str(self.slots[place])


@dataclass(frozen=True)
class PersonaView:
    """A persona's prototype as it was read for one question.

    Attributes:
        name: The persona.
        role: Its role of inference.
        prompts: Its prompt templates by key.
        identity: Who it is.
        slots: All of its data slots.
    """

    name: str
    role: str
    prompts: Mapping[str, str]
    identity: str = ""
    slots: Mapping[str, Any] = field(default_factory=dict)

    def asks(self, request: CompletionRequest) -> CompletionRequest:
        """Return a request as the persona asks it: in its name, and through its slot's adapter."""
        name = self.slots.get(ADAPTER_SLOT)
        adapter = name if name and isinstance(name, str) else request.adapter
        return replace(request, persona=self.name, adapter=adapter)


def _born(name: str) -> StateView:
    """Return a state that ends a cycle as it is born."""
    spec = next(spec for spec in STATES if spec.name == name)
    return StateView(spec.name, spec.handler, spec.moves, Settings(purpose=spec.purpose))


FAILED_VIEW = _born("FAILED")
"""FAILED as it is born, for an image that has lost it."""

WAITING_VIEW = _born("WAITING")
"""WAITING as it is born, for an image that does not have it."""


def state_view(root: Root, name: str) -> StateView:
    """Return a state's prototype as data.

    Raises:
        UnknownNameError: The image has no such state.
        UsageError: Its prototype lacks a slot.
        SlotError: Its moves are no dict.
    """
    slots = Settings(_inherited(root.find(f"state_{name.lower()}")))
    moves = slots["moves"]
    if not isinstance(moves, Mapping):
        raise SlotError(f"The slot 'moves' of state {name} must be a dict.")
    return StateView(name, str(slots["handler"]), dict(moves), slots)


def persona_view(root: Root, name: str) -> PersonaView:
    """Return a persona's prototype as data, with what it says of itself in its prompts.

    Raises:
        UnknownNameError: The image has no such persona.
    """
    slots = _inherited(root.find(name))
    own = {key: _told(slots.get(key, "")) for key in OWN_PLACEHOLDERS}
    prompts = {
        key.removeprefix("prompt_"): fill(str(text), own)
        for key, text in slots.items()
        if key.startswith("prompt_")
    }
    role, identity = str(slots.get("role", "default")), str(slots.get("identity", ""))
    return PersonaView(name, role, prompts, identity, slots)


def _told(value: object) -> str:
    """Return a slot as a prompt has it: a text, or a list or a table with a line for each."""
    if isinstance(value, Mapping):
        value = [f"{name}: {text}" for name, text in value.items()]
    lines = value if isinstance(value, (list, tuple)) else [value]
    return "\n".join(str(each).strip() for each in lines)


def _inherited(obj: UvmObject) -> dict[str, Any]:
    """Return the data slots of an object and of its parents, the nearest first."""
    merged: dict[str, Any] = {}
    for holder in ancestors(obj):
        for name, value in holder.slots.items():
            merged.setdefault(name, value)
    return merged
