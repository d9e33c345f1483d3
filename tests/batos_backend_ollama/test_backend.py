"""What Ollama's versions do with prompts and answers, on a server that follows its documentation.

No real Ollama is asked here; tokens are real ones.
"""

import logging

import pytest

from batos.errors import BackendError, ModelFileError, PromptTooLongError
from batos.inference import CancelToken, CompletionRequest, Message, TextChunk, no_progress
from batos_backend_ollama.backend import OllamaBackend
from batos_backend_ollama.options import OllamaOptions

pytestmark = pytest.mark.model

COUNTING = "1, 2, 3, 4, 5,"
WINDOW = 256
TOO_LONG = "The secret is bat. " + "word " * 600


def ask(backend, **fields):
    *pieces, done = backend.complete(CompletionRequest(**fields), CancelToken())
    assert all(isinstance(each, TextChunk) for each in pieces)
    return "".join(each.text for each in pieces), done


def sent(server, path):
    return [body for asked, body in server.asked if asked == path][-1]


def test_documented_it_asks_for_the_window_and_that_nothing_is_cut(serve, loaded):
    server = serve()
    backend = loaded(server, keep_alive="0")
    ask(backend, prompt=COUNTING, max_tokens=4, seed=2**31 + 3, stop=("x",))
    raw = sent(server, "/api/generate")
    assert (raw["raw"], raw["truncate"], raw["shift"], raw["keep_alive"]) == (True, False, False, 0)
    assert raw["options"]["num_ctx"] == WINDOW
    assert raw["options"]["num_predict"] == 4
    assert raw["options"]["seed"] == 3
    ask(backend, messages=(Message("user", "Say hi."),), max_tokens=4)
    chat = sent(server, "/api/chat")
    assert (chat["truncate"], chat["shift"], chat["options"]["num_ctx"]) == (False, False, WINDOW)


@pytest.mark.parametrize("version", ["0.40.2", "0.12.6", "0.12.5", "half"])
def test_documented_no_version_cuts_a_prompt_in_silence(serve, loaded, version):
    backend = loaded(serve(version))
    with pytest.raises(PromptTooLongError):
        ask(backend, prompt=TOO_LONG, max_tokens=4)
    # What is surely too long is not even sent; this one only the server can count.
    dense = "".join(f"x{number}=[{number},-{number}];" for number in range(30))
    with pytest.raises(PromptTooLongError) as caught:
        ask(backend, prompt=dense, max_tokens=4)
    assert caught.value.details["context_window"] == WINDOW
    assert caught.value.details["prompt_tokens"] >= WINDOW
    assert "num_ctx" in caught.value.hint


def test_documented_a_prompt_of_half_a_window_is_no_cut_one(serve, loaded, tokens):
    server = serve()
    backend = loaded(server)
    prompt = "word" + " word" * (WINDOW // 2 + 1)
    assert len(server.tokens(prompt)) == WINDOW // 2 + 2
    done = ask(backend, prompt=prompt, max_tokens=2)[1]
    assert done.prompt_tokens == WINDOW // 2 + 2
    # It was counted again, a little longer, to be sure.
    assert len(sent(server, "/api/generate")["prompt"]) > len(prompt)


@pytest.mark.parametrize("version", ["0.40.2", "0.12.6", "0.12.5"])
def test_documented_no_version_drops_a_turn_in_silence(serve, loaded, version):
    backend = loaded(serve(version))
    said = (
        Message("system", "The secret is bat."),
        Message("user", "word " * 200),
        Message("assistant", "Yes."),
        Message("user", "word " * 40),
    )
    with pytest.raises(PromptTooLongError):
        ask(backend, messages=said, max_tokens=4)


def test_documented_an_old_version_that_shifts_its_window_is_told_as_a_length(serve, loaded):
    backend = loaded(serve("0.12.5"))
    prompt = "Once upon a time " + "there was a cat and " * 46
    done = ask(backend, prompt=prompt, max_tokens=60, temperature=1.0, seed=1)[1]
    assert done.prompt_tokens + done.completion_tokens > WINDOW
    assert done.finish_reason == "length"


def test_documented_an_old_version_is_warned_of(serve, loaded, caplog):
    told = []
    with caplog.at_level(logging.WARNING):
        loaded(serve("0.12.5"), lambda what, share: told.append(what))
    assert "cannot be told not to cut" in caplog.text
    assert any("cannot be told not to cut" in each for each in told)
    caplog.clear()
    loaded(serve("0.12.6"))
    assert "cannot be told" not in caplog.text


def test_documented_a_server_that_holds_less_than_it_was_told_is_believed(serve, loaded, caplog):
    server = serve()
    server.holds_at_most = 200
    with caplog.at_level(logging.WARNING):
        backend = loaded(server)
    assert backend.capabilities().context_window == 200
    assert "holds 200 tokens, and was told to hold 256" in caplog.text


def test_documented_a_window_larger_than_the_models_is_not_asked_for(
    serve, loaded, documented, caplog
):
    with caplog.at_level(logging.WARNING):
        backend = loaded(serve(), num_ctx=100_000)
    assert backend.capabilities().context_window == documented.TRAINED
    assert "made for 32768 tokens" in caplog.text


def test_documented_what_it_loaded_is_told_for_provenance(serve, loaded):
    server = serve()
    assert loaded(server).details() == {
        "server": server.url,
        "quantisation": "Q4_K_M",
        "architecture": "qwen2",
    }


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("error", "an error was encountered"),
        ("gone", "cannot be reached, or went away"),
        ("memory", "no room for the model .* more system memory"),
        ("busy", "server busy"),
        ("unload", "for a reason 'unload'"),
    ],
)
def test_documented_a_fault_in_the_middle_is_an_error(serve, loaded, fault, reason):
    server = serve()
    backend = loaded(server)
    server.faults.append(fault)
    with pytest.raises(BackendError, match=reason):
        ask(backend, prompt=COUNTING, max_tokens=8)
    assert ask(backend, prompt=COUNTING, max_tokens=8)[0]


