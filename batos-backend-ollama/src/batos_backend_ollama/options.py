"""The options of the backend."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import ClassVar
from urllib.parse import urlsplit

from pydantic import Field

from batos.errors import ConfigError
from batos.inference import BackendOptions

__all__ = ["DEFAULT_MODEL", "OllamaOptions", "server_url"]

DEFAULT_MODEL = "qwen2.5-coder:7b"
"""A model that was trained on code, of a size that most graphics cards hold."""
_PORT = 11434
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - an address that is never bound here
"""Where a server that listens everywhere, as ``OLLAMA_HOST`` tells it to, can be asked."""


class OllamaOptions(BackendOptions):
    """Options of one backend."""

    provider: ClassVar[str] = "ollama"

    model: str = Field(
        DEFAULT_MODEL, min_length=1, description="Name of the model, as 'ollama list' has it."
    )
    host: str = Field(
        "", description="Address of the server; empty takes OLLAMA_HOST, or this machine."
    )
    num_ctx: int = Field(
        8192,
        ge=256,
        description="Tokens that prompt and answer may have together; the server is told to hold "
        "so many, and whether it does is looked at.",
    )
    keep_alive: str = Field(
        "5m",
        description="How long the model stays in the server's memory after an answer: 5m, 24h, 0 "
        "(not at all) or -1 (for ever).",
    )
    pull: bool = Field(
        False, description="Whether a model that the server does not have is fetched by it."
    )
    parallel: int = Field(
        1,
        ge=1,
        le=64,
        description="Requests that are sent at the same time; as many as the server's own "
        "OLLAMA_NUM_PARALLEL.",
    )
    think: bool = Field(False, description="Whether a model that can think aloud does so first.")
    embedding_model: str = Field("", description="Name of the model for vectors; empty makes none.")

    @property
    def keeps(self) -> str | int:
        """``keep_alive`` as the server takes it: a number without a unit is one of seconds."""
        given = self.keep_alive.strip()
        return int(given) if given.lstrip("-").isdigit() else given


def server_url(host: str, environ: Mapping[str, str] | None = None) -> str:
    """Return the address of the server.

    Args:
        host: The configured one: a URL, a host, a host with a port, or nothing.
        environ: Where ``OLLAMA_HOST`` is looked up when nothing is configured.

    Raises:
        ConfigError: It cannot be read.
    """
    given = (host or (os.environ if environ is None else environ).get("OLLAMA_HOST", "")).strip()
    has_scheme = "://" in given
    try:
        parts = urlsplit(given if has_scheme else f"http://{given}")
        name, port = parts.hostname or "127.0.0.1", parts.port
    except ValueError as error:
        raise ConfigError(f"The address {given!r} of Ollama cannot be read: {error}.") from None
    if parts.scheme not in ("http", "https"):
        raise ConfigError(f"The address {given!r} of Ollama must be one of http or https.")
    if port is None:
        # As Ollama's own programs read it: a scheme means its own port.
        port = {"http": 80, "https": 443}[parts.scheme] if has_scheme else _PORT
    name = _ANY.get(name, name)
    shown = f"[{name}]" if ":" in name else name
    return f"{parts.scheme}://{shown}:{port}{parts.path.rstrip('/')}"
