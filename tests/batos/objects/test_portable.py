"""What may leave a transaction."""

import pytest
from persistent.mapping import PersistentMapping

from batos.objects import UvmObject
from batos.objects.portable import is_portable


@pytest.mark.parametrize("value", [None, 1, "a", [1, {"a": (2, {3})}], frozenset({1})])
def test_plain_data_may(value):
    assert is_portable(value)


@pytest.mark.parametrize(
    "value",
    [
        UvmObject(),
        [UvmObject()],
        {"a": (UvmObject(),)},
        {UvmObject(): 1},
        PersistentMapping(),
        print,
        [object()],
    ],
)
def test_objects_may_not(value):
    assert not is_portable(value)
