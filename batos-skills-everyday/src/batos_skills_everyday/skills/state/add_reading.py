# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_reading"
# signature = "(self, value)"
# doc = "Add a measured value and tell the average of all values so far."
# also = ["running average", "mean of everything measured", "collect readings"]
# examples = [
#     { args = [4], result = 4.0, after = { readings = [4] } },
#     { args = [5], result = 5.0, state = { readings = [4, 6] }, after = { readings = [4, 6, 5] } },
# ]
# ///
def add_reading(self, value):
    """Add a measured value and tell the average of all values so far."""
    if not hasattr(self, "readings"):
        self.readings = []
    self.readings.append(value)
    self._p_changed = True
    return sum(self.readings) / len(self.readings)
