"""How a person names a method: the object and the selector, with a dot between."""

from __future__ import annotations

from batos.errors import UsageError

__all__ = ["method_address"]


def method_address(address: str) -> tuple[str, str]:
    """Return what stands before and after the last dot of an address.

    Args:
        address: ``OBJECT.SELECTOR``.

    Raises:
        UsageError: It does not name a method.
    """
    name, dot, selector = address.strip().rpartition(".")
    if not dot or not name or not selector:
        raise UsageError(
            f"{address[:200]!r} does not name a method.",
            hint="Write OBJECT.SELECTOR, such as genesis.count_vowels.",
        )
    return name, selector
