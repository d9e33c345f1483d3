# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "increment_counter"
# signature = "(self)"
# doc = "Increase a counter by one and tell its value."
# also = ["count up", "how often was this called", "next number"]
# examples = [
#     { result = 1, after = { count = 1 } },
#     { result = 5, state = { count = 4 }, after = { count = 5 } },
# ]
# ///
def increment_counter(self):
    """Increase a counter by one and tell its value."""
    if not hasattr(self, "count"):
        self.count = 0
    self.count += 1
    self._p_changed = True
    return self.count
