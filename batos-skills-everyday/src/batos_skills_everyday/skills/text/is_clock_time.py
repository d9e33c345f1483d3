# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "is_clock_time"
# signature = "(self, text)"
# doc = "Check whether a text is a time of day such as 23:59."
# also = ["validate hours and minutes", "is it a valid hh:mm"]
# examples = [
#     { args = ["23:59"], result = true },
#     { args = ["24:00"], result = false },
#     { args = ["7:5"], result = false },
# ]
# ///
def is_clock_time(self, text):
    """Check whether a text is a time of day such as 23:59."""
    return re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text) is not None
