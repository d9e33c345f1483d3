"""Requests, chunks and completions: checked when made, and the same after a journey."""

import json

import pytest

from batos.errors import UsageError
from batos.inference.requests import (
    Completion,
    CompletionRequest,
    DoneChunk,
    Message,
    TextChunk,
    chunk_from_plain,
    chunk_to_plain,
)

DONE = DoneChunk(finish_reason="stop", prompt_tokens=3, completion_tokens=2, seconds=0.5)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "a prompt or messages"),
        ({"prompt": "a", "messages": (Message("user", "b"),)}, "a prompt or messages"),
        ({"prompt": "a", "max_tokens": 0}, "max_tokens"),
        ({"prompt": "a", "temperature": -1}, "temperature"),
        ({"prompt": "a", "top_p": 0}, "top_p"),
        ({"prompt": "a", "deadline_s": 0}, "deadline_s"),
        ({"prompt": "a", "stop": ("",)}, "stop texts"),
        ({"prompt": "a", "grammar": "root ::= x", "json_schema": {}}, "grammar or a schema"),
    ],
)
def test_a_contradictory_request_is_refused(fields, reason):
    with pytest.raises(UsageError, match=reason):
        CompletionRequest(**fields)


def test_an_empty_prompt_is_a_prompt():
    assert CompletionRequest(prompt="").prompt == ""


def test_an_unknown_speaker_is_refused():
    with pytest.raises(UsageError, match="'robot'"):
        Message("robot", "beep")


@pytest.mark.parametrize(
    "request_",
    [
        CompletionRequest(prompt="x", stop=("\n",), seed=3, json_schema={"type": "object"}),
        CompletionRequest(messages=(Message("system", "a"), Message("user", "b")), temperature=1),
    ],
)
def test_a_request_survives_the_wire(request_):
    plain = json.loads(json.dumps(request_.to_plain()))
    assert CompletionRequest.from_plain(plain) == request_


@pytest.mark.parametrize("chunk", [TextChunk("é"), TextChunk(""), DONE])
def test_a_chunk_survives_the_wire(chunk):
    assert chunk_from_plain(json.loads(json.dumps(chunk_to_plain(chunk)))) == chunk


def test_a_completion_survives_the_wire():
    completion = Completion(
        text="x",
        finish_reason="length",
        prompt_tokens=1,
        completion_tokens=1,
        seconds=0.1,
        backend="b",
        model="m",
    )
    assert Completion.from_plain(json.loads(json.dumps(completion.to_plain()))) == completion


@pytest.mark.parametrize(
    ("read", "plain"),
    [
        (CompletionRequest.from_plain, {"prompt": "x", "colour": "red"}),
        (CompletionRequest.from_plain, {"messages": [{"role": "user"}]}),
        (CompletionRequest.from_plain, {"messages": 5}),
        (chunk_from_plain, {"finish_reason": "stop"}),
        (chunk_from_plain, {"text": "a", "more": 1}),
        (chunk_from_plain, {**chunk_to_plain(DONE), "finish_reason": "bored"}),
        (Completion.from_plain, {"text": "a"}),
    ],
)
def test_plain_data_of_another_shape_is_refused(read, plain):
    with pytest.raises(UsageError):
        read(plain)
