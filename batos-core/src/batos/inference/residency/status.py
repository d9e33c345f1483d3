"""How a model is, as it is told to whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from batos.inference.backend import FileBackend
from batos.inference.residency.place import Place

__all__ = ["ModelStatus", "status_of"]


@dataclass(frozen=True, kw_only=True)
class ModelStatus:
    """A model, and how it is.

    Attributes:
        name: Alias of its backend.
        backend: The kind of backend, such as ``llamacpp``.
        model: Name of the model.
        file: Its file; empty where it is none of this machine.
        roles: The roles that it serves, ``default`` among them, and the personas that have it as
            their own.
        state: ``waiting`` until it is first needed, ``loading``, ``loaded`` or ``failed``.
        since: When it came into that state, ISO text in UTC.
        reason: Why it has failed or left, in a sentence.
        hint: What to do about that.
        ram: Bytes of memory that it takes; measured when it was loaded.
        vram: The same of graphics cards.
        asked: When it was last asked, ISO text in UTC; empty where it never was.
        running: Answers that it is giving.
    """

    name: str
    backend: str
    model: str
    file: str
    roles: tuple[str, ...]
    state: Literal["waiting", "loading", "loaded", "failed"]
    since: str
    reason: str = ""
    hint: str = ""
    ram: int = 0
    vram: int = 0
    asked: str = ""
    running: int = 0

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**asdict(self), "roles": list(self.roles)}


def status_of(name: str, place: Place, roles: Sequence[str]) -> ModelStatus:
    """Return how the model of a place is.

    Args:
        name: Alias of its backend.
        place: The place.
        roles: Whom it serves.
    """
    backend, state = place.backend, place.state
    return ModelStatus(
        name=name,
        backend=backend.name,
        model=backend.model,
        file=str(backend.model_file()) if isinstance(backend, FileBackend) else "",
        roles=tuple(roles),
        state=state.name,
        since=state.since,
        reason=state.reason,
        hint=state.hint,
        ram=place.takes.ram,
        vram=place.takes.vram,
        asked=place.asked,
        running=place.running,
    )
