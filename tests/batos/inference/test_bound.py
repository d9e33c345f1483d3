"""Whether an answer that should be JSON shows that nothing has bound it."""

import pytest

from batos.inference.bound import is_unbound


@pytest.mark.parametrize(
    ("text", "whole", "unbound"),
    [
        ('{"a": 1}', True, False),
        ('{"a": 1', True, True),
        ('{"a": 1', False, False),
        ('{"a": "half a te', False, False),
        ('{"a": tru', False, False),
        ("Sure! Here it is", False, True),
        ("", True, True),
        ("", False, False),
    ],
)
def test_it_looks_at_where_the_answer_ends(text, whole, unbound):
    assert is_unbound(text, whole=whole) is unbound
