# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "deposit_money"
# signature = "(self, amount)"
# doc = "Deposit money in the account and tell the balance."
# also = ["pay in", "add money to my bank account"]
# examples = [
#     { args = [50], result = 50, after = { balance = 50 } },
#     { args = [5], result = 25, state = { balance = 20 }, after = { balance = 25 } },
#     { args = [-5], state = { balance = 20 }, raises = "ValueError" },
# ]
# ///
def deposit_money(self, amount):
    """Deposit money in the account and tell the balance."""
    if amount <= 0:
        raise ValueError("the amount must be positive")
    self.balance = getattr(self, "balance", 0) + amount
    self._p_changed = True
    return self.balance
