"""The levers of the cycle: what can be left out or put in, to measure what it is worth."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["LEVERS", "SETTINGS"]

LEVERS: Mapping[str, str] = {
    "proven": "Proven methods stand among the candidates.",
    "worked": "Worked examples stand before missions on slots.",
    "samples": "Further answers are sampled.",
    "groups": "The largest group of equal behaviour is believed; else the first that passes.",
    "mend": "What a rule can mend is mended without a model.",
    "repair": "What the guardian found or what raised goes back to who wrote it.",
    "slots": "Slots that the mission names must be read or changed.",
    "discussion": "The personas discuss a method before it is written.",
}
"""What each lever does; ``cycle.without`` in the configuration leaves some out."""

SETTINGS: Mapping[str, str] = {"discussion": "discussion"}
"""Levers that are out unless a setting of the section ``cycle`` puts them in: the setting."""
