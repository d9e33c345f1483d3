"""What servers do wrong, and what becomes of it; over real sockets."""

import logging

import pytest

from batos.errors import BackendError, ModelFileError, PromptTooLongError
from batos.inference import CancelToken, CompletionRequest, Message, TextChunk
from batos_backend_openai.backend import OpenAIBackend
from batos_backend_openai.options import OpenAIOptions

PROMPT = "one two three four"


def ask(backend, **fields):
    fields.setdefault("prompt", PROMPT)
    *pieces, done = backend.complete(CompletionRequest(**fields), CancelToken())
    assert all(isinstance(each, TextChunk) for each in pieces)
    return "".join(each.text for each in pieces), done


def test_a_stream_is_read_with_its_reason_and_its_counts(rude, backend_of, say):
    rude.script.append([say.piece("a "), say.piece("b"), say.piece("", "length"), "[DONE]"])
    rude.script[0].insert(3, {**say.piece(""), "choices": [], "usage": say.usage(7, 2)})
    text, done = ask(backend_of(), seed=2**31 + 5, stop=("x",) * 6)
    assert (text, done.finish_reason) == ("a b", "length")
    assert (done.prompt_tokens, done.completion_tokens) == (7, 2)
    [(_, sent)] = [each for each in rude.asked if each[1]]
    assert (sent["seed"], len(sent["stop"]), sent["model"]) == (5, 4, "m")


def test_without_counts_the_fewest_are_told(rude, backend_of, say):
    rude.script.append([say.piece("a"), say.piece(" b", "stop"), "[DONE]"])
    done = ask(backend_of())[1]
    assert (done.prompt_tokens, done.completion_tokens) == (4, 2)


def test_a_stop_text_that_the_server_does_not_know_ends_the_answer(rude, backend_of, say):
    rude.script.append([say.piece("a E"), say.piece("ND b"), say.piece("c", "length"), "[DONE]"])
    assert ask(backend_of(), stop=(*"vwxyz", "END"))[0] == "a "


@pytest.mark.parametrize(
    ("tail", "reason"),
    [
        ([None], "cannot be reached, or went away"),
        ([], "ended the answer in the middle"),
        (["[DONE]"], "ended the answer in the middle"),
        (["{not json"], "failed"),
        (['{"error": {"message": "out of memory"}}'], "out of memory"),
    ],
)
def test_half_an_answer_is_no_answer(rude, backend_of, say, tail, reason):
    rude.script.append([say.piece("half"), *tail])
    with pytest.raises(BackendError, match=reason):
        ask(backend_of())


@pytest.mark.parametrize("word", ["content_filter", "something new"])
def test_a_reason_that_is_no_end_of_an_answer_is_an_error(rude, backend_of, say, word):
    rude.script.append([say.piece("a", word), "[DONE]"])
    with pytest.raises(BackendError, match=r"filter of contents|'something new'"):
        ask(backend_of())


def test_a_busy_server_is_asked_again_after_its_own_delay(rude, backend_of, say, caplog):
    rude.script.append((429, {"error": {"message": "busy"}}, {"Retry-After": "0.2"}))
    rude.script.append([say.piece("a", "stop"), "[DONE]"])
    with caplog.at_level(logging.INFO, logger="openai"):
        assert ask(backend_of())[0] == "a"
    assert "in 0.200000 seconds" in caplog.text


def test_a_server_that_stays_busy_is_an_error_with_a_hint(rude, backend_of):
    rude.script += [(429, {"error": {"message": "busy"}}, {"Retry-After": "0.01"})] * 2
    with pytest.raises(BackendError, match="is busy: busy") as caught:
        ask(backend_of(retries=1))
    assert "later" in caught.value.hint


def test_a_deadline_ends_the_waiting_for_a_busy_server(rude, backend_of):
    rude.script.append((429, {"error": {"message": "busy"}}, {"Retry-After": "60"}))
    assert ask(backend_of(), deadline_s=0.2)[1].finish_reason == "deadline"


def test_a_prompt_that_the_server_has_cut_is_an_error(rude, backend_of, say):
    rude.script.append([say.piece("a", "stop", usage=say.usage(2, 1)), "[DONE]"])
    with pytest.raises(PromptTooLongError, match="read 2 tokens of at least 4"):
        ask(backend_of())


