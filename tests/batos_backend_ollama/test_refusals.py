"""Errors of Ollama's versions, as they were reported."""

import json

import httpx
import ollama
import pytest

from batos.errors import BackendError, ModelFileError, PromptTooLongError
from batos_backend_ollama.refusals import check_more, missing_model, refusal

INSIDE = {
    "error": {
        "code": 400,
        "message": "request (2622 tokens) exceeds the available context size (512 tokens)",
        "type": "exceed_context_size_error",
        "n_prompt_tokens": 2622,
        "n_ctx": 512,
    }
}


def told(said, status=400, asked=7):
    error = ollama.ResponseError(said, status)
    return refusal(error, "http://o", "m", asked, 1024)


@pytest.mark.parametrize("said", [json.dumps({"error": json.dumps(INSIDE)}), json.dumps(INSIDE)])
def test_the_numbers_of_a_newer_version_are_told(said):
    error = told(said)
    assert isinstance(error, PromptTooLongError)
    assert error.details == {"prompt_tokens": 2622, "context_window": 512}


def test_without_numbers_it_is_at_least_the_window():
    error = told(json.dumps({"error": "the input length exceeds the context length"}))
    assert isinstance(error, PromptTooLongError)
    assert "at least 1024 tokens" in error.message


@pytest.mark.parametrize(
    ("said", "status", "kind", "words"),
    [
        ({"error": "model 'm' not found"}, 404, ModelFileError, "no model named 'm'"),
        ({"error": "illegal base64 data at input byte 0"}, 400, BackendError, "illegal base64"),
        ({"error": "CUDA error: out of memory"}, 500, BackendError, "no room for the model"),
    ],
)
def test_other_errors_are_told_as_what_they_are(said, status, kind, words):
    error = told(json.dumps(said), status)
    assert isinstance(error, kind)
    assert not isinstance(error, PromptTooLongError)
    assert words in error.message


def test_broken_lines_and_broken_objects_are_errors_of_ours():
    for raised in (httpx.ReadError("gone"), ConnectionError("gone"), httpx.ConnectError("no")):
        assert "cannot be reached" in refusal(raised, "http://o", "m", 0, 9).message
    assert "JSONDecodeError" in refusal(json.JSONDecodeError("x", "", 0), "o", "m", 0, 9).message


def test_a_missing_model_is_told_with_the_command_that_fetches_it():
    assert "ollama pull lama" in missing_model("lama", "http://o", ["llama"]).hint
    assert "Did you mean 'llama'?" in missing_model("lama", "http://o", ["llama"]).hint


def test_a_longer_prompt_of_which_no_more_is_counted_was_cut():
    check_more(130, 136, 256)
    check_more(130, None, 256)
    with pytest.raises(PromptTooLongError, match="counts no more of a longer one"):
        check_more(130, 130, 256)
