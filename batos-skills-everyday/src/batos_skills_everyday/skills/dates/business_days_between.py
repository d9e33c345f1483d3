# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "business_days_between"
# signature = "(self, start, end)"
# doc = "Count the days from Monday to Friday between two dates, the last not included."
# also = ["business days", "number of working days", "weekdays without weekends"]
# examples = [
#     { args = ["2024-02-26", "2024-03-04"], result = 5 },
#     { args = ["2024-03-02", "2024-03-04"], result = 0 },
#     { args = ["2024-02-27", "2024-02-28"], result = 1 },
# ]
# ///
def business_days_between(self, start, end):
    """Count the days from Monday to Friday between two dates, the last not included."""
    first = date.fromisoformat(start)
    days = (date.fromisoformat(end) - first).days
    return sum(1 for i in range(days) if (first + timedelta(days=i)).weekday() < 5)
