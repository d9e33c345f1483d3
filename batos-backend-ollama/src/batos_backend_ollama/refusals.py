"""What a server says when it refuses, as errors of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from batos.errors import BackendError, ModelFileError, PromptTooLongError, near
from batos.inference.counting import too_long

__all__ = ["WINDOW_HINT", "check_more", "missing_model", "refusal"]

WINDOW_HINT = "Shorten the prompt, or raise the backend's num_ctx option."
_LONGEST = 300
"""Characters of a server's own words that are repeated."""
_MEMORY = re.compile(r"(?:more system memory|out of memory|unable to allocate|cudaMalloc)", re.I)


def refusal(error: Exception, url: str, model: str, asked: int, window: int) -> BackendError:
    """Return what the client library raised as an error of ours.

    Args:
        error: What was raised.
        url: Address of the server.
        model: The model that was asked.
        asked: Tokens that the prompt has at the least.
        window: Tokens that prompt and answer may have together.
    """
    import httpx
    import ollama

    if isinstance(error, ollama.ResponseError):
        said, numbers = _read(error.error)
        if numbers is not None:
            tokens, room = numbers
            # An older version does not tell how many there are.
            at_least = not tokens
            return too_long(
                tokens or max(asked, window), room or window, WINDOW_HINT, at_least=at_least
            )
        if error.status_code == 404:
            return missing_model(model, url, ())
        if _MEMORY.search(said):
            return BackendError(
                f"Ollama has no room for the model {model!r}: {said}",
                hint="Take a smaller model, or a smaller num_ctx.",
            )
        return BackendError(f"Ollama at {url} failed: {said}")
    if isinstance(error, (httpx.HTTPError, httpx.StreamError, ConnectionError, OSError)):
        return BackendError(
            f"Ollama at {url} cannot be reached, or went away.",
            hint="Look whether it runs: ollama serve",
        )
    return BackendError(f"Ollama at {url} failed: {type(error).__name__}: {error}"[:_LONGEST])


def missing_model(model: str, url: str, there: Sequence[str]) -> ModelFileError:
    """Return the error for a model that the server does not have."""
    hint = " ".join(
        filter(None, (near(model, there), f"Fetch it: ollama pull {model}, or set pull to true."))
    )
    return ModelFileError(f"Ollama at {url} has no model named {model!r}.", hint=hint)


def check_more(counted: int, more: int | None, window: int) -> None:
    """Refuse a prompt of which the server counts no more tokens when it is longer.

    Args:
        counted: Tokens that it counted.
        more: Tokens that it counted of the longer one; ``None`` or 0 where it did not tell.
        window: Tokens that prompt and answer should have together.

    Raises:
        PromptTooLongError: It has cut both.
    """
    if more and more <= counted:
        raise PromptTooLongError(
            f"Ollama has cut the prompt: it read {counted} tokens and counts no more of a longer "
            f"one, where its window should hold {window}.",
            hint=WINDOW_HINT,
            details={"prompt_tokens": window, "read_tokens": counted, "context_window": window},
        )


def _read(said: str) -> tuple[str, tuple[int, int] | None]:
    """Return the server's words, and the tokens of prompt and window where it is about them.

    A number that it does not tell is 0. Newer versions pass on the error of what runs inside them,
    as JSON in a text.
    """
    body: Any = said
    for _ in range(3):
        if isinstance(body, str):
            try:
                body = json.loads(body)
            except ValueError:
                break
        if not isinstance(body, dict) or "error" not in body:
            break
        body = body["error"]
    if isinstance(body, dict):
        text = str(body.get("message") or body)
        if "n_prompt_tokens" in body and "n_ctx" in body:
            return text, (int(body["n_prompt_tokens"]), int(body["n_ctx"]))
    else:
        text = str(body)
    text = " ".join(text.split())[:_LONGEST]
    if "exceeds the context length" in text or "exceeds the available context" in text:
        return text, (0, 0)
    return text, None
