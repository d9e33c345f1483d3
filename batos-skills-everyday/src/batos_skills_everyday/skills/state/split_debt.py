# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "split_debt"
# signature = "(self, payer, amount, people)"
# doc = "Note that somebody paid for a group and tell who owes what."
# also = ["split a bill among friends", "shared expenses", "group trip costs"]
# examples = [
#     { args = ["Ann", 30, ["Ann", "Bob", "Cy"]], result = { Ann = -20.0, Bob = 10.0, Cy = 10.0 }, after = { debts = { Ann = -20.0, Bob = 10.0, Cy = 10.0 } } },
#     { args = ["Bob", 10, ["Ann", "Bob"]], result = { Ann = 0.0, Bob = 0.0 }, state = { debts = { Ann = -5.0, Bob = 5.0 } }, after = { debts = { Ann = 0.0, Bob = 0.0 } } },
# ]
# ///
def split_debt(self, payer, amount, people):
    """Note that somebody paid for a group and tell who owes what."""
    debts = dict(getattr(self, "debts", {}))
    for person in people:
        debts[person] = debts.get(person, 0) + amount / len(people)
    debts[payer] = debts.get(payer, 0) - amount
    self.debts = debts
    self._p_changed = True
    return dict(debts)
