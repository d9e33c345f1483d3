"""The fewest tokens that a text can have, and what a server says of it."""

import pytest

from batos.errors import PromptTooLongError
from batos.inference import CompletionRequest, Message
from batos.inference.counting import asked_tokens, check_fits, check_whole, fewest_tokens, too_long


@pytest.mark.parametrize(
    ("text", "fewest"),
    [
        ("", 0),
        ("hello world", 2),
        ("don't", 2),
        ("naïve", 1),
        ("f(x, snake_case)", 4),
        ("नमस्ते दुनिया", 2),
        ("日本語", 1),
        ("1,234 at 5pm", 4),
    ],
)
def test_it_counts_what_no_tokenizer_joins(text, fewest):
    assert fewest_tokens(text) == fewest


@pytest.mark.model
@pytest.mark.parametrize("name", ["counting", "thinker", "neutral"])
def test_a_real_tokenizer_never_counts_fewer(name, small_model):
    import importlib

    from xllamacpp import CommonParams, Server

    text = importlib.import_module(f"batos.inference.{name}").__doc__ * 3
    params = CommonParams()
    params.model.path, params.n_ctx, params.verbosity = str(small_model), 512, 0
    counted = []

    def hear(chunk):
        counted.append(chunk.get("usage", {}).get("prompt_tokens", 0))

    asked = {"prompt": text, "max_tokens": 1, "stream": False}
    Server(params).handle_completions(asked, hear)
    assert 0 < fewest_tokens(text) <= max(counted)


def test_a_conversation_has_the_words_of_all_its_turns():
    said = (Message("user", "one two"), Message("user", "three"))
    assert asked_tokens(CompletionRequest(messages=said)) == 3
    assert asked_tokens(CompletionRequest(prompt="one two")) == 2


def test_what_surely_does_not_fit_is_refused_before_it_is_sent():
    check_fits(3, 4, "")
    with pytest.raises(PromptTooLongError, match=r"at least 3 tokens .* holds 3") as caught:
        check_fits(3, 3, "Shorten it.")
    assert caught.value.details == {"prompt_tokens": 3, "context_window": 3}
    assert caught.value.hint == "Shorten it."


def test_a_count_that_the_prompt_cannot_have_tells_that_it_was_cut():
    check_whole(3, 3, 9, "")
    check_whole(3, 0, 9, "")  # it says nothing
    with pytest.raises(PromptTooLongError, match="read 2 tokens of at least 3") as caught:
        check_whole(3, 2, 9, "")
    assert caught.value.details["read_tokens"] == 2


def test_a_window_full_of_prompt_has_no_room_for_an_answer():
    with pytest.raises(PromptTooLongError):
        check_whole(3, 9, 9, "")


def test_an_exact_number_is_told_as_one():
    assert too_long(9, 4, "").message == "The prompt has 9 tokens and the model's window holds 4."
