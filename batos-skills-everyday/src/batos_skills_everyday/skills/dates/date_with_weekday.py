# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "date_with_weekday"
# signature = "(self, day)"
# doc = "Write a date with its weekday in short form."
# also = ["format a date like Tue 27 Feb 2024", "short date with the day of the week"]
# examples = [
#     { args = ["2024-02-27"], result = "Tue 27 Feb 2024" },
#     { args = ["2000-01-01"], result = "Sat 01 Jan 2000" },
#     { args = ["2024-12-25"], result = "Wed 25 Dec 2024" },
# ]
# ///
def date_with_weekday(self, day):
    """Write a date with its weekday in short form."""
    return date.fromisoformat(day).strftime("%a %d %b %Y")
