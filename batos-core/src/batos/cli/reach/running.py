"""Which models a running system has, and how they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from batos.cli.reach.named_image import shown_size
from batos.cli.terminal.output import local_time
from batos.cli.terminal.progress import shown_swap
from batos.errors import BatosError
from batos.wire.messages.inference import ModelMemory, ShowModels
from batos.wire.messages.kernel import KernelStatus, SettingsDigest

if TYPE_CHECKING:
    from batos.wire import KernelClient

__all__ = ["Running", "model_label", "running_models"]

_PATIENCE_S = 3.0
_COMES_UP = ("starting", "restarting")


@dataclass(frozen=True)
class Running:
    """The models of a running system.

    Attributes:
        state: How the worker is that holds them, such as ``ready``, ``starting`` or ``degraded``.
        text: What that means right now.
        models: One map for each model (see :class:`batos.inference.ModelStatus`).
        taken: The settings that were taken since the start (see
            :class:`batos.wire.messages.inference.ModelsStatus`).
        memory: What the models take together.
    """

    state: str
    text: str
    models: tuple[Mapping[str, Any], ...] = ()
    taken: SettingsDigest = field(default_factory=SettingsDigest)
    memory: ModelMemory = field(default_factory=ModelMemory)

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        told = {"state": self.state, "text": self.text, "models": [dict(m) for m in self.models]}
        return {**told, "memory": msgspec.to_builtins(self.memory)}

    def lines(self) -> list[str]:
        """Return a line for each model; one that says why there is none."""
        if not self.models:
            return [self._absent()]
        return [f"{model_label(each)}: {self.state_of(each)}" for each in self.models]

    def state_of(self, model: Mapping[str, Any]) -> str:
        """Return how a model is, in words."""
        if model["state"] == "loaded":
            return f"loaded since {local_time(model['since'])}{_worth(model)}"
        if model["state"] == "failed":
            return f"not there: {model['reason']}"
        if self.state in _COMES_UP or model["state"] == "loading":
            return f"loading… ({self.text})" if self.text not in ("", "starting") else "loading…"
        if model["reason"]:
            return f"not loaded since {local_time(model['since'])}. {model['reason']}"
        return "not loaded; it is when it is first needed"

    def together(self) -> str:
        """Return what the loaded models take and may take; empty where that is nothing."""
        memory = self.memory
        kinds = (
            ("memory", memory.ram, memory.ram_budget),
            ("graphics memory", memory.vram, memory.vram_budget),
        )
        return ", ".join(
            f"{shown_size(taken)} of {f'{shown_size(budget)} of ' if budget else ''}{kind}"
            for kind, taken, budget in kinds
            if taken
        )

    def last_swap(self) -> str:
        """Return the last swap in words, and when it was; empty where there was none."""
        if not self.memory.swaps:
            return ""
        swap = self.memory.swaps[-1]
        return f"{local_time(swap.at)}: {shown_swap(swap)}"

    @property
    def hint(self) -> str:
        """What to do about the first model that is not there."""
        return next((str(m.get("hint", "")) for m in self.models if m["state"] == "failed"), "")

    def _absent(self) -> str:
        if self.state in _COMES_UP:
            return "loading…"
        return f"none: {self.text.rstrip('.') or self.state}"


def _worth(model: Mapping[str, Any]) -> str:
    """Return what a model takes, for whom, and when it was last asked, as far as that is told."""
    sizes = [shown_size(model[kind]) for kind in ("ram", "vram") if model.get(kind)]
    taken = [f"takes {' and '.join(sizes)}"] if sizes else []
    roles = [f"for {', '.join(model['roles'])}"] if model.get("roles") else []
    asked = [f"last asked {local_time(model['asked'])}"] if model.get("asked") else []
    return "".join(f", {each}" for each in (*taken, *roles, *asked))


def model_label(model: Mapping[str, Any]) -> str:
    """Return what a model is: backend, name, and the file that it comes from."""
    file = f" ({model['file']})" if model["file"] else ""
    return f"{model['backend']}, {model['model']}{file}"


def running_models(client: KernelClient, engines: Iterable[Mapping[str, Any]] = ()) -> Running:
    """Return the models of a running system, whatever its worker for them does.

    Args:
        client: The connection.
        engines: The workers as ``kernel.status`` tells of them; asked for when left out.
    """
    workers = list(engines) or client.request(KernelStatus())["engines"]
    worker = next((each for each in workers if each.get("name") == "inference"), None)
    if worker is None:
        return Running("absent", "no worker holds models here")
    state, text = str(worker.get("state", "")), str(worker.get("text") or "")
    if not worker.get("pid"):
        return Running(state, text or str(worker.get("cause", "")))
    try:
        told = client.request(ShowModels(), timeout=_PATIENCE_S)
    except BatosError as error:
        return Running(state, text or error.message)
    return Running(told.state, told.text, tuple(told.models), told.taken, told.memory)
