"""Computing an answer: what the library alone would give, and no more than is wanted."""

import threading

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

import torch
from transformers import DynamicCache, GenerationConfig

from batos.inference import CancelToken, CompletionRequest, TextChunk
from batos.inference.limits import Limits
from batos_backend_hf.answer import Answer
from batos_backend_hf.generating import EndedEarlyError, Watch, generate
from batos_backend_hf.loading import load_model
from batos_backend_hf.options import HfOptions
from batos_backend_hf.prefixes import Prefixes

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def loaded(tiny):
    return load_model(tiny, HfOptions(weights="fp32", device="cpu", threads=1))


@pytest.fixture(scope="module")
def watch(loaded):
    return Watch(loaded.model)


@pytest.fixture
def compute(loaded, watch):
    """Computes samples of a prompt of token numbers; gives their texts and ends."""

    def run(ids, count=1, prefixes=None, **fields):
        answer = Answer(count, len(ids), Limits(CancelToken(), 60, threading.Event()))
        request = CompletionRequest(prompt="x", **fields)
        kept = prefixes or Prefixes(loaded.model.config)
        with watch.asking(answer.is_wanted):
            generate(loaded, ids, request, count, answer, bound=None, prefixes=kept)
        answer.no_more()
        texts, ends = [""] * count, [None] * count
        for number, chunk in answer.chunks():
            if isinstance(chunk, TextChunk):
                texts[number] += chunk.text
            else:
                ends[number] = chunk
        return texts, ends

    return run


IDS = list(range(1000, 1040))


def bare(loaded, ids, count):
    """What the library's generate gives alone."""
    tokens = torch.tensor([ids])
    config = GenerationConfig(max_new_tokens=count, do_sample=False, pad_token_id=0)
    made = loaded.model.generate(tokens, generation_config=config, cache=DynamicCache())
    return loaded.tokenizer.decode(made[0, len(ids) :], skip_special_tokens=True)


def test_it_is_what_the_library_alone_gives(compute, loaded):
    [text], [end] = compute(IDS, max_tokens=12)
    assert text
    assert bare(loaded, IDS, 12).startswith(text)
    assert (end.finish_reason, end.completion_tokens, end.prompt_tokens) == ("length", 12, 40)


def test_what_was_read_before_changes_nothing(compute, loaded):
    prefixes = Prefixes(loaded.model.config)
    first, _ = compute(IDS, prefixes=prefixes, max_tokens=8)
    other, _ = compute([*IDS[:30], 7, 8, 9], prefixes=prefixes, max_tokens=8)
    assert (compute(IDS, prefixes=prefixes, max_tokens=8)[0], other) == (
        first,
        compute([*IDS[:30], 7, 8, 9], max_tokens=8)[0],
    )


def test_several_samples_read_their_prompt_once(compute, watch, loaded):
    before = watch.layers
    texts, ends = compute(IDS, count=3, max_tokens=4, temperature=1.0, seed=1)
    # One reading, and four steps of all samples together.
    assert watch.layers - before == 2 * (1 + 4)
    assert len(set(texts)) > 1
    assert all(each.finish_reason == "length" for each in ends)
    assert compute(IDS, count=3, max_tokens=4, temperature=1.0, seed=1)[0] == texts


def test_a_seed_holds_and_none_is_left_behind(compute):
    warm = {"max_tokens": 6, "temperature": 1.0}
    assert compute(IDS, seed=5, **warm)[0] == compute(IDS, seed=5, **warm)[0]
    compute(IDS, seed=5, **warm)
    first, _ = compute(IDS, **warm)
    compute(IDS, seed=5, **warm)
    assert compute(IDS, **warm)[0] != first


def test_the_window_ends_an_answer_as_length(compute, loaded):
    ids = IDS * 12
    _, [end] = compute(ids, max_tokens=500)
    assert end.finish_reason == "length"
    assert end.prompt_tokens + end.completion_tokens <= loaded.window


def test_one_token_of_prompt_is_enough(compute):
    _, [end] = compute([5], max_tokens=2)
    assert end.completion_tokens == 2


def test_unwanted_work_ends_before_its_next_layer(loaded, watch):
    token = CancelToken()
    answer = Answer(1, 40, Limits(token, 60, threading.Event()))
    seen = watch.layers

    def is_wanted():
        # In the middle of reading the prompt: one layer is done, one is to come.
        if watch.layers == seen + 2:
            token.cancel()
        return answer.is_wanted()

    kept = Prefixes(loaded.model.config)
    request = CompletionRequest(prompt="x")
    with pytest.raises(EndedEarlyError), watch.asking(is_wanted):
        generate(loaded, IDS, request, 1, answer, bound=None, prefixes=kept)
    assert watch.layers == seen + 2
    assert kept.longest(IDS)[1] == 0, "what was read by half is not kept"
