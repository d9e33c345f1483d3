# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "increase_counter_by"
# signature = "(self, amount)"
# doc = "Increase a counter by an amount and tell its value."
# also = ["add a number to a counter", "count up in steps"]
# examples = [
#     { args = [5], result = 5, after = { count = 5 } },
#     { args = [-3], result = 7, state = { count = 10 }, after = { count = 7 } },
# ]
# ///
def increase_counter_by(self, amount):
    """Increase a counter by an amount and tell its value."""
    if not hasattr(self, "count"):
        self.count = 0
    self.count += amount
    self._p_changed = True
    return self.count
