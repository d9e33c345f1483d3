"""Telling candidates apart that make the same examples true."""

import pytest

from batos.guardian.trial import Trial
from batos.mind.cycle.thought import Candidate
from batos.mind.evidence.agreement import probes, ranked_by_agreement
from batos.objects import UNSET, Example

EXAMPLES = (Example(args=("ab",), result=2), Example(args=([1, 2],), result=2))


@pytest.fixture(scope="module")
def trial():
    with Trial() as opened:
        yield opened


def candidate(body, likeness=0.0):
    return Candidate(f"def f(self, x):\n    {body}\n", "delegated", likeness=likeness)


def test_probes_are_like_the_examples_and_expect_nothing():
    found = probes(EXAMPLES)
    assert 0 < len(found) <= 12
    assert all(each.result is UNSET for each in found)
    assert not {repr(each.args) for each in found} & {repr(each.args) for each in EXAMPLES}
    assert {type(each.args[0]) for each in found} == {str, list}


@pytest.mark.parametrize("value", [True, 3, 1.5, "a b", [1], {"a": 1}, None, b"x"])
def test_every_kind_of_value_is_taken(value):
    probes([Example(args=(value,), result=1)])


def test_the_larger_group_comes_first(trial):
    odd = candidate("return 2")
    first, second = candidate("return len(x)"), candidate("return sum(1 for _ in x)")
    assert ranked_by_agreement(trial, [odd, first, second], EXAMPLES)[:2] == [first, second]


def test_words_count_more_than_numbers(trial):
    alike = candidate("return 2", likeness=0.9)
    others = [candidate("return len(x)"), candidate("return sum(1 for _ in x)")]
    assert ranked_by_agreement(trial, [*others, alike], EXAMPLES)[0] == alike


def test_one_alone_is_not_run(trial):
    only = [candidate("return 1 / 0")]
    assert ranked_by_agreement(trial, only, EXAMPLES) == only
