# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "days_in_month"
# signature = "(self, year, month)"
# doc = "Tell how many days a month has."
# also = ["length of a month", "last day number of a month"]
# examples = [
#     { args = [2024, 2], result = 29 },
#     { args = [2023, 2], result = 28 },
#     { args = [2024, 4], result = 30 },
# ]
# ///
def days_in_month(self, year, month):
    """Tell how many days a month has."""
    return calendar.monthrange(year, month)[1]
