"""What is compared does the same on both sides."""

from __future__ import annotations

import pytest
from benchmarks.guardian import ATTRIBUTES, LOOPS, Work, guarded, plain

from batos.objects import UvmObject


@pytest.mark.parametrize("work", [*LOOPS, *ATTRIBUTES], ids=lambda work: work.name)
def test_guarded_method_answers_as_plain_python(work: Work) -> None:
    one, other = UvmObject(**(work.slots or {})), UvmObject(**(work.slots or {}))

    assert guarded(work.source)(one, *work.args) == plain(work.source)(other, *work.args)
    assert one.slots == other.slots
