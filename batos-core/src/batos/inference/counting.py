"""A count of tokens that needs no model: what a prompt has at the least.

A server that cuts a prompt answers as if nothing were wrong, and its own count is of what it has
left. The only tell is that it counted fewer tokens than the prompt can have.
"""

from __future__ import annotations

import re

from batos.errors import PromptTooLongError
from batos.inference.requests import CompletionRequest

__all__ = ["asked_tokens", "check_fits", "check_whole", "fewest_tokens", "too_long"]

_PIECES = re.compile(r"[^\s!-/:-@\[-`{-~]+")
"""Runs without blanks and signs. Tokenizers of language models join a blank or a sign with the word
behind it, and never two words; letters and digits are joined by some."""


def fewest_tokens(text: str) -> int:
    """Return how many tokens a text has at the least, whatever the model.

    It is a lower bound: about three quarters of what English has, a third of what code has, and
    far less in languages that are written without blanks.
    """
    return sum(1 for _ in _PIECES.finditer(text))


def asked_tokens(request: CompletionRequest) -> int:
    """Return how many tokens the prompt of a request has at the least."""
    if request.prompt is not None:
        return fewest_tokens(request.prompt)
    return sum(fewest_tokens(each.content) for each in request.messages)


def check_fits(asked: int, window: int, hint: str) -> None:
    """Refuse a prompt of which it is sure beforehand that it does not fit.

    Args:
        asked: Tokens that it has at the least.
        window: Tokens that prompt and answer may have together.
        hint: What to do about it.

    Raises:
        PromptTooLongError: It does not fit.
    """
    if asked >= window:
        raise too_long(asked, window, hint, at_least=True)


def check_whole(asked: int, counted: int, window: int, hint: str) -> None:
    """Refuse an answer to a prompt of which the server has read a part only.

    Args:
        asked: Tokens that the prompt has at the least.
        counted: Tokens that the server says it has read; 0 where it says nothing.
        window: Tokens that prompt and answer may have together.
        hint: What to do about it.

    Raises:
        PromptTooLongError: It counted fewer tokens than the prompt can have, or it filled the
            window with the prompt, which leaves no room for an answer.
    """
    if 0 < counted < asked:
        raise PromptTooLongError(
            f"The server has cut the prompt: it read {counted} tokens of at least {asked}, "
            f"where its window should hold {window}.",
            hint=hint,
            details={"prompt_tokens": asked, "read_tokens": counted, "context_window": window},
        )
    if counted >= window:
        raise too_long(counted, window, hint, at_least=True)


def too_long(tokens: int, window: int, hint: str, *, at_least: bool = False) -> PromptTooLongError:
    """Return the error for a prompt that does not fit, which says by how much."""
    known = "at least " if at_least else ""
    return PromptTooLongError(
        f"The prompt has {known}{tokens} tokens and the model's window holds {window}.",
        hint=hint,
        details={"prompt_tokens": tokens, "context_window": window},
    )
