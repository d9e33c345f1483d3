"""Which names a slot may have."""

from __future__ import annotations

import pytest

from batos.errors import SlotError
from batos.objects import KERNEL_NAMES, OFFERED_NAMES, UvmObject, check_slot_name, is_slot_name


@pytest.mark.parametrize("name", ["a", "count_vowels", "items2", "name", "match", "x" * 100])
def test_public_identifiers_are_names(name: str) -> None:
    assert is_slot_name(name)
    assert check_slot_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        *("", "_x", "__init__", "_p_changed", "_v_cache", "2x", "a b", "a.b", "for", "None"),
        *("é", "名", "x" * 101, 5, None, b"a", ("a",)),
    ],
)
def test_everything_else_is_refused(name: object) -> None:
    assert not is_slot_name(name)
    with pytest.raises(SlotError, match="cannot name a slot"):
        check_slot_name(name)


@pytest.mark.parametrize("name", sorted(KERNEL_NAMES))
def test_kernel_names_are_answered_by_every_object(name: str) -> None:
    assert hasattr(UvmObject, name)
    with pytest.raises(SlotError, match="belongs to the kernel"):
        check_slot_name(name)


def test_offered_names_are_kernel_names() -> None:
    assert OFFERED_NAMES < KERNEL_NAMES
