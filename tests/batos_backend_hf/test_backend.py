"""The backend with its real model."""

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

from batos.errors import BackendError, CancelledError, PromptTooLongError
from batos.inference import (
    BatchBackend,
    CancelToken,
    CompletionRequest,
    DescribedBackend,
    DoneChunk,
    EmbeddingBackend,
    Message,
)

pytestmark = pytest.mark.model

COUNTING = "1, 2, 3, 4, 5,"
LONG = CompletionRequest(prompt="a b c d", max_tokens=400, temperature=1.0)


def ask(backend, cancel=None, **fields):
    *texts, done = backend.complete(CompletionRequest(**fields), cancel or CancelToken())
    assert isinstance(done, DoneChunk)
    return "".join(each.text for each in texts), done


def test_it_completes_a_prompt_and_counts_tokens(hf):
    text, done = ask(hf, prompt=COUNTING, max_tokens=6)
    assert text.startswith(" 6, 7")
    assert (done.finish_reason, done.completion_tokens) == ("length", 6)


def test_a_conversation_is_answered_to_its_end(hf):
    assert hf.capabilities().chat
    said = (Message("system", "Be brief."), Message("user", "What is the capital of France?"))
    text, done = ask(hf, messages=said, max_tokens=24)
    assert "Paris" in text
    assert "<|im_" not in text
    assert done.finish_reason == "stop"


def test_a_grammar_and_a_schema_bind(hf):
    text, done = ask(hf, prompt="Is the sky blue? Answer:", grammar='root ::= " yes" | " no"')
    assert text in (" yes", " no")
    assert done.finish_reason == "stop"
    with pytest.raises(BackendError, match="grammar cannot be read"):
        ask(hf, prompt="x", grammar="root ::= nothing[")


def test_it_tells_what_it_is(hf, hf_folder):
    assert isinstance(hf, BatchBackend)
    assert isinstance(hf, DescribedBackend)
    assert isinstance(hf, EmbeddingBackend)
    assert hf.model == hf_folder.name
    assert hf.details() == {"quantisation": "bf16", "architecture": "qwen2", "device": "cpu"}
    assert hf.capabilities().context_window == 1024


def test_what_is_too_long_is_refused_with_both_numbers(loaded_tiny):
    backend = loaded_tiny(n_ctx=256)
    with pytest.raises(PromptTooLongError) as caught:
        ask(backend, prompt="word " * 300)
    assert caught.value.details["context_window"] == 256
    assert caught.value.details["prompt_tokens"] > 300
    with pytest.raises(PromptTooLongError):
        backend.embed(["word " * 300], CancelToken())


def test_requests_come_one_after_the_other_and_hear_their_limits_while_they_wait(loaded_tiny):
    backend = loaded_tiny()
    token = CancelToken()
    stream = backend.complete(LONG, token)
    next(stream)
    _, done = ask(backend, prompt="x", deadline_s=0.05, max_tokens=2)
    assert done.finish_reason == "deadline"
    given_up = CancelToken()
    given_up.cancel()
    with pytest.raises(CancelledError):
        backend.embed(["x"], given_up)
    token.cancel()
    assert list(stream)[-1].finish_reason == "cancelled"
    assert ask(backend, prompt="x", max_tokens=2)[1].completion_tokens == 2


def test_a_fault_of_the_model_is_an_error_of_ours_and_frees_it(loaded_tiny, monkeypatch):
    backend = loaded_tiny()
    with monkeypatch.context() as patch:
        patch.setattr(backend._engine, "answer", lambda *_: 1 / 0)
        with pytest.raises(BackendError, match="The model failed: division by zero"):
            ask(backend, prompt="x")
    assert ask(backend, prompt="x", max_tokens=2)[1].completion_tokens == 2


def test_closing_frees_the_model_and_ends_what_runs(loaded_tiny):
    backend = loaded_tiny()
    stream = backend.complete(LONG, CancelToken())
    next(stream)
    backend.close()
    assert list(stream)[-1].finish_reason == "cancelled"
    assert backend.layers_computed == 0
    with pytest.raises(BackendError, match="no model loaded"):
        ask(backend, prompt="x")
    with pytest.raises(BackendError, match="closed"):
        backend.load(lambda what, share: None)
