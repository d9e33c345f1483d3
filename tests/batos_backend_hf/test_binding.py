"""Answers within a grammar or a schema."""

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

import torch

from batos.errors import BackendError
from batos.inference import CompletionRequest
from batos_backend_hf.binding import Binder

pytestmark = pytest.mark.model

SIZE = 151936


@pytest.fixture(scope="module")
def binder(tokenizer):
    return Binder(tokenizer, SIZE, {tokenizer.eos_token_id})


def allowed(tokenizer, processor, rows):
    """The texts of the tokens that may come next, for each row of tokens so far."""
    scores = processor(torch.tensor(rows), torch.zeros(len(rows), SIZE))
    found = [(row > float("-inf")).nonzero().flatten().tolist() for row in scores]
    return [{tokenizer.decode([each]) for each in ids} for ids in found]


def test_each_sample_goes_on_within_its_own_grammar(binder, tokenizer):
    request = CompletionRequest(prompt="x", grammar='root ::= "yes" | "no"')
    bound = binder.bind(request, 2)
    first = allowed(tokenizer, bound, [[1], [1]])
    assert first[0] == first[1]
    assert {"yes", "no", "y", "n"} <= first[0]
    ids = [tokenizer("yes").input_ids[0], tokenizer("n").input_ids[0]]
    after = allowed(tokenizer, bound, [[1, ids[0]], [1, ids[1]]])
    assert after == [{tokenizer.eos_token}, {"o"}]


def test_a_blank_that_may_stand_before_a_choice_may(binder, tokenizer):
    request = CompletionRequest(prompt="x", grammar='root ::= " "? ("allow" | "veto")')
    [first] = allowed(tokenizer, binder.bind(request, 1), [[1]])
    assert {" ", "allow", " allow"} <= first


def test_a_schema_begins_with_what_it_asks_for(binder, tokenizer):
    request = CompletionRequest(prompt="x", json_schema={"type": "integer"})
    [first] = allowed(tokenizer, binder.bind(request, 1), [[1]])
    assert "7" in first
    assert "a" not in first


def test_no_blanks_without_end_are_allowed(binder, tokenizer):
    schema = {
        "type": "object",
        "properties": {"a": {"type": "integer"}},
        "required": ["a"],
        "additionalProperties": False,
    }
    bound = binder.bind(CompletionRequest(prompt="x", json_schema=schema), 1)
    ids = tokenizer('{"a": 7').input_ids
    allowed(tokenizer, bound, [[1]])
    for upto in range(1, len(ids) + 1):
        [after] = allowed(tokenizer, bound, [[1, *ids[:upto]]])
        assert not [each for each in after if not each.strip() and each != " "]
    assert "}" in after


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"grammar": "root ::= nothing["}, "grammar"),
        ({"json_schema": {"type": "nonsense"}}, "JSON schema"),
    ],
)
def test_what_cannot_be_read_is_an_error(binder, fields, kind):
    with pytest.raises(BackendError, match=f"The {kind} cannot be read"):
        binder.bind(CompletionRequest(prompt="x", **fields), 1)
