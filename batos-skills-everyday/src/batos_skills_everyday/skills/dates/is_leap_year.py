# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "is_leap_year"
# signature = "(self, year)"
# doc = "Check whether a year is a leap year."
# also = ["does the year have 366 days", "is there a 29th of February"]
# examples = [
#     { args = [2024], result = true },
#     { args = [1900], result = false },
#     { args = [2000], result = true },
# ]
# ///
def is_leap_year(self, year):
    """Check whether a year is a leap year."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
