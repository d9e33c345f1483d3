"""The backend with its real model."""

import json
import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from batos.errors import (
    BackendError,
    CancelledError,
    ModelFileError,
    PromptTooLongError,
    UnknownNameError,
)
from batos.inference.backend import (
    BatchBackend,
    CancelToken,
    DescribedBackend,
    FileBackend,
    no_progress,
)
from batos.inference.requests import CompletionRequest, DoneChunk, Message, TextChunk
from batos.inference.thinker import LocalThinker
from batos_backend_llamacpp.backend import LlamaBackend
from batos_backend_llamacpp.options import LlamaOptions

pytestmark = pytest.mark.model

SYSTEM = Message("system", "A helpful assistant answers in one short sentence.")
COUNTING = "1, 2, 3, 4, 5,"
LONG_ANSWER = CompletionRequest(prompt="Once upon a time", max_tokens=1500, temperature=1.0)
SLOT = 2048
IDLE_S = 60


def ask(backend, cancel=None, **fields):
    *texts, done = backend.complete(CompletionRequest(**fields), cancel or CancelToken())
    assert isinstance(done, DoneChunk)
    assert all(isinstance(each, TextChunk) for each in texts)
    return "".join(each.text for each in texts), done


def test_it_completes_a_prompt_in_pieces_and_counts_tokens(llama):
    text, done = ask(llama, prompt=COUNTING, max_tokens=6)
    assert text.startswith(" 6, 7")
    assert done.finish_reason == "length"
    assert done.completion_tokens == 6
    assert done.prompt_tokens > 5
    assert done.seconds > 0


def test_a_stop_text_ends_the_answer_and_is_not_part_of_it(llama):
    text, done = ask(llama, prompt=COUNTING, max_tokens=60, stop=(" 8",))
    assert text == " 6, 7,"
    assert done.finish_reason == "stop"


def test_an_empty_prompt_and_strange_letters_are_no_trouble(llama):
    assert ask(llama, prompt="", max_tokens=2)[1].finish_reason == "length"
    assert ask(llama, prompt="naïve 日本語 🦇", max_tokens=2)[1].completion_tokens == 2


def test_a_grammar_binds_the_answer(llama):
    grammar = 'root ::= " yes" | " no"'
    text, done = ask(llama, prompt="Is the sky blue? Answer:", grammar=grammar)
    assert text in (" yes", " no")
    assert done.finish_reason == "stop"


@pytest.mark.long
def test_a_schema_binds_the_answer(llama):
    schema = {
        "type": "object",
        "properties": {"kind": {"enum": ["method", "talk"]}},
        "required": ["kind"],
        "additionalProperties": False,
    }
    text, _ = ask(llama, prompt="As JSON:", json_schema=schema, max_tokens=40)
    assert json.loads(text)["kind"] in ("method", "talk")


def test_a_grammar_or_schema_that_cannot_be_read_is_an_error(llama):
    with pytest.raises(BackendError, match="grammar"):
        ask(llama, prompt="x", grammar="root ::= nothing[")
    with pytest.raises(BackendError, match="JSON schema"):
        ask(llama, prompt="The name is", json_schema={"type": "nonsense"}, max_tokens=8)


def test_the_window_is_that_of_one_slot_and_a_longer_prompt_is_refused(llama):
    assert llama.capabilities().context_window == SLOT
    with pytest.raises(PromptTooLongError, match=rf"\d+ tokens .* {SLOT}") as caught:
        ask(llama, prompt="word " * (SLOT + 50))
    assert caught.value.details["context_window"] == SLOT
    assert caught.value.details["prompt_tokens"] > SLOT
    assert llama._pool.wait_idle(IDLE_S)


@pytest.mark.long
def test_an_answer_that_meets_the_end_of_the_window_says_so(small_options):
    backend = LlamaBackend(LlamaOptions.read({**small_options, "n_ctx": 256, "parallel": 1}))
    backend.load(no_progress)
    try:
        _, done = ask(backend, prompt="word " * 240, max_tokens=500, temperature=1.0)
        assert done.finish_reason in ("length", "stop")
        assert done.prompt_tokens + done.completion_tokens <= 256
    finally:
        backend.close()


