"""Binding what a model writes to a grammar or to a JSON schema, by llguidance."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from typing import Any, TypeAlias

import llguidance
import torch
from llguidance.gbnf_to_lark import any_to_lark
from llguidance.hf import from_tokenizer

from batos.errors import BackendError
from batos.inference import CompletionRequest

__all__ = ["Binder", "Processor"]

Processor: TypeAlias = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
"""What the library calls with the tokens so far and the logits of the next one."""


_LAYOUT = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}
"""How JSON is laid out: small models write blanks without end where they may."""


class Binder:
    """Makes what keeps a request's answers within its grammar.

    Args:
        tokenizer: The library's tokenizer.
        size: Tokens that the model has logits for; more than the tokenizer knows, with some.
        ends: Tokens that end an answer.
    """

    def __init__(self, tokenizer: Any, size: int, ends: Collection[int]) -> None:
        self._words = from_tokenizer(tokenizer, n_vocab=size, eos_token=sorted(ends))

    def bind(self, request: CompletionRequest, count: int) -> Processor:
        """Return a processor of logits for ``count`` samples of a request.

        Raises:
            BackendError: The grammar or the schema cannot be read.
        """
        try:
            if request.json_schema is not None:
                schema = json.dumps(dict(request.json_schema))
                grammar = llguidance.LLMatcher.grammar_from_json_schema(schema, _LAYOUT)
            else:
                lark = any_to_lark(request.grammar or "")
                grammar = llguidance.LLMatcher.grammar_from_lark(lark)
            fault = llguidance.LLMatcher.validate_grammar(grammar, self._words)
        except Exception as error:  # the reader of grammars raises bare exceptions
            fault = str(error)
        if fault:
            kind = "JSON schema" if request.json_schema is not None else "grammar"
            raise BackendError(f"The {kind} cannot be read: {' '.join(fault.split())[:300]}")
        return _Bound([llguidance.LLMatcher(self._words, grammar) for _ in range(count)])


class _Bound:
    """Lets each sample go on only as its grammar allows."""

    def __init__(self, matchers: Sequence[llguidance.LLMatcher]) -> None:
        self._matchers = matchers
        self._begun = False

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        last = input_ids[:, -1].tolist()
        # Done here, as ``llguidance.torch`` does it, which brings a compiler along: seconds.
        mask = torch.zeros((len(last), -(-scores.shape[1] // 32)), dtype=torch.int32)
        for row, matcher in enumerate(self._matchers):
            if self._begun and not matcher.is_stopped():
                matcher.consume_token(last[row])
            matcher.unsafe_compute_mask_ptr(mask[row].data_ptr(), mask[row].nbytes)
        self._begun = True
        return scores.masked_fill(~_unpacked(mask, scores), float("-inf"))


def _unpacked(mask: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
    """Return 32 truth values for each word of a mask, as many as there are scores."""
    bits = torch.arange(32, dtype=torch.int32)
    each = ((mask[:, :, None] >> bits) & 1).bool().flatten(1)
    return each[:, : scores.shape[1]].to(scores.device)
