# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_months"
# signature = "(self, day, months)"
# doc = "Add a number of months to a date."
# also = ["same day some months later", "next payment date", "in n months"]
# examples = [
#     { args = ["2024-01-31", 1], result = "2024-02-29" },
#     { args = ["2023-11-15", 3], result = "2024-02-15" },
#     { args = ["2024-01-10", -1], result = "2023-12-10" },
# ]
# ///
def add_months(self, day, months):
    """Add a number of months to a date."""
    start = date.fromisoformat(day)
    number = start.year * 12 + start.month - 1 + months
    year, month = number // 12, number % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(start.day, last)).isoformat()
