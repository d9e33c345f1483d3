# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "transfer_money"
# signature = "(self, giver, taker, amount)"
# doc = "Transfer money from one account to another."
# also = ["send money to somebody", "move an amount between accounts"]
# examples = [
#     { args = ["Ann", "Bob", 30], result = { Ann = 70, Bob = 30 }, state = { accounts = { Ann = 100, Bob = 0 } }, after = { accounts = { Ann = 70, Bob = 30 } } },
#     { args = ["Ann", "Cy", 10], result = { Ann = 0, Cy = 10 }, state = { accounts = { Ann = 10 } }, after = { accounts = { Ann = 0, Cy = 10 } } },
#     { args = ["Ann", "Bob", 30], state = { accounts = { Ann = 10, Bob = 0 } }, raises = "ValueError" },
# ]
# ///
def transfer_money(self, giver, taker, amount):
    """Transfer money from one account to another."""
    accounts = dict(getattr(self, "accounts", {}))
    if accounts.get(giver, 0) < amount:
        raise ValueError(f"{giver} does not have enough money")
    accounts[giver] -= amount
    accounts[taker] = accounts.get(taker, 0) + amount
    self.accounts = accounts
    self._p_changed = True
    return dict(accounts)