@pytest.mark.parametrize(
    ("error", "numbers"),
    [
        ({"code": "context_length_exceeded", "message": "maximum context length is 9 tokens. "
          "However, your messages resulted in 12 tokens."}, (12, 9)),
        ({"message": "This model's maximum context length is 9 tokens. However, you requested 512 "
          "tokens (11 in the messages, 500 in the completion)."}, (11, 9)),
        ({"type": "exceed_context_size_error", "message": "too long", "n_prompt_tokens": 20,
          "n_ctx": 9}, (20, 9)),
        ({"code": "context_length_exceeded", "message": "too long"}, (4096, 4096)),
    ],
)  # fmt: skip
def test_a_prompt_that_is_refused_tells_by_how_much(rude, backend_of, error, numbers):
    rude.script.append((400, {"error": error}, {}))
    with pytest.raises(PromptTooLongError) as caught:
        ask(backend_of())
    details = caught.value.details
    assert (details["prompt_tokens"], details["context_window"]) == numbers


def test_a_server_that_has_no_room_for_so_long_an_answer_is_asked_for_a_shorter_one(
    rude, backend_of, say
):
    said = "maximum context length is 50 tokens. However, you requested 512 tokens (40 in the "
    rude.script.append((400, {"error": {"message": f"{said}messages, 472 in the completion)"}}, {}))
    rude.script.append([say.piece("a", "length"), "[DONE]"])
    assert ask(backend_of())[1].finish_reason == "length"
    assert [sent["max_tokens"] for _, sent in rude.asked if sent] == [512, 10]


def test_a_server_that_draws_one_sample_is_asked_for_the_others(rude, backend_of, say):
    def answer(text):
        return [say.piece(text, "stop"), "[DONE]"]

    backend = backend_of()
    rude.script += [answer("a"), answer("b"), answer("c"), answer("d"), answer("e")]
    request = CompletionRequest(prompt=PROMPT, seed=7)
    for texts in ({0: "a", 1: "b", 2: "c"}, {0: "d", 1: "e"}):
        heard = {}
        for number, chunk in backend.complete_many(request, len(texts), CancelToken()):
            if isinstance(chunk, TextChunk):
                heard[number] = chunk.text
        assert heard == texts
    sent = [body for _, body in rude.asked if body]
    # It is asked for several once, and remembered; samples of one seed would be the same.
    assert [body.get("n") for body in sent] == [3, None, None, None, None]
    assert [body["seed"] for body in sent] == [7, 8, 9, 7, 8]


def test_an_answer_that_nothing_has_bound_is_an_error(rude, backend_of, say):
    rude.script.append([say.piece("Sure, here it is", "stop"), "[DONE]"])
    with pytest.raises(BackendError, match="did not bind"):
        ask(backend_of(), json_schema={"type": "object"})
    with pytest.raises(BackendError, match="does not bind"):
        ask(backend_of(json_schema=False), json_schema={"type": "object"})


@pytest.mark.parametrize(
    ("schema", "strict"),
    [
        ({"type": "object", "properties": {"a": {"type": "integer"}}}, False),
        (
            {
                "type": "object",
                "properties": {"a": {"type": "integer"}},
                "required": ["a"],
                "additionalProperties": False,
            },
            True,
        ),
    ],
)
def test_a_schema_is_bound_strictly_where_it_allows_that(rude, backend_of, say, schema, strict):
    chunk = say.piece("", "stop")
    chunk["choices"][0]["delta"] = {"content": '{"a": 1}'}
    rude.script.append([chunk, "[DONE]"])
    said = (Message("user", "As JSON"),)
    assert ask(backend_of(), prompt=None, messages=said, json_schema=schema)[0] == '{"a": 1}'
    sent = rude.asked[-1][1]["response_format"]["json_schema"]
    assert (sent["schema"], sent["strict"]) == (schema, strict)


def test_a_text_is_sent_as_a_message_where_a_server_has_no_route_for_texts(rude, backend_of, say):
    chunk = say.piece("", "stop")
    chunk["choices"][0]["delta"] = {"content": "a"}
    rude.script.append([chunk, "[DONE]"])
    assert ask(backend_of(texts=False))[0] == "a"
    path, sent = rude.asked[-1]
    assert path == "/v1/chat/completions"
    assert sent["messages"] == [{"role": "user", "content": PROMPT}]


