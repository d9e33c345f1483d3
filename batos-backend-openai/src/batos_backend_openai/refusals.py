"""What a server says when it refuses, as errors of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from batos.errors import BackendError
from batos.inference.counting import too_long
from batos_backend_openai.keys import key_hint, without_key
from batos_backend_openai.options import OpenAIOptions

if TYPE_CHECKING:
    from pydantic import SecretStr

__all__ = ["WINDOW_HINT", "refusal", "room_left"]

WINDOW_HINT = "Shorten the prompt, or start the server with a larger window."
_LONGEST = 300
"""Characters of a server's own words that are repeated."""
_TOO_LONG = ("context_length_exceeded", "exceed_context_size_error")
_WINDOW = re.compile(r"(?:maximum context length (?:is|of)|available context size \() ?(\d+)")
_PROMPT = re.compile(
    r"(\d+) (?:in the (?:messages|prompt)|input tokens)|resulted in (\d+) tokens"
    r"|request \((\d+) tokens|input \((\d+)"
)


def refusal(error: Exception, options: OpenAIOptions, key: SecretStr, window: int) -> BackendError:
    """Return what the client library raised as an error of ours, without the key in it."""
    import openai

    if isinstance(error, openai.APIConnectionError):
        return BackendError(
            f"The server at {options.url} cannot be reached, or went away.",
            hint="Look whether it runs, and whether the address is right.",
        )
    status = getattr(error, "status_code", 0)
    said = without_key(_words_of(error), key)
    if status in (401, 403):
        return BackendError(
            f"The server at {options.url} refuses the key: {said}", hint=key_hint(options)
        )
    numbers = _numbers(error)
    if numbers is not None:
        return too_long(numbers[0] or window, numbers[1] or window, WINDOW_HINT)
    if status == 404:
        return BackendError(
            f"The server at {options.url} does not know the model or the route: {said}",
            hint="Look whether base_url ends in /v1, and what models the server has.",
        )
    if status == 429:
        return BackendError(
            f"The server at {options.url} is busy: {said}", hint="Ask again later, or less often."
        )
    return BackendError(f"The server at {options.url} failed: {said}")


def room_left(error: Exception) -> int:
    """Return the tokens of an answer that there is room for, where a server refuses more.

    Some servers refuse a request whose prompt fits, because prompt and answer may together become
    longer than the window. 0 where that is not what is wrong.
    """
    numbers = _numbers(error)
    return max(numbers[1] - numbers[0], 0) if numbers is not None and all(numbers) else 0


def _numbers(error: Exception) -> tuple[int, int] | None:
    """Return the tokens of the prompt and of the window, 0 for what is not said."""
    body = _body(error)
    text = _words_of(error)
    if "n_prompt_tokens" in body and "n_ctx" in body:
        return int(body["n_prompt_tokens"]), int(body["n_ctx"])
    window, prompt = _WINDOW.search(text), _PROMPT.search(text)
    codes = (body.get("code"), body.get("type"))
    if window is None and not any(code in _TOO_LONG for code in codes):
        return None
    asked = int(next(filter(None, prompt.groups()))) if prompt is not None else 0
    return asked, int(window[1]) if window is not None else 0


def _body(error: Exception) -> Mapping[str, Any]:
    body = getattr(error, "body", None)
    if isinstance(body, Mapping):
        inner = body.get("error", body)
        return inner if isinstance(inner, Mapping) else body
    return {}


def _words_of(error: Exception) -> str:
    said = str(_body(error).get("message") or "") or str(error)
    return " ".join(said.split())[:_LONGEST]
