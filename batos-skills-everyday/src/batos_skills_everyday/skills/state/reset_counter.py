# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "reset_counter"
# signature = "(self)"
# doc = "Set a counter back to zero."
# also = ["clear the counter", "start counting again"]
# examples = [
#     { result = 0, after = { count = 0 } },
#     { result = 0, state = { count = 7 }, after = { count = 0 } },
# ]
# ///
def reset_counter(self):
    """Set a counter back to zero."""
    self.count = 0
    self._p_changed = True
    return self.count
