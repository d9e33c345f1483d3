# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "elapsed_seconds"
# signature = "(self)"
# doc = "Tell the seconds since the stopwatch was started."
# also = ["elapsed time", "how long is the timer running"]
# examples = [{ state = { started = "2024-01-01T00:00:00" } }, { raises = "ValueError" }]
# ///
def elapsed_seconds(self):
    """Tell the seconds since the stopwatch was started."""
    if not hasattr(self, "started"):
        raise ValueError("the stopwatch was not started")
    return (now() - datetime.fromisoformat(self.started)).total_seconds()
