"""``backends``: tokens a second and the first token of each backend, beside the bare library.

One model is loaded once, and everybody asks it the same: the embedded backend and llama.cpp's own
call in this process, the OpenAI backend and the bare client at llama.cpp's own server. The prompt
has been read before, so that what differs is what is put around it. Where torch is installed, the
Hugging Face backend and transformers' own ``generate`` have the same weights as bf16. Then two
models that have room for one of them are asked in turns.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from batos.errors import BackendError
from batos.inference import (
    Backend,
    Budget,
    CancelToken,
    CompletionRequest,
    LocalThinker,
    Message,
    Residency,
    TextChunk,
    no_progress,
)
from batos.inference.residency.footprint import in_use
from batos_backend_llamacpp.backend import LlamaBackend
from batos_backend_llamacpp.options import LlamaOptions
from batos_backend_openai.backend import OpenAIBackend
from batos_backend_openai.options import OpenAIOptions
from benchmarks.models import smallest_model
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import median_ratio
from benchmarks.transformers_side import transformers_sides

__all__ = ["run"]

_SHARE = 0.95
_FIRST_MS = 10.0
_ROOM = 1.7
"""Of one model's file: enough for a model with its context, and not for two."""
_KEY = "BATOS_BENCH_KEY"
_ASKED = "Write a Python function that counts the vowels in a text, and explain each line of it."

_Said = tuple[int, float, float]
"""Tokens, seconds until the first one, seconds."""


@dataclass
class _Side:
    """What was measured of one side, a value for each round."""

    ask: Callable[[], _Said]
    rates: list[float] = field(default_factory=list)
    firsts: list[float] = field(default_factory=list)

    def measure(self) -> None:
        tokens, first, seconds = self.ask()
        self.rates.append(tokens / seconds)
        self.firsts.append(first * 1000)


def run(options: Options) -> Result:
    """Measure each backend and its bare library in turns."""
    rounds, tokens = options.pick(12, 2), options.pick(64, 16)
    model = smallest_model()
    pairs = [("embedded", "llama.cpp"), ("openai", "client")]
    notes = ["The same weights and prompt in one run, in turns; medians of rounds."]
    with contextlib.ExitStack() as stack:
        options.say(f"loading {model.name}")
        embedded = LlamaBackend(LlamaOptions(model=str(model), n_ctx=2048, parallel=1))
        stack.callback(embedded.close)
        embedded.load(no_progress)
        server: Any = embedded._server
        native = server._server
        served, client = stack.enter_context(_served(native.listening_address, server._key))
        request = CompletionRequest(messages=(Message("user", _ASKED),), max_tokens=tokens)
        sides = {
            "embedded": _Side(lambda: _ours(embedded, request)),
            "llama.cpp": _Side(lambda: _native(native, tokens)),
            "openai": _Side(lambda: _ours(served, request)),
            "client": _Side(lambda: _client(client, served.model, tokens)),
        }
        try:
            options.say("loading it as bf16")
            hf, bare = stack.enter_context(transformers_sides(model, request))
            sides |= {"hf": _Side(lambda: _ours(hf, request)), "transformers": _Side(bare)}
            pairs.append(("hf", "transformers"))
        except BackendError as error:
            notes.append(
                f"Without the Hugging Face backend: {error.message} 'make test-hf' makes "
                "an environment with it: .venv-hf/bin/python -m benchmarks backends"
            )
        for side in sides.values():
            side.ask()
        for number in range(rounds):
            options.say(f"round {number + 1} of {rounds}")
            for side in list(sides.values())[:: -1 if number % 2 else 1]:
                side.measure()
    options.say("swapping two models")
    swaps = _swapped(model, options.pick(8, 2))
    return Result(
        name="backends",
        figures=(
            *(_rate(ours, bare, sides) for ours, bare in pairs),
            *(_first(ours, bare, sides) for ours, bare in pairs),
            *swaps,
        ),
        rows=[
            {
                "side": name,
                "tokens/s": statistics.median(side.rates),
                "first token, ms": statistics.median(side.firsts),
            }
            for name, side in sides.items()
        ],
        facts={"model": model.name, "rounds": rounds, "tokens of an answer": tokens},
        notes=tuple(notes),
    )


