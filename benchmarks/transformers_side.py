"""Our backend over transformers and its bare ``generate``, over the same weights, for ``backends``.

Both go on from what was read of the prompt before, so that what differs is what is put around it.
"""

from __future__ import annotations

import contextlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from batos.inference import Backend, CompletionRequest, no_progress
from batos_backend_hf.backend import HfBackend
from batos_backend_hf.options import HfOptions

__all__ = ["transformers_sides"]


@contextlib.contextmanager
def transformers_sides(
    model: Path, request: CompletionRequest
) -> Iterator[tuple[Backend, Callable[[], tuple[int, float, float]]]]:
    """Yield our backend with a model, and what asks the bare library the same.

    Args:
        model: A GGUF file, which is read into a folder of the cache once.
        request: What is asked.

    Raises:
        BackendError: The libraries are not installed here.
    """
    options = HfOptions(
        model=str(model), weights="bf16", n_ctx=2048, cache_dir=str(model.parent.parent)
    )
    backend = HfBackend(options)
    try:
        backend.load(no_progress)
        engine: Any = backend._engine
        loaded, ids = engine._loaded, engine.ids(request)
        with _without_hooks(loaded.model):
            cache = _read(loaded, ids)
        yield backend, lambda: _generated(loaded, ids, cache, request.max_tokens)
    finally:
        backend.close()


def _read(loaded: Any, ids: Sequence[int]) -> Any:
    import torch
    from transformers import DynamicCache

    cache = DynamicCache(config=loaded.model.config)
    before = torch.tensor([list(ids[:-1])], device=loaded.model.device)
    with torch.inference_mode():
        loaded.model(input_ids=before, cache=cache, use_cache=True)
    return cache


def _generated(
    loaded: Any, ids: Sequence[int], cache: Any, tokens: int
) -> tuple[int, float, float]:
    """Have the bare library answer; return tokens, seconds until the first one, and seconds."""
    import torch
    from transformers import GenerationConfig

    from batos_backend_hf.prefixes import fork

    ends = sorted(loaded.ends)
    config = GenerationConfig(
        do_sample=False, max_new_tokens=tokens, eos_token_id=ends, pad_token_id=ends[0]
    )
    ear = _Ear()
    with _without_hooks(loaded.model), torch.inference_mode():
        begun = time.perf_counter()
        given = torch.tensor([list(ids)], device=loaded.model.device)
        loaded.model.generate(
            given,
            attention_mask=torch.ones_like(given),
            cache=fork(cache),
            generation_config=config,
            streamer=ear,
        )
        seconds = time.perf_counter() - begun
    # Our backend counts no token that only ends an answer.
    count = len(ear.heard) - (ear.heard[-1] in loaded.ends)
    return count, ear.first - begun, seconds


class _Ear:
    """Hears the tokens of one answer as the library streams them; the prompt comes first."""

    def __init__(self) -> None:
        self.first = 0.0
        self.heard: list[int] = []
        self._heard_prompt = False

    def put(self, tokens: Any) -> None:
        if self._heard_prompt:
            self.first = self.first or time.perf_counter()
            self.heard += tokens.tolist()
        self._heard_prompt = True

    def end(self) -> None:
        pass


@contextlib.contextmanager
def _without_hooks(model: Any) -> Iterator[None]:
    """Take away what our backend looks by whether the work is still wanted."""
    kept = [(each, each._forward_pre_hooks) for each in model.modules() if each._forward_pre_hooks]
    try:
        for module, _ in kept:
            module._forward_pre_hooks = OrderedDict()
        yield
    finally:
        for module, hooks in kept:
            module._forward_pre_hooks = hooks
