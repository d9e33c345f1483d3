# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "monday_of_week"
# signature = "(self, day)"
# doc = "Find the Monday of the week that a date is in."
# also = ["start of the week", "first day of the week"]
# examples = [
#     { args = ["2024-02-29"], result = "2024-02-26" },
#     { args = ["2024-02-26"], result = "2024-02-26" },
#     { args = ["2024-03-03"], result = "2024-02-26" },
# ]
# ///
def monday_of_week(self, day):
    """Find the Monday of the week that a date is in."""
    then = date.fromisoformat(day)
    return (then - timedelta(days=then.weekday())).isoformat()
