# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "withdraw_money"
# signature = "(self, amount)"
# doc = "Withdraw money from the account and tell the balance."
# also = ["take money out", "pay from my bank account", "no overdraft"]
# examples = [
#     { args = [5], result = 15, state = { balance = 20 }, after = { balance = 15 } },
#     { args = [20], result = 0, state = { balance = 20 }, after = { balance = 0 } },
#     { args = [30], state = { balance = 20 }, raises = "ValueError" },
# ]
# ///
def withdraw_money(self, amount):
    """Withdraw money from the account and tell the balance."""
    balance = getattr(self, "balance", 0)
    if amount > balance:
        raise ValueError("not enough money")
    self.balance = balance - amount
    self._p_changed = True
    return self.balance
