"""Computing the samples of one request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from transformers import GenerationConfig, StoppingCriteriaList

from batos.inference import CompletionRequest
from batos_backend_hf.answer import Answer
from batos_backend_hf.binding import Processor
from batos_backend_hf.loading import LoadedModel
from batos_backend_hf.prefixes import Prefixes, fork
from batos_backend_hf.writing import Writing

__all__ = ["EndedEarlyError", "Watch", "generate"]


class EndedEarlyError(Exception):
    """Nobody waits for what is being computed any more."""


class Watch:
    """Looks before each layer whether the work is still wanted.

    So it ends within the time of one layer, also while a long prompt is read: the library's
    stopping criteria are asked after each token only.

    Attributes:
        is_wanted: Asked before each layer; a false answer ends what is computed.
        layers: Layers that were computed so far.
    """

    def __init__(self, model: Any) -> None:
        self.is_wanted: Callable[[], bool] = lambda: True
        self.layers = 0
        lists = [each for each in model.modules() if isinstance(each, torch.nn.ModuleList)]
        for layer in max(lists, key=len):
            layer.register_forward_pre_hook(self._look)

    @contextmanager
    def asking(self, is_wanted: Callable[[], bool]) -> Iterator[None]:
        """Ask this while something is computed, and nobody after it."""
        before, self.is_wanted = self.is_wanted, is_wanted
        try:
            yield
        finally:
            self.is_wanted = before

    def _look(self, _layer: object, _given: object) -> None:
        self.layers += 1
        if not self.is_wanted():
            raise EndedEarlyError


def generate(
    loaded: LoadedModel,
    ids: Sequence[int],
    request: CompletionRequest,
    count: int,
    answer: Answer,
    *,
    bound: Processor | None,
    prefixes: Prefixes,
    adapter: str = "",
) -> None:
    """Compute ``count`` samples of a request into its answer.

    Args:
        loaded: The model.
        ids: Tokens of the prompt.
        request: What was asked.
        count: How many samples.
        answer: Where they go.
        bound: Keeps them within a grammar.
        prefixes: What was read of prompts before.
        adapter: Through which the model computes now.

    Raises:
        EndedEarlyError: Nobody waits for them any more.
    """
    # The generator of numbers is the process's; whoever computes here has it alone.
    if request.seed is None:
        torch.seed()
    else:
        torch.manual_seed(request.seed % 2**63)
    with torch.inference_mode():
        cache = _read(loaded, ids, prefixes, adapter)
        if count > 1:
            cache.batch_repeat_interleave(count)
        writer = _Writer(loaded, ids, request, count, answer)
        tokens = torch.tensor([list(ids)] * count, device=loaded.model.device)
        loaded.model.generate(
            tokens,
            attention_mask=torch.ones_like(tokens),
            cache=cache,
            generation_config=_config(loaded, request, len(ids)),
            streamer=writer,
            stopping_criteria=StoppingCriteriaList([writer]),
            logits_processor=[bound] if bound is not None else None,
        )
    writer.cut_off()


def _read(loaded: LoadedModel, ids: Sequence[int], prefixes: Prefixes, adapter: str) -> Any:
    """Return a cache with all of a prompt but its last token, which gives the first logits."""
    before = list(ids[:-1])
    cache, known = prefixes.longest(before, adapter)
    if known < len(before):
        rest = torch.tensor([before[known:]], device=loaded.model.device)
        # Without the head: nobody wants to know what might come after each word of a prompt.
        loaded.model.base_model(input_ids=rest, cache=cache, use_cache=True)
        prefixes.keep(before, cache, adapter)
    return fork(cache)


def _config(loaded: LoadedModel, request: CompletionRequest, asked: int) -> GenerationConfig:
    ends = sorted(loaded.ends)
    common: dict[str, Any] = {
        "max_new_tokens": min(request.max_tokens, loaded.window - asked),
        "eos_token_id": ends,
        "pad_token_id": ends[0] if ends else 0,
    }
    if request.temperature == 0:
        return GenerationConfig(do_sample=False, **common)
    return GenerationConfig(
        do_sample=True,
        temperature=request.temperature,
        top_p=request.top_p,
        top_k=0,
        **common,
    )


class _Writer:
    """Hears each token from the library, and says which samples are done.

    It is its streamer and its stopping criterion, because the library's own text streamer knows
    one sample and no stop texts.
    """

    def __init__(
        self,
        loaded: LoadedModel,
        ids: Sequence[int],
        request: CompletionRequest,
        count: int,
        answer: Answer,
    ) -> None:
        self._answer = answer
        self._writings = [
            Writing(loaded.tokenizer, ids, request.stop, loaded.ends) for _ in range(count)
        ]
        self._heard_prompt = False

    def put(self, tokens: torch.Tensor) -> None:
        """Take one token of each sample; before them the prompt comes once."""
        if not self._heard_prompt:
            self._heard_prompt = True
            return
        for number, token in enumerate(tokens.tolist()):
            writing = self._writings[number]
            if writing.ended:
                continue
            text = writing.take(token)
            self._answer.add(number, text, writing.tokens, "stop" if writing.ended else None)

    def end(self) -> None:
        """Do nothing: :meth:`cut_off` says how it ended."""

    def __call__(self, input_ids: torch.Tensor, _scores: Any, **_more: Any) -> torch.Tensor:
        """Return for each sample whether it is done."""
        is_over = not self._answer.is_wanted()
        done = [is_over or each.ended for each in self._writings]
        return torch.tensor(done, device=input_ids.device)

    def cut_off(self) -> None:
        """End the samples that the model did not end: they have met the limit."""
        if not self._answer.is_wanted():
            return
        for number, writing in enumerate(self._writings):
            if not writing.ended:
                self._answer.add(number, writing.rest(), writing.tokens, "length")
