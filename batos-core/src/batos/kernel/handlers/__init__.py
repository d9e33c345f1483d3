"""What an image worker answers: one module for each noun of the wire, each with its routes."""

from batos.kernel.handlers import (
    approvals,
    care,
    history,
    image,
    methods,
    missions,
    objects,
    questions,
    shaping,
    skills,
)
from batos.kernel.handlers.route import ImageHandler, Route

__all__ = ["ROUTES", "ImageHandler", "Route"]

ROUTES: tuple[Route, ...] = (
    *objects.ROUTES,
    *shaping.ROUTES,
    *missions.ROUTES,
    *image.ROUTES,
    *care.ROUTES,
    *approvals.ROUTES,
    *questions.ROUTES,
    *methods.ROUTES,
    *skills.ROUTES,
    *history.ROUTES,
)
