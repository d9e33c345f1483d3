# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "log_temperature"
# signature = "(self, degrees)"
# doc = "Log a temperature and tell the lowest and the highest so far."
# also = ["temperature log with minimum and maximum", "weather record"]
# examples = [
#     { args = [20], result = { low = 20, high = 20 }, after = { temperatures = [20] } },
#     { args = [18], result = { low = 18, high = 25 }, state = { temperatures = [20, 25] }, after = { temperatures = [20, 25, 18] } },
# ]
# ///
def log_temperature(self, degrees):
    """Log a temperature and tell the lowest and the highest so far."""
    if not hasattr(self, "temperatures"):
        self.temperatures = []
    self.temperatures.append(degrees)
    self._p_changed = True
    return {"low": min(self.temperatures), "high": max(self.temperatures)}
