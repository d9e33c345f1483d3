"""Looking whether a server is there that has a model for code."""

from __future__ import annotations

import re
from collections.abc import Mapping

from batos.inference import Availability
from batos_backend_ollama.options import OllamaOptions, server_url

__all__ = ["look"]

_PATIENCE_S = 0.5
"""Seconds that a server may take to list its models: it is asked whenever a configuration is
looked at."""
_RANK = 30
_FOR_CODE = re.compile("code|devstral|codestral", re.IGNORECASE)
"""What the makers of models for code put into their names."""
_FOR_VECTORS = re.compile("embed", re.IGNORECASE)


def look(options: Mapping[str, object]) -> Availability:
    """Return whether a server answers, and the model for code that should be taken.

    The one that is configured or is the default, where the server has it; else the largest.

    Args:
        options: Those of the backend.

    Raises:
        ConfigError: They cannot be read.
    """
    import httpx

    read = OllamaOptions.read(options)
    url = server_url(read.host)
    try:
        answer = httpx.get(f"{url}/api/tags", timeout=_PATIENCE_S)
        there = answer.raise_for_status().json()["models"]
        sizes = {str(each["name"]): int(each.get("size") or 0) for each in there}
    except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError):
        return Availability(usable=False, reason=f"No Ollama answers at {url}.")
    return _chosen(read.model, "model" in options, sizes, url)


def _chosen(wanted: str, is_configured: bool, sizes: Mapping[str, int], url: str) -> Availability:
    held = next((name for name in (wanted, f"{wanted}:latest") if name in sizes), "")
    if is_configured and not held:
        return Availability(usable=False, reason=f"Ollama at {url} does not have {wanted!r}.")
    model = held or _largest(sizes)
    if not model:
        return Availability(usable=False, reason=f"Ollama at {url} has no model for code.")
    return Availability(
        usable=True, reason=f"Ollama runs at {url} and has {model}.", model=model, rank=_RANK
    )


def _largest(sizes: Mapping[str, int]) -> str:
    for_code = [name for name in sizes if _FOR_CODE.search(name) and not _FOR_VECTORS.search(name)]
    return max(for_code, key=lambda name: (sizes[name], name), default="")
