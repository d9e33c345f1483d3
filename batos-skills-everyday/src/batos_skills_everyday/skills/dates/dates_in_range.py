# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "dates_in_range"
# signature = "(self, start, end)"
# doc = "List all dates from a start date to an end date, both included."
# also = ["every day between two dates", "range of dates"]
# examples = [
#     { args = ["2024-02-28", "2024-03-01"], result = ["2024-02-28", "2024-02-29", "2024-03-01"] },
#     { args = ["2024-01-01", "2024-01-01"], result = ["2024-01-01"] },
#     { args = ["2024-01-02", "2024-01-01"], result = [] },
# ]
# ///
def dates_in_range(self, start, end):
    """List all dates from a start date to an end date, both included."""
    first = date.fromisoformat(start)
    days = (date.fromisoformat(end) - first).days
    return [(first + timedelta(days=i)).isoformat() for i in range(days + 1)]
