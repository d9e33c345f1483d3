"""The policies of approval that a request may name."""

from __future__ import annotations

from batos.errors import UsageError, near

__all__ = ["POLICIES", "checked_policy"]

POLICIES = ("auto", "ask", "never")
"""From the mildest to the strictest."""


def checked_policy(text: str) -> str:
    """Return a policy as a request names it; an empty text where it names none.

    Raises:
        UsageError: There is no such policy.
    """
    if text and text not in POLICIES:
        raise UsageError(
            f"There is no approval policy {text!r}.",
            hint=near(text, POLICIES) or f"The policies are {', '.join(POLICIES)}.",
        )
    return text
