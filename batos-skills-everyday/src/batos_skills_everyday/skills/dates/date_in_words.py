# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "date_in_words"
# signature = "(self, day)"
# doc = "Write a date with the name of the month."
# also = ["format a date like 27 February 2024", "long date"]
# examples = [
#     { args = ["2024-02-27"], result = "27 February 2024" },
#     { args = ["2024-12-01"], result = "1 December 2024" },
#     { args = ["1999-01-31"], result = "31 January 1999" },
# ]
# ///
def date_in_words(self, day):
    """Write a date with the name of the month."""
    then = date.fromisoformat(day)
    return f"{then.day} {then.strftime('%B %Y')}"
