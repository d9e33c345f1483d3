"""Inputs made from those that are known."""

from batos.learning.candidates.further_inputs import stories_for
from batos.objects import Example


def test_stories_begin_with_what_is_known():
    known = [Example(args=(2,), result=4), Example(args=(7,))]
    assert all(len(story) == 1 for story in stories_for(known, [], in_rows=False))
    rows = stories_for(known, [], in_rows=True)
    assert rows[0][0].args == (2,)
    assert rows[0][0] == rows[0][2]
