# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "day_of_year"
# signature = "(self, day)"
# doc = "Tell which day of the year a date is."
# also = ["number of the day from 1 to 366", "ordinal day"]
# examples = [
#     { args = ["2024-02-27"], result = 58 },
#     { args = ["2024-01-01"], result = 1 },
#     { args = ["2024-12-31"], result = 366 },
# ]
# ///
def day_of_year(self, day):
    """Tell which day of the year a date is."""
    return date.fromisoformat(day).timetuple().tm_yday
