# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_minutes_to_time"
# signature = "(self, start, minutes)"
# doc = "Add minutes to a time of the day."
# also = ["what time is it some minutes later", "end of a meeting", "shift a clock time"]
# examples = [
#     { args = ["09:45", 30], result = "10:15" },
#     { args = ["23:50", 20], result = "00:10" },
#     { args = ["08:00", -15], result = "07:45" },
# ]
# ///
def add_minutes_to_time(self, start, minutes):
    """Add minutes to a time of the day."""
    return (datetime.strptime(start, "%H:%M") + timedelta(minutes=minutes)).strftime("%H:%M")
