"""What an image worker answers: one module for each noun of the wire, each with its routes."""

from typing import Any

from batos.kernel.handlers import (
    adapters,
    approvals,
    care,
    conversations,
    corrections,
    heartbeat,
    history,
    image,
    memory,
    methods,
    missions,
    models,
    objects,
    questions,
    shaping,
    skills,
)
from batos.kernel.handlers.route import Route

__all__ = ["ROUTES", "Route"]

ROUTES: tuple[Route[Any, Any], ...] = (
    *objects.ROUTES,
    *shaping.ROUTES,
    *missions.ROUTES,
    *conversations.ROUTES,
    *corrections.ROUTES,
    *image.ROUTES,
    *memory.ROUTES,
    *care.ROUTES,
    *heartbeat.ROUTES,
    *models.ROUTES,
    *adapters.ROUTES,
    *approvals.ROUTES,
    *questions.ROUTES,
    *methods.ROUTES,
    *skills.ROUTES,
    *history.ROUTES,
)
