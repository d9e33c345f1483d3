# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "time_of_day"
# signature = "(self)"
# doc = "Tell the time of day as text."
# also = [
#     "what time is it",
#     "report the current system time",
#     "tell the current time",
#     "clock time with hours, minutes and seconds",
# ]
# examples = [{ args = [] }]
# ///
def time_of_day(self):
    """Tell the time of day as text."""
    return now().strftime("%H:%M:%S")
