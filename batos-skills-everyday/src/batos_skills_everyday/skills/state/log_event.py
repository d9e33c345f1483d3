# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "log_event"
# signature = "(self, text)"
# doc = "Write an event into the log and tell how many there are."
# also = ["history log", "keep a journal", "record what happened"]
# examples = [
#     { args = ["started"], result = 1, after = { event_log = ["started"] } },
#     { args = ["stopped"], result = 2, state = { event_log = ["started"] }, after = { event_log = ["started", "stopped"] } },
# ]
# ///
def log_event(self, text):
    """Write an event into the log and tell how many there are."""
    if not hasattr(self, "event_log"):
        self.event_log = []
    self.event_log.append(text)
    self._p_changed = True
    return len(self.event_log)
