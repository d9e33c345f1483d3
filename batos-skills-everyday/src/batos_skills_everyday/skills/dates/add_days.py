# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_days"
# signature = "(self, day, days)"
# doc = "Add a number of days to a date."
# also = ["date some days later", "move a date forward"]
# examples = [
#     { args = ["2024-02-27", 3], result = "2024-03-01" },
#     { args = ["2024-01-01", -1], result = "2023-12-31" },
#     { args = ["2024-05-05", 0], result = "2024-05-05" },
# ]
# ///
def add_days(self, day, days):
    """Add a number of days to a date."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
