"""Models of the hub that can be had by a short name, as data: see ``presets.toml``."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from batos_backend_hf.options import Role

__all__ = ["Preset", "founding", "presets"]


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A model of the hub.

    Attributes:
        name: Name to call it by; the founding four have that of their role.
        model: Its id on the hub.
        licence: What it comes under: an SPDX name, or what its makers call their own.
        score: HumanEval at the first try in percent, as its makers publish it; 0 where they do
            not.
    """

    name: str
    model: str
    licence: str
    score: float


@functools.cache
def presets() -> Mapping[str, Preset]:
    """Return every preset by its name: the founding four, then the best first."""
    text = resources.files("batos_backend_hf").joinpath("presets.toml").read_text("utf-8")
    return {each["name"]: Preset(**each) for each in tomllib.loads(text)["preset"]}


def founding(role: Role) -> Preset:
    """Return the model that the founding documents name for a role."""
    return presets()[role]
