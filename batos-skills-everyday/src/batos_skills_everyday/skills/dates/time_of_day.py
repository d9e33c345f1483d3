# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "time_of_day"
# signature = "(self)"
# doc = "Tell the time of day as text."
# also = ["what time is it", "clock time with hours, minutes and seconds", "time on the clock"]
# examples = [{ args = [] }]
# ///
def time_of_day(self):
    """Tell the time of day as text."""
    return now().strftime("%H:%M:%S")
