# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_years"
# signature = "(self, day, years)"
# doc = "Add a number of years to a date."
# also = ["same date some years later", "anniversary", "expiry date in n years"]
# examples = [
#     { args = ["2024-02-27", 1], result = "2025-02-27" },
#     { args = ["2024-02-29", 1], result = "2025-02-28" },
#     { args = ["2024-02-29", 4], result = "2028-02-29" },
# ]
# ///
def add_years(self, day, years):
    """Add a number of years to a date."""
    start = date.fromisoformat(day)
    year = start.year + years
    last = calendar.monthrange(year, start.month)[1]
    return date(year, start.month, min(start.day, last)).isoformat()
