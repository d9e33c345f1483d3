# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "is_last_day_of_month"
# signature = "(self, day)"
# doc = "Check whether a date is the last day of its month."
# also = ["is it the end of the month", "month end check"]
# examples = [
#     { args = ["2024-02-29"], result = true },
#     { args = ["2024-02-28"], result = false },
#     { args = ["2024-12-31"], result = true },
# ]
# ///
def is_last_day_of_month(self, day):
    """Check whether a date is the last day of its month."""
    return (date.fromisoformat(day) + timedelta(days=1)).day == 1
