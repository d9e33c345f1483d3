# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "next_weekday"
# signature = "(self, day, weekday)"
# doc = "Find the next date after a date that falls on a weekday."
# also = ["next Monday after a day", "date of the coming Friday"]
# examples = [
#     { args = ["2024-02-27", "Monday"], result = "2024-03-04" },
#     { args = ["2024-02-26", "Monday"], result = "2024-03-04" },
#     { args = ["2024-02-27", "Wednesday"], result = "2024-02-28" },
# ]
# ///
def next_weekday(self, day, weekday):
    """Find the next date after a date that falls on a weekday."""
    then = date.fromisoformat(day) + timedelta(days=1)
    while then.strftime("%A") != weekday:
        then += timedelta(days=1)
    return then.isoformat()
