"""Prototypal Awakening: the steps that bring an image to life."""

from __future__ import annotations

from batos.genesis.awakening import StepReport, awaken

__all__ = ["StepReport", "awaken"]
