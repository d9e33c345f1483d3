"""What a model reads."""

import copy

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

from batos.inference import CompletionRequest, Message
from batos_backend_hf.chat import has_template, prompt_ids, turn_ends

pytestmark = pytest.mark.model

SAID = (
    Message("system", "Be brief."),
    Message("user", "One"),
    Message("user", "Two"),
    Message("assistant", "Three"),
    Message("user", "Four"),
)
STRICT = (
    "{% for m in messages %}"
    "{% if m.role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}"
    "{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Roles must alternate') }}{% endif %}"
    "[{{ m.role }}]{{ m.content }}{{ '<|im_end|>' if m.role == 'assistant' }}"
    "{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}"
)


@pytest.fixture
def strict(tokenizer):
    """A tokenizer whose template refuses what Mistral's and Gemma's refuse."""
    twin = copy.deepcopy(tokenizer)
    twin.chat_template = STRICT
    return twin


def test_a_prompt_is_read_as_it_is(tokenizer):
    ids = prompt_ids(tokenizer, CompletionRequest(prompt="1, 2, 3,"))
    assert tokenizer.decode(ids) == "1, 2, 3,"
    assert len(prompt_ids(tokenizer, CompletionRequest(prompt=""))) == 1


def test_a_conversation_goes_through_the_models_own_template(tokenizer):
    assert has_template(tokenizer)
    text = tokenizer.decode(prompt_ids(tokenizer, CompletionRequest(messages=SAID)))
    assert "<|im_start|>system\nBe brief.<|im_end|>" in text
    assert text.endswith("<|im_start|>assistant\n")


def test_a_template_that_takes_no_system_message_is_given_none(strict):
    text = strict.decode(prompt_ids(strict, CompletionRequest(messages=SAID)))
    assert text == "[user]Be brief.\n\nOne\n\nTwo[assistant]Three<|im_end|>[user]Four[assistant]"


def test_without_a_template_it_is_plain_text(tokenizer):
    bare = copy.deepcopy(tokenizer)
    bare.chat_template = None
    text = bare.decode(prompt_ids(bare, CompletionRequest(messages=SAID)))
    assert text.endswith("User: Four\n\nAssistant:")
    assert turn_ends(bare) == set()


def test_what_ends_a_turn_is_read_off_the_template(tokenizer, strict):
    end = tokenizer.convert_tokens_to_ids("<|im_end|>")
    assert turn_ends(tokenizer) == turn_ends(strict) == {end}
