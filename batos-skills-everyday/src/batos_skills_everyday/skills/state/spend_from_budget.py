# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "spend_from_budget"
# signature = "(self, amount)"
# doc = "Spend an amount and tell what is left of the budget."
# also = ["remaining budget", "how much can I still spend"]
# examples = [
#     { args = [30], result = 70, state = { budget = 100, spent = 0 }, after = { budget = 100, spent = 30 } },
#     { args = [20], result = -10, state = { budget = 100, spent = 90 }, after = { budget = 100, spent = 110 } },
# ]
# ///
def spend_from_budget(self, amount):
    """Spend an amount and tell what is left of the budget."""
    self.spent = getattr(self, "spent", 0) + amount
    self._p_changed = True
    return getattr(self, "budget", 0) - self.spent
