# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "lend_tool"
# signature = "(self, tool, borrower)"
# doc = "Lend a tool to somebody and return how many tools are lent."
# also = ["note who borrowed a tool", "write down that a tool was lent"]
# examples = [
#     { args = ["saw", "Ann"], result = 1 },
#     { args = ["axe", "Bob"], result = 2, state = { lent = { saw = "Ann" } }, after = { lent = { saw = "Ann", axe = "Bob" } } },
# ]
# ///
def lend_tool(self, tool, borrower):
    """Lend a tool to somebody and return how many tools are lent."""
    lent = dict(getattr(self, "lent", {}))
    lent[tool] = borrower
    self.lent = lent
    self._p_changed = True
    return len(lent)