def test_vectors_that_were_cut_or_are_too_few_are_errors(rude, backend_of):
    def vectors(count, tokens):
        data = [
            {"index": n, "embedding": [float(n), 1.0], "object": "embedding"}
            for n in reversed(range(count))
        ]
        told = {"prompt_tokens": tokens, "total_tokens": tokens}
        return (200, {"object": "list", "model": "v", "data": data, "usage": told}, {})

    rude.script += [vectors(2, 6), vectors(2, 3), vectors(1, 6)]
    backend = backend_of(embedding_model="v")
    texts = ["one two three", "four five"]
    assert backend.embed(texts, CancelToken()) == [[0.0, 1.0], [1.0, 1.0]]
    with pytest.raises(PromptTooLongError, match="read 3 tokens of at least 5"):
        backend.embed(texts, CancelToken())
    with pytest.raises(BackendError, match="1 vectors of 2 texts"):
        backend.embed(texts, CancelToken())


def test_a_server_that_repeats_the_key_is_not_repeated(rude, backend_of, key_file, caplog):
    key = "sk-very-secret"
    rude.script.append((401, {"error": {"message": f"Incorrect API key provided: {key}"}}, {}))
    with caplog.at_level(logging.DEBUG), pytest.raises(BackendError, match="refuses") as caught:
        ask(backend_of(api_key_file=key_file(key)))
    assert key not in f"{caught.value.message} {caught.value.hint} {caplog.text}"
    assert "comes from the file" in caught.value.hint


# Loading.


@pytest.mark.parametrize(
    ("more", "window"),
    [
        ({"max_model_len": 2048}, 2048),
        ({"meta": {"n_ctx": 512, "n_ctx_train": 32768}}, 512),
        ({"context_length": 8192}, 8192),
        ({}, 4096),
    ],
)
def test_the_window_is_the_servers_own_word(rude, backend_of, more, window):
    rude.models[0].update(more)
    backend = backend_of()
    assert backend.capabilities().context_window == window
    assert (backend.model, backend.details()) == ("m", {"server": rude.url})
    assert backend_of(context_window=100).capabilities().context_window == 100


def test_a_model_that_is_not_there_gets_a_near_match(rude, backend_of):
    rude.models[0]["aliases"] = ["mistral-small"]
    assert backend_of(model="mistral-small").model == "mistral-small"
    with pytest.raises(ModelFileError, match="no model named 'mistral-smal'") as caught:
        backend_of(model="mistral-smal")
    assert caught.value.hint == "Did you mean 'mistral-small'?"


def test_a_server_that_lists_no_models_takes_the_one_that_is_named(rude, backend_of):
    rude.models = None
    assert backend_of(model="mine").model == "mine"
    with pytest.raises(BackendError, match="does not list its models"):
        backend_of()


def test_a_server_that_is_not_there_is_a_clear_error():
    options = OpenAIOptions.read({"base_url": "http://127.0.0.1:9/v1", "retries": 0})
    backend = OpenAIBackend(options)
    with pytest.raises(BackendError, match="cannot be reached") as caught:
        backend.load(lambda what, share: None)
    assert "Look whether it runs" in caught.value.hint
    backend.close()


def test_ollamas_own_route_is_warned_of(rude, caplog):
    told = []
    options = OpenAIOptions.read({"base_url": rude.url, "preset": "ollama"})
    backend = OpenAIBackend(options)
    with caplog.at_level(logging.WARNING):
        backend.load(lambda what, share: told.append(what))
    backend.close()
    assert "ignores the window" in caplog.text
    assert "ignores the window" in told[0]


def test_an_open_line_to_another_machine_is_warned_of(caplog):
    far = OpenAIBackend(OpenAIOptions.read({"base_url": "http://gpu.invalid/v1", "retries": 0}))
    told = []
    with caplog.at_level(logging.WARNING), pytest.raises(BackendError, match="cannot be reached"):
        far.load(lambda what, share: told.append(what))
    assert told[0].startswith("Prompts and answers go to gpu.invalid unencrypted")
    assert "unencrypted" in caplog.text
    far.close()
    with pytest.raises(BackendError, match="closed"):
        far.load(lambda what, share: None)
