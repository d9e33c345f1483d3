"""What this package gives to BAT OS: the ``ollama`` backend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from batos.plugins import BackendSpec, hookimpl

if TYPE_CHECKING:
    from batos.inference import Availability, Backend

__all__ = ["batos_backends"]


def _make(options: Mapping[str, object]) -> Backend:
    # Imported here: listing backends must not load the client library.
    from batos_backend_ollama.backend import OllamaBackend
    from batos_backend_ollama.options import OllamaOptions

    return OllamaBackend(OllamaOptions.read(options))


def _look(options: Mapping[str, object]) -> Availability:
    from batos_backend_ollama.looking import look

    return look(options)


@hookimpl
def batos_backends() -> list[BackendSpec]:
    """Contribute the backend for Ollama servers."""
    from batos_backend_ollama.options import DEFAULT_MODEL, OllamaOptions

    return [
        BackendSpec(
            name="ollama",
            summary="Models of an Ollama server; its window is set and verified.",
            factory=_make,
            options=OllamaOptions,
            default_model=DEFAULT_MODEL,
            look=_look,
        )
    ]