def test_a_cancel_stops_the_work_within_a_few_tokens(llama):
    before = llama.metrics()["tokens_predicted_total"]
    token = CancelToken()
    texts = []
    for chunk in llama.complete(LONG_ANSWER, token):
        last = chunk
        if isinstance(chunk, TextChunk):
            texts.append(chunk.text)
            if len(texts) == 3:
                token.cancel()
    assert last.finish_reason == "cancelled"
    assert last.completion_tokens == len(texts) < 20
    assert llama._pool.wait_idle(IDLE_S)
    assert llama.metrics()["tokens_predicted_total"] - before < LONG_ANSWER.max_tokens


def test_leaving_the_stream_stops_the_work(llama):
    before = llama.metrics()["tokens_predicted_total"]
    stream = llama.complete(LONG_ANSWER, CancelToken())
    next(stream)
    stream.close()
    assert llama._pool.wait_idle(IDLE_S)
    assert llama.metrics()["tokens_predicted_total"] - before < LONG_ANSWER.max_tokens


def test_a_deadline_ends_the_answer_with_what_there_is(llama):
    text, done = ask(llama, prompt="Once upon a time", max_tokens=1900, deadline_s=0.4)
    assert done.finish_reason == "deadline"
    assert bool(text) == bool(done.completion_tokens)
    assert llama._pool.wait_idle(IDLE_S)


def test_a_deadline_holds_while_a_long_prompt_is_read(llama):
    prompt = "Nothing in common with any other prompt. " * 200
    text, done = ask(llama, prompt=prompt, deadline_s=0.05)
    assert (text, done.finish_reason, done.completion_tokens) == ("", "deadline", 0)
    assert llama._pool.wait_idle(IDLE_S)


def test_a_deadline_holds_while_all_slots_are_busy(llama):
    token = CancelToken()
    streams = [llama.complete(LONG_ANSWER, token) for _ in range(4)]
    for stream in streams:
        next(stream)
    assert llama.busy_slots == 4
    _, done = ask(llama, prompt="x", deadline_s=0.2)
    assert done.finish_reason == "deadline"
    token.cancel()
    for stream in streams:
        assert list(stream)[-1].finish_reason == "cancelled"
    assert llama._pool.wait_idle(IDLE_S)


def test_requests_of_several_threads_share_the_slots(llama):
    answers = {}

    def work(number):
        answers[number] = ask(llama, prompt=COUNTING, max_tokens=6)[0]

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 6
    assert all(text.startswith(" 6, 7") for text in answers.values())


@pytest.mark.long
def test_samples_drawn_together_read_their_prompt_once(llama):
    words = " ".join(f"word{number}" for number in range(60))
    prompt = f"Some words: {words}. On the other hand, my favourite colour is"
    before = llama.metrics()["prompt_tokens_total"]
    heats = (0.0, 1.0, 1.0, 1.0)
    requests = [
        CompletionRequest(prompt=prompt, max_tokens=12, temperature=heat, seed=number)
        for number, heat in enumerate(heats)
    ]
    mind = LocalThinker({"llama": llama}, {"default": "llama"})
    completions = mind.sample("coder", requests)
    assert len({each.text for each in completions[1:]}) > 1
    assert all(each.completion_tokens <= 12 for each in completions)
    assert llama._pool.wait_idle(IDLE_S)
    read = llama.metrics()["prompt_tokens_total"] - before
    assert read < 2 * completions[0].prompt_tokens


@pytest.mark.long
def test_a_seed_makes_an_answer_that_can_be_had_again(llama):
    # What is left to read of a prompt decides the last digits, so the prompt has been read before.
    _, first, second = (
        ask(llama, prompt="The best thing is", max_tokens=8, temperature=1.0, seed=5)[0]
        for _ in range(3)
    )
    assert first == second


