# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "last_events"
# signature = "(self, amount)"
# doc = "List the last events of the log, newest first."
# also = ["recent history", "what happened last", "tail of the log"]
# examples = [
#     { args = [3], result = [] },
#     { args = [2], result = ["c", "b"], state = { event_log = ["a", "b", "c"] } },
# ]
# ///
def last_events(self, amount):
    """List the last events of the log, newest first."""
    return getattr(self, "event_log", [])[::-1][:amount]
