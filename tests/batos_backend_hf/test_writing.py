"""Tokens become text."""

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

from batos_backend_hf.writing import Writing

pytestmark = pytest.mark.model


def written(tokenizer, text, stops=(), ends=()):
    writing = Writing(tokenizer, tokenizer("So:").input_ids, stops, ends)
    pieces = [writing.take(token) for token in tokenizer(text).input_ids]
    return writing, [each for each in pieces if each]


def test_letters_of_several_tokens_come_whole(tokenizer):
    text = " naïve 日本語 🦇🦇 ok"
    writing, pieces = written(tokenizer, text)
    assert "".join(pieces) + writing.rest() == text
    assert "\ufffd" not in "".join(pieces)
    assert writing.tokens == len(tokenizer(text).input_ids) > len(pieces)


def test_a_stop_text_ends_it_across_tokens(tokenizer):
    writing, pieces = written(tokenizer, " one two three", stops=("o thr",))
    assert "".join(pieces) == " one tw"
    assert writing.ended


def test_an_end_token_is_no_text_and_gives_what_was_held_back(tokenizer):
    end = tokenizer.eos_token_id
    writing, pieces = written(tokenizer, " one tw<|im_end|>", stops=("two",), ends={end})
    assert "".join(pieces) == " one tw"
    assert writing.ended
    assert writing.tokens == len(tokenizer(" one tw").input_ids)
