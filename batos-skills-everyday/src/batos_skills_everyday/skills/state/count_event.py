# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "count_event"
# signature = "(self, event)"
# doc = "Count an event under its name and tell how often it happened."
# also = ["named counters", "count clicks per button", "tally events by kind"]
# examples = [
#     { args = ["click"], result = 1, after = { event_counts = { click = 1 } } },
#     { args = ["click"], result = 3, state = { event_counts = { click = 2, tap = 1 } }, after = { event_counts = { click = 3, tap = 1 } } },
# ]
# ///
def count_event(self, event):
    """Count an event under its name and tell how often it happened."""
    if not hasattr(self, "event_counts"):
        self.event_counts = {}
    self.event_counts[event] = self.event_counts.get(event, 0) + 1
    self._p_changed = True
    return self.event_counts[event]
