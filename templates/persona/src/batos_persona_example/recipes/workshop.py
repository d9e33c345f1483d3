"""Recipes for a workshop."""


def drill_size(self, screw_mm):
    """Return the size of the hole for a wood screw, in millimetres.

    Also: which drill for a screw; diameter of a pilot hole
    Tags: workshop

    >>> drill_size(4)
    2.8
    >>> drill_size(0)
    Traceback (most recent call last):
    ValueError: A screw has a size.
    """
    if screw_mm <= 0:
        raise ValueError("A screw has a size.")
    return round(screw_mm * 0.7, 1)


def lend_tool(self, tool, borrower):
    """Lend a tool to somebody and return how many tools are lent.

    Also: note who borrowed a tool; write down that a tool was lent

    >>> lend_tool("saw", "Ann")
    1

    >>> self.lent = {"saw": "Ann"}
    >>> lend_tool("axe", "Bob")
    2
    >>> self.lent
    {'saw': 'Ann', 'axe': 'Bob'}
    """
    lent = dict(getattr(self, "lent", {}))
    lent[tool] = borrower
    self.lent = lent
    self._p_changed = True
    return len(lent)