def test_a_conversation_goes_through_the_models_own_template(llama):
    assert llama.capabilities().chat
    text, done = ask(llama, messages=(SYSTEM, Message("user", "What is the capital of France?")))
    assert "Paris" in text
    assert "<|im_" not in text
    assert done.finish_reason == "stop"
    assert done.prompt_tokens > 20


def test_a_conversation_is_rendered_plainly_for_a_model_without_a_template(llama, monkeypatch):
    monkeypatch.setattr(llama, "_info", replace(llama._info, chat_template=False))
    assert not llama.capabilities().chat
    text, _ = ask(
        llama, messages=(SYSTEM, Message("user", "What is the capital of France?")), max_tokens=24
    )
    assert "Paris" in text
    assert "User:" not in text


def test_a_conversation_obeys_stop_seed_grammar_and_schema(llama):
    say = (SYSTEM, Message("user", "Count from 1 to 9, with commas and nothing else."))
    text, done = ask(llama, messages=say, max_tokens=40, stop=("5",))
    assert "4" in text
    assert "5" not in text
    assert done.finish_reason == "stop"
    warm = {"messages": say, "max_tokens": 6, "temperature": 1.5}
    _, first, second = (ask(llama, **warm, seed=5)[0] for _ in range(3))
    assert first == second
    assert len({first, *(ask(llama, **warm, seed=seed)[0] for seed in range(2))}) > 1
    assert ask(llama, messages=say, grammar='root ::= "yes" | "no"')[0] in ("yes", "no")
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    assert isinstance(json.loads(ask(llama, messages=say, json_schema=schema)[0])["n"], int)
    with pytest.raises(BackendError, match="grammar"):
        ask(llama, messages=say, grammar="root ::= nothing[")


@pytest.mark.long
def test_what_conversations_begin_with_is_read_once(llama):
    """Also when conversations with another beginning come in between."""

    def begin(word):
        return Message("system", " ".join(f"{word}{number}" for number in range(80)))

    def read(system, text):
        before = llama.metrics()["prompt_tokens_total"]
        _, done = ask(llama, messages=(system, Message("user", text)), max_tokens=1)
        assert llama._pool.wait_idle(IDLE_S)
        return llama.metrics()["prompt_tokens_total"] - before, done.prompt_tokens

    first, second = begin("bat"), begin("robin")
    for system in (first, second):
        fresh, whole = read(system, "Double a number.")
        assert fresh > 0.8 * whole
    for text in ("Reverse a text.", "Sum a list."):
        for system in (first, second):
            fresh, whole = read(system, text)
            assert fresh < 0.2 * whole


def test_samples_of_a_conversation_are_told_apart(llama):
    request = CompletionRequest(
        messages=(SYSTEM, Message("user", "Name an animal.")),
        max_tokens=6,
        temperature=1.5,
        seed=3,
    )
    texts, ends = ["", "", ""], []
    for number, chunk in llama.complete_many(request, 3, CancelToken()):
        if isinstance(chunk, TextChunk):
            texts[number] += chunk.text
        else:
            ends.append(number)
    assert all(texts)
    assert sorted(ends) == [0, 1, 2]


def test_it_tells_what_model_it_is(llama):
    assert isinstance(llama, BatchBackend)
    assert isinstance(llama, DescribedBackend)
    assert llama.model == "qwen2.5-coder-0.5b"
    assert llama.details()["quantisation"] == "Q4_K_M"


def test_more_samples_than_slots_are_refused(llama):
    with pytest.raises(BackendError, match="5 samples"):
        list(llama.complete_many(LONG_ANSWER, 5, CancelToken()))


@pytest.mark.long
def test_closing_ends_what_runs_and_frees_the_model(small_options):
    backend = LlamaBackend(LlamaOptions.read({**small_options, "n_ctx": 2048, "parallel": 2}))
    with pytest.raises(BackendError, match="no model loaded"):
        ask(backend, prompt="x")
    backend.load(no_progress)
    stream = backend.complete(LONG_ANSWER, CancelToken())
    next(stream)
    backend.close()
    assert list(stream)[-1].finish_reason == "cancelled"
    with pytest.raises(BackendError):
        ask(backend, prompt="x")
    with pytest.raises(BackendError, match="closed"):
        backend.load(no_progress)


