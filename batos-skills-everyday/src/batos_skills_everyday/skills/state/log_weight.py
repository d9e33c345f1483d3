# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "log_weight"
# signature = "(self, kilograms)"
# doc = "Log a body weight and tell the change since the last time."
# also = ["weight diary", "how much did I lose or gain"]
# examples = [
#     { args = [80], result = 0, after = { weights = [80] } },
#     { args = [78.5], result = -1.5, state = { weights = [80] }, after = { weights = [80, 78.5] } },
# ]
# ///
def log_weight(self, kilograms):
    """Log a body weight and tell the change since the last time."""
    if not hasattr(self, "weights"):
        self.weights = []
    self.weights.append(kilograms)
    self._p_changed = True
    if len(self.weights) < 2:
        return 0
    return self.weights[-1] - self.weights[-2]
