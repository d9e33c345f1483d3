"""Putting prompts together, and naming them by their hash."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from batos.inference.neutral import neutral
from batos.inference.requests import CompletionRequest, Message

__all__ = ["PLAIN_STOPS", "prompt_hash", "prompt_text", "render_messages", "skeleton"]

PLAIN_STOPS = ("\nUser:", "\nSystem:")
"""Stop texts that belong to :func:`render_messages`: a base model writes both sides."""

_SPEAKERS = {"user": "User", "assistant": "Assistant"}


def render_messages(messages: Sequence[Message]) -> str:
    """Return a conversation as plain text that a base model can continue.

    System messages stand at the head without a speaker, because a base model continues a text
    better than it obeys one. The result ends with ``Assistant:``.
    """
    turns = [
        f"{_SPEAKERS[each.role]}: {neutral(each.content.strip())}"
        if each.role in _SPEAKERS
        else each.content.strip()
        for each in messages
    ]
    return "\n\n".join([*turns, "Assistant:"])


def prompt_text(request: CompletionRequest) -> str:
    """Return what a request asks, as one text: its prompt, or its messages rendered plainly."""
    return request.prompt if request.prompt is not None else render_messages(request.messages)


def prompt_hash(text: str) -> str:
    """Return the sha256 of a prompt, by which the log and provenance name it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def skeleton(selector: str, params: Sequence[str], doc: str) -> str:
    """Return the head of a method that a model is to fill.

    Args:
        selector: Name of the method.
        params: Parameters after ``self``, each as it stands in a signature.
        doc: Text of the docstring.

    Returns:
        The ``def`` line and the docstring, ending where the body begins.
    """
    head = ", ".join(["self", *params])
    # Backslashes and triple quotes would end or bend the docstring that the model continues.
    safe = doc.strip().replace("\\", "\\\\").replace('"""', "'''")
    lines = [line.strip() for line in safe.splitlines()] or [""]
    if len(lines) == 1:
        quoted = f'    """{lines[0]}"""'
    else:
        body = "\n".join(f"    {line}" if line else "" for line in lines[1:])
        quoted = f'    """{lines[0]}\n{body}\n    """'
    return f"def {selector}({head}):\n{quoted}\n"
