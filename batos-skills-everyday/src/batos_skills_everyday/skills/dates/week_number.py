# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "week_number"
# signature = "(self, day)"
# doc = "Tell the number of the week that a date is in."
# also = ["calendar week", "ISO week of the year"]
# examples = [
#     { args = ["2024-02-27"], result = 9 },
#     { args = ["2024-01-01"], result = 1 },
#     { args = ["2023-01-01"], result = 52 },
# ]
# ///
def week_number(self, day):
    """Tell the number of the week that a date is in."""
    return date.fromisoformat(day).isocalendar()[1]
