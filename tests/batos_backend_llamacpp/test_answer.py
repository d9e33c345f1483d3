"""A cancelled answer costs nothing more: llama.cpp itself says so."""

import threading

import pytest

from batos.errors import BackendError
from batos.inference.backend import CancelToken
from batos.inference.requests import CompletionRequest, Message, TextChunk
from batos_backend_llamacpp.answer import AnswerStream

pytestmark = pytest.mark.model

IDLE_S = 120
_COUNTS = [(3, 1), *(pytest.param(count, 20, marks=pytest.mark.long) for count in (1, 3))]
"""Samples drawn together, and rounds."""
LONG = " ".join(f"word{number}" for number in range(400))
TALK = (Message("system", "You are a poet."), Message("user", "Write a poem of 300 lines."))


def computed(llama):
    """How often llama.cpp has computed: a batch of prompts, or one token for each sample."""
    return llama.metrics()["n_decode_total"]


def settled(llama):
    """How often it has computed when it knows that nobody waits for anything any more."""
    assert llama._pool.wait_idle(IDLE_S)
    while llama.metrics()["requests_processing"]:
        pass  # each look waits in llama.cpp's own queue
    return computed(llama)


def is_still(llama):
    """Whether nothing is computed but what is asked for from now on."""
    begun = computed(llama)
    list(llama.complete(CompletionRequest(prompt="1, 2, 3", max_tokens=1), CancelToken()))
    return settled(llama) - begun <= 2


@pytest.mark.parametrize(("count", "times"), _COUNTS)
def test_cancelled_while_it_writes_it_computes_nothing_more(llama, count, times):
    request = CompletionRequest(messages=TALK, max_tokens=1500, temperature=1.0)
    for _ in range(times):
        token, texts, at_cancel = CancelToken(), 0, 0.0
        for _, chunk in llama.complete_many(request, count, token):
            texts += isinstance(chunk, TextChunk)
            if texts == 4 * count and not token.cancelled:
                token.cancel()
                at_cancel = computed(llama)
        assert settled(llama) - at_cancel <= 3
        assert is_still(llama)


@pytest.mark.parametrize(("count", "times"), _COUNTS)
def test_cancelled_while_it_reads_it_computes_nothing_more(llama, count, times):
    for number in range(times):
        token, begun = CancelToken(), computed(llama)
        request = CompletionRequest(prompt=f"{number} {LONG}", max_tokens=1500)
        answer = llama.complete_many(request, count, token)
        reader = threading.Thread(target=list, args=(answer,))
        reader.start()
        while computed(llama) == begun:
            pass  # each look waits in llama.cpp's own queue
        token.cancel()
        at_cancel = computed(llama)
        reader.join()
        assert settled(llama) - at_cancel <= 3
        assert is_still(llama)


@pytest.mark.parametrize(("count", "times"), _COUNTS)
def test_past_its_deadline_it_computes_nothing_more(llama, count, times):
    for number in range(times):
        request = CompletionRequest(
            prompt=f"{number} {LONG}", max_tokens=1500, temperature=1.0, deadline_s=0.2
        )
        ends = [
            chunk.finish_reason
            for _, chunk in llama.complete_many(request, count, CancelToken())
            if not isinstance(chunk, TextChunk)
        ]
        at_end = computed(llama)
        assert ends == ["deadline"] * count
        assert settled(llama) - at_end <= 3
        assert is_still(llama)


WHOLE = '{"a": [true, -1.5e+3, "x\\u00e9\\n"], "b": {"c": null, "d": false}}'


@pytest.mark.parametrize("length", range(len(WHOLE) + 1))
def test_an_answer_of_json_may_be_cut_off_anywhere(length):
    assert not is_refused(WHOLE[:length], "length")
    assert is_refused(WHOLE[:length], "stop") == (length < len(WHOLE))


@pytest.mark.parametrize("text", ["The name", "[insert it]", "true or", '{"a": 1} and', "{a"])
def test_what_is_no_json_is_refused_even_when_it_is_cut_off(text):
    assert is_refused(text, "length")


def is_refused(text, reason):
    request = CompletionRequest(prompt="x", json_schema={})
    answer = AnswerStream(request, 1, CancelToken(), threading.Event())
    said = {"choices": [{"index": 0, "text": text, "finish_reason": reason}]}
    try:
        list(answer.parse(said))
    except BackendError:
        return True
    return False


def test_what_waits_for_a_slot_is_never_begun(llama):
    token = CancelToken()
    request = CompletionRequest(messages=TALK, max_tokens=1500, temperature=1.0)
    running = llama.complete_many(request, 4, token)
    next(running)
    waiting = [llama.complete(request, token) for _ in range(3)]
    readers = [threading.Thread(target=list, args=(each,)) for each in waiting]
    for reader in readers:
        reader.start()
    token.cancel()
    at_cancel = computed(llama)
    for reader in readers:
        reader.join()
    running.close()
    assert settled(llama) - at_cancel <= 3
    assert is_still(llama)
