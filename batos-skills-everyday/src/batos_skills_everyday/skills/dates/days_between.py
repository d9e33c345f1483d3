# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "days_between"
# signature = "(self, start, end)"
# doc = "Count the days between two dates."
# also = ["difference of two dates in days", "how many days from one date to another"]
# examples = [
#     { args = ["2024-02-27", "2024-03-01"], result = 3 },
#     { args = ["2024-01-02", "2024-01-01"], result = -1 },
#     { args = ["2024-05-05", "2024-05-05"], result = 0 },
# ]
# ///
def days_between(self, start, end):
    """Count the days between two dates."""
    return (date.fromisoformat(end) - date.fromisoformat(start)).days
