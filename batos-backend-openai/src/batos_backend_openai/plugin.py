"""What this package gives to BAT OS: the ``openai`` backend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from batos.plugins import BackendSpec, hookimpl

if TYPE_CHECKING:
    from batos.inference import Backend

__all__ = ["batos_backends"]


def _make(options: Mapping[str, object]) -> Backend:
    # Imported here: listing backends must not load the client library.
    from batos_backend_openai.backend import OpenAIBackend
    from batos_backend_openai.options import OpenAIOptions

    return OpenAIBackend(OpenAIOptions.read(options))


@hookimpl
def batos_backends() -> list[BackendSpec]:
    """Contribute the backend for OpenAI-compatible servers."""
    from batos_backend_openai.options import OpenAIOptions

    return [
        BackendSpec(
            name="openai",
            summary="Any server that speaks /v1: vLLM, LM Studio, llama.cpp, a cloud.",
            factory=_make,
            options=OpenAIOptions,
        )
    ]
