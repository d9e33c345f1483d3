# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "iso_timestamp_now"
# signature = "(self)"
# doc = "Tell this moment as an ISO timestamp."
# also = ["ISO 8601 time stamp", "date and time with a T between"]
# examples = [{ args = [] }]
# ///
def iso_timestamp_now(self):
    """Tell this moment as an ISO timestamp."""
    return now().isoformat(timespec="seconds")
