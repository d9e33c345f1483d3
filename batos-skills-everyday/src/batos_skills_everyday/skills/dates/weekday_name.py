# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "weekday_name"
# signature = "(self, day)"
# doc = "Tell the weekday of a date."
# also = ["which day of the week is a date", "name of the day"]
# examples = [
#     { args = ["2024-02-27"], result = "Tuesday" },
#     { args = ["2000-01-01"], result = "Saturday" },
#     { args = ["2024-02-29"], result = "Thursday" },
# ]
# ///
def weekday_name(self, day):
    """Tell the weekday of a date."""
    return date.fromisoformat(day).strftime("%A")
