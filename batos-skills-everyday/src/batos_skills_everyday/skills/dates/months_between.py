# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "months_between"
# signature = "(self, start, end)"
# doc = "Count the full months between two dates."
# also = ["difference of two dates in months", "age in months"]
# examples = [
#     { args = ["2024-01-15", "2024-03-15"], result = 2 },
#     { args = ["2023-12-31", "2024-01-30"], result = 0 },
#     { args = ["2023-01-01", "2024-01-01"], result = 12 },
# ]
# ///
def months_between(self, start, end):
    """Count the full months between two dates."""
    first = date.fromisoformat(start)
    last = date.fromisoformat(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - 1 if last.day < first.day else months