def test_documented_slow_pieces_are_waited_for(serve, loaded):
    server = serve()
    backend = loaded(server)
    server.faults.append("slow")
    text, done = ask(backend, prompt=COUNTING, max_tokens=8)
    assert (done.finish_reason, done.completion_tokens) == ("length", 8)
    assert "6" in text


def test_documented_models_are_listed_and_a_missing_one_gets_a_near_match(
    serve, loaded, backend_at, documented
):
    server = serve()
    assert loaded(server).models() == [documented.NAME, documented.VECTORS]
    wrong = backend_at(server, model="qwen2.5-coder:0.6b")
    with pytest.raises(ModelFileError, match=r"no model named 'qwen2\.5-coder:0\.6b'") as caught:
        wrong.load(no_progress)
    assert f"Did you mean {documented.NAME!r}?" in caught.value.hint
    assert "ollama pull qwen2.5-coder:0.6b" in caught.value.hint


def test_documented_a_missing_model_is_pulled_with_progress_where_that_is_allowed(serve, loaded):
    told = []
    loaded(serve(), lambda what, share: told.append((what, share)), model="new:1b", pull=True)
    assert ("Ollama fetches new:1b: pulling dddd", 0.5) in told
    assert told[-1] == (told[-1][0], 1.0)


def test_documented_a_pull_that_fails_tells_why(serve, backend_at):
    backend = backend_at(serve(), model="nobody:1b", pull=True)
    with pytest.raises(BackendError, match="file does not exist"):
        backend.load(no_progress)


def test_documented_vectors_are_never_of_half_a_text(serve, loaded, documented):
    server = serve()
    backend = loaded(server, embedding_model=documented.VECTORS)
    assert len(backend.embed(["a bat", "a cat"], CancelToken())) == 2
    assert sent(server, "/api/embed")["truncate"] is False
    with pytest.raises(PromptTooLongError):
        backend.embed(["a bat", "word " * 300], CancelToken())


def test_a_server_that_is_not_there_is_a_clear_error():
    backend = OllamaBackend(OllamaOptions.read({"host": "127.0.0.1:9"}))
    with pytest.raises(BackendError, match="cannot be reached") as caught:
        backend.load(no_progress)
    assert "ollama serve" in caught.value.hint
    backend.close()


def test_an_open_line_to_another_machine_is_warned_of(caplog):
    backend = OllamaBackend(OllamaOptions.read({"host": "http://gpu.invalid"}))
    told = []
    with caplog.at_level(logging.WARNING), pytest.raises(BackendError, match="cannot be reached"):
        backend.load(lambda what, share: told.append(what))
    assert told[0].startswith("Prompts and answers go to gpu.invalid unencrypted")
    assert "unencrypted" in caplog.text
    backend.close()