def _rate(ours: str, bare: str, sides: dict[str, _Side]) -> Figure:
    value = median_ratio(sides[ours].rates, sides[bare].rates)
    name = f"{ours}: tokens a second, as a share of the bare {bare}'s"
    return Figure(name=name, value=value, unit="%", at_least=_SHARE)


def _first(ours: str, bare: str, sides: dict[str, _Side]) -> Figure:
    pairs = zip(sides[ours].firsts, sides[bare].firsts, strict=True)
    value = statistics.median(a - b for a, b in pairs)
    name = f"{ours}: first token later than the bare {bare}'s"
    return Figure(name=name, value=value, unit="ms", below=_FIRST_MS)


def _swapped(model: Path, count: int) -> tuple[Figure, ...]:
    """Return how long swaps take, and what the models took of their budget and of the process."""

    def maker(n_ctx: int) -> Callable[[], Backend]:
        options = LlamaOptions(model=str(model), n_ctx=n_ctx, parallel=1)
        return lambda: LlamaBackend(options)

    room = int(model.stat().st_size * _ROOM)
    residency = Residency(Budget(ram=room))
    makers = {"one": maker(1024), "other": maker(2048)}
    places = {name: residency.place(make(), make, name) for name, make in makers.items()}
    thinker = LocalThinker(places, {name: name for name in places}, residency=residency)
    request = CompletionRequest(prompt="1, 2, 3,", max_tokens=1)
    before, taken, grown = in_use(), [], []
    for number in range(count + 1):
        thinker.think(list(places)[number % 2], request)
        taken.append(residency.taken.ram)
        grown.append((in_use() - before).ram)
    seconds = [each.seconds for each in residency.swaps]
    thinker.close()
    return (
        Figure(name="a swap of two models", value=statistics.median(seconds), unit="s"),
        Figure(
            name="memory that loaded models take, as a share of their budget",
            value=max(taken) / room,
            unit="%",
            below=1.0,
        ),
        Figure(
            name="memory that the process has grown by, as a share of the budget",
            value=max(grown) / room,
            unit="%",
        ),
    )


@contextlib.contextmanager
def _served(address: str, key: str) -> Iterator[tuple[OpenAIBackend, Any]]:
    """Yield our backend at a server, and the bare client of it."""
    import openai

    os.environ[_KEY] = key
    url = f"{address}/v1"
    backend = OpenAIBackend(OpenAIOptions(base_url=url, api_key_env=_KEY))
    client = openai.OpenAI(base_url=url, api_key=key)
    try:
        backend.load(no_progress)
        yield backend, client
    finally:
        client.close()
        backend.close()
        del os.environ[_KEY]


def _ours(backend: Backend, request: CompletionRequest) -> _Said:
    begun = time.perf_counter()
    first = 0.0
    tokens = 0
    for chunk in backend.complete(request, CancelToken()):
        if isinstance(chunk, TextChunk):
            first = first or time.perf_counter() - begun
        else:
            tokens = chunk.completion_tokens
    return tokens, first, time.perf_counter() - begun


def _native(server: Any, tokens: int) -> _Said:
    begun = time.perf_counter()
    firsts: list[float] = []
    counts: list[int] = []

    def hear(chunk: Any) -> bool:
        said = [each["delta"].get("content") for each in chunk.get("choices", ())]
        if any(said) and not firsts:
            firsts.append(time.perf_counter() - begun)
        if usage := chunk.get("usage"):
            counts.append(int(usage["completion_tokens"]))
        return False

    server.handle_chat_completions(_asked(tokens), hear)
    return counts[-1], firsts[0], time.perf_counter() - begun


def _client(client: Any, model: str, tokens: int) -> _Said:
    begun = time.perf_counter()
    first = 0.0
    count = 0
    for chunk in client.chat.completions.create(model=model, **_asked(tokens)):
        if chunk.choices and chunk.choices[0].delta.content:
            first = first or time.perf_counter() - begun
        if chunk.usage is not None:
            count = chunk.usage.completion_tokens
    return count, first, time.perf_counter() - begun


def _asked(tokens: int) -> dict[str, Any]:
    return {
        "messages": [{"role": "user", "content": _ASKED}],
        "max_tokens": tokens,
        "temperature": 0.0,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
