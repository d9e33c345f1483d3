# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "next_reminder"
# signature = "(self, day)"
# doc = "Find the first date with a reminder on or after a date."
# also = ["upcoming appointment", "when is the next reminder"]
# examples = [
#     { args = ["2024-02-27"], result = { "$" = "none" } },
#     { args = ["2024-02-27"], result = "2024-03-01", state = { reminders = { 2024-01-01 = ["party"], 2024-03-01 = ["dentist"] } } },
# ]
# ///
def next_reminder(self, day):
    """Find the first date with a reminder on or after a date."""
    coming = [then for then in getattr(self, "reminders", {}) if then >= day]
    return min(coming, default=None)
