# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "start_timer"
# signature = "(self)"
# doc = "Start a stopwatch and tell the moment of the start."
# also = ["start measuring time", "begin a timer"]
# examples = [{ args = [] }, { state = { started = "2024-01-01T00:00:00" } }]
# ///
def start_timer(self):
    """Start a stopwatch and tell the moment of the start."""
    self.started = now().isoformat()
    self._p_changed = True
    return self.started
