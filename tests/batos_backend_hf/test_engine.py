"""A loaded model at work."""

import threading

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")


from batos.errors import BackendError, CancelledError, DeadlineError
from batos.inference import CancelToken, CompletionRequest
from batos.inference.limits import Limits
from batos_backend_hf.answer import Answer
from batos_backend_hf.engine import Engine
from batos_backend_hf.options import HfOptions

pytestmark = pytest.mark.model

REQUEST = CompletionRequest(prompt="a b c d", max_tokens=4)


@pytest.fixture(scope="module")
def engine(tiny):
    return Engine(tiny, HfOptions(weights="bf16", device="cpu", threads=1))


def limits(token=None, seconds=60):
    return Limits(token or CancelToken(), seconds, threading.Event())


@pytest.fixture
def short(engine, monkeypatch):
    """A model whose memory is too short."""

    def forward(*_, **__):
        raise RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 1 bytes")

    monkeypatch.setattr(engine._loaded.model.base_model, "forward", forward)


def test_a_short_memory_is_told_while_it_answers(engine, short):
    ids = engine.ids(REQUEST)
    with pytest.raises(BackendError, match="memory is too short") as caught:
        engine.answer(REQUEST, ids, 1, Answer(1, len(ids), limits()))
    assert caught.value.hint
    with pytest.raises(BackendError, match="memory is too short"):
        engine.vector(ids, limits())


def test_after_it_the_model_answers_again(engine):
    answer = Answer(1, 4, limits())
    engine.answer(REQUEST, engine.ids(REQUEST), 1, answer)
    answer.no_more()
    assert list(answer.chunks())[-1][1].completion_tokens == 4


def test_vectors_end_early(engine):
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        engine.vector([1, 2], limits(token))
    with pytest.raises(DeadlineError):
        engine.vector([1, 2], limits(seconds=1e-9))