def test_a_wrong_file_is_a_clear_error_before_the_native_library_sees_it(tmp_path):
    path = tmp_path / "model.gguf"
    backend = LlamaBackend(LlamaOptions(model=str(path)))
    assert backend.model == "model"
    with pytest.raises(ModelFileError, match="no model file"):
        backend.load(no_progress)
    path.write_bytes(b"<html>not found</html>")
    with pytest.raises(ModelFileError, match="not a GGUF"):
        backend.load(no_progress)


@pytest.mark.long
def test_nothing_but_the_answer_reaches_stdout(small_options):
    program = (
        "from batos.inference import CancelToken, CompletionRequest\n"
        "from batos_backend_llamacpp.plugin import batos_backends\n"
        f"backend = batos_backends()[0].factory({small_options!r})\n"
        "backend.load(lambda what, share: None)\n"
        "request = CompletionRequest(prompt='1, 2, 3,', max_tokens=2)\n"
        "print(len(list(backend.complete(request, CancelToken()))))\n"
    )
    # The interpreter ends with the model still loaded: that must not hang or crash either.
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout.split() == [b"3"]
    assert ran.stderr == b""


def test_the_file_of_its_model_is_known_and_looked_at_without_loading_it(
    llama, small_model, tmp_path
):
    assert isinstance(llama, FileBackend)
    assert llama.model_file() == small_model
    llama.check_files()
    gone = LlamaBackend(LlamaOptions(model=str(tmp_path / "gone.gguf")))
    assert gone.model_file() == tmp_path / "gone.gguf"
    with pytest.raises(ModelFileError, match="There is no model file"):
        gone.check_files()
    wrong = tmp_path / "wrong.gguf"
    wrong.write_text("words")
    with pytest.raises(ModelFileError, match="not a GGUF model file"):
        LlamaBackend(LlamaOptions(model=str(wrong))).check_files()


def test_a_model_that_is_not_here_is_not_fetched_by_loading_it(tmp_path):
    backend = LlamaBackend(LlamaOptions(cache_dir=str(tmp_path)))
    with pytest.raises(ModelFileError, match="is not here") as caught:
        backend.load(no_progress)
    assert f"batos models get {backend.model}" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_no_file_and_no_model_gets_a_near_match():
    with pytest.raises(UnknownNameError, match=r"qwen2\.5-coder-2b") as caught:
        LlamaBackend(LlamaOptions(model="qwen2.5-coder-2b")).check_files()
    assert "Did you mean 'qwen2.5-coder-" in caught.value.hint


@pytest.mark.model
def test_vectors_change_nothing_of_what_is_answered_and_remembered(llama, small_options):
    options = {**small_options, "n_ctx": 512, "parallel": 1, "embeddings": True}
    vectors = LlamaBackend(LlamaOptions.read(options))
    vectors.load(no_progress)
    request = CompletionRequest(prompt="def double(n):\n    return", max_tokens=12)

    def said(backend):
        chunks = list(backend.complete(request, CancelToken()))
        return "".join(chunk.text for chunk in chunks[:-1])

    try:
        before = said(vectors)
        assert before == said(llama)
        vectors.embed(["a bat in the night " * 20], CancelToken())
        assert said(vectors) == before
        with pytest.raises(PromptTooLongError) as caught:
            vectors.embed(["word " * 2000], CancelToken())
        assert caught.value.details["context_window"] == 512
        cancel = CancelToken()
        cancel.cancel()
        with pytest.raises(CancelledError):
            vectors.embed(["a bat"], cancel)
    finally:
        vectors.close()


@pytest.mark.model
def test_vectors_that_were_not_asked_for_are_refused(llama):
    assert not llama.capabilities().embeddings
    with pytest.raises(BackendError, match="not to make vectors"):
        llama.embed(["a bat"], CancelToken())
