# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "end_of_month"
# signature = "(self, day)"
# doc = "Tell the last day of the month that a date is in."
# also = ["end of the month", "month end of a date", "last date of the month"]
# examples = [
#     { args = ["2024-02-10"], result = "2024-02-29" },
#     { args = ["2023-12-31"], result = "2023-12-31" },
#     { args = ["2024-04-01"], result = "2024-04-30" },
# ]
# ///
def end_of_month(self, day):
    """Tell the last day of the month that a date is in."""
    then = date.fromisoformat(day)
    last = calendar.monthrange(then.year, then.month)[1]
    return then.replace(day=last).isoformat()
