# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_business_days"
# signature = "(self, day, days)"
# doc = "Add a number of working days to a date."
# also = ["delivery date without weekends", "skip Saturday and Sunday"]
# examples = [
#     { args = ["2024-03-01", 1], result = "2024-03-04" },
#     { args = ["2024-02-27", 3], result = "2024-03-01" },
#     { args = ["2024-02-27", 0], result = "2024-02-27" },
# ]
# ///
def add_business_days(self, day, days):
    """Add a number of working days to a date."""
    then = date.fromisoformat(day)
    while days > 0:
        then += timedelta(days=1)
        if then.weekday() < 5:
            days -= 1
    return then.isoformat()
