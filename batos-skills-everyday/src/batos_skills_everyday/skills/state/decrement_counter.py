# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "decrement_counter"
# signature = "(self)"
# doc = "Decrease a counter by one and tell its value."
# also = ["count down", "one less"]
# examples = [
#     { result = -1, after = { count = -1 } },
#     { result = 3, state = { count = 4 }, after = { count = 3 } },
# ]
# ///
def decrement_counter(self):
    """Decrease a counter by one and tell its value."""
    if not hasattr(self, "count"):
        self.count = 0
    self.count -= 1
    self._p_changed = True
    return self.count
