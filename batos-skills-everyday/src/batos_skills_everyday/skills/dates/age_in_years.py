# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "age_in_years"
# signature = "(self, birthday, day)"
# doc = "Calculate the age in full years on a given date."
# also = ["how old somebody is on a day", "years between birthday and date"]
# examples = [
#     { args = ["1990-05-17", "2024-05-16"], result = 33 },
#     { args = ["1990-05-17", "2024-05-17"], result = 34 },
#     { args = ["2024-01-01", "2024-01-01"], result = 0 },
# ]
# ///
def age_in_years(self, birthday, day):
    """Calculate the age in full years on a given date."""
    born = date.fromisoformat(birthday)
    then = date.fromisoformat(day)
    return then.year - born.year - ((then.month, then.day) < (born.month, born.day))
