"""What a model reads: requests through its template and its tokenizer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jinja2 import TemplateError

from batos.inference import CompletionRequest, Message, render_messages

__all__ = ["has_template", "prompt_ids", "turn_ends"]


def has_template(tokenizer: Any) -> bool:
    """Return whether a model has a chat template of its own."""
    return bool(tokenizer.chat_template)


def prompt_ids(tokenizer: Any, request: CompletionRequest) -> list[int]:
    """Return the tokens of what a request asks."""
    if request.prompt is not None or not has_template(tokenizer):
        text = request.prompt if request.prompt is not None else render_messages(request.messages)
        ids = list(tokenizer(text).input_ids)
        # A model goes on with something, be it the beginning of all texts.
        return ids or [tokenizer.bos_token_id or tokenizer.eos_token_id or 0]
    try:
        return _rendered(tokenizer, request.messages)
    except TemplateError:
        # Mistral's and Gemma's templates take no system message, and turns in turn alone.
        return _rendered(tokenizer, _in_turn(request.messages))


def turn_ends(tokenizer: Any) -> set[int]:
    """Return the tokens by which the template ends a turn of the model.

    Some models do not tell it themselves: ``gemma-2b-it`` names only the end of a text.
    """
    if not has_template(tokenizer):
        return set()
    said = (Message("user", "x"), Message("assistant", "y"))
    try:
        after = _rendered(tokenizer, said, goes_on=False)
    except TemplateError:
        return set()
    before = _rendered(tokenizer, said[:1])
    ends = [each for each in after[len(before) :] if each in tokenizer.all_special_ids]
    return set(ends[:1])


def _rendered(tokenizer: Any, said: Sequence[Message], *, goes_on: bool = True) -> list[int]:
    turns = [{"role": each.role, "content": each.content} for each in said]
    ids = tokenizer.apply_chat_template(
        turns, add_generation_prompt=goes_on, tokenize=True, return_dict=False
    )
    return list(ids)


def _in_turn(said: Sequence[Message]) -> list[Message]:
    """Return a conversation without system messages, in which nobody speaks twice in a row."""
    turns: list[Message] = []
    for each in said:
        role = "user" if each.role == "system" else each.role
        if turns and turns[-1].role == role:
            turns[-1] = Message(role, f"{turns[-1].content}\n\n{each.content}")
        else:
            turns.append(Message(role, each.content))
    return turns
