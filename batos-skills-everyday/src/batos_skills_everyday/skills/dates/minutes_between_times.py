# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "minutes_between_times"
# signature = "(self, start, end)"
# doc = "Count the minutes between two times of the day."
# also = ["time difference", "how long from 09:30 to 11:00", "length of a meeting"]
# examples = [
#     { args = ["09:30", "11:00"], result = 90 },
#     { args = ["23:30", "00:15"], result = 45 },
#     { args = ["08:00", "08:00"], result = 0 },
# ]
# ///
def minutes_between_times(self, start, end):
    """Count the minutes between two times of the day."""
    start_hour, start_minute = start.split(":")
    end_hour, end_minute = end.split(":")
    hours = int(end_hour) - int(start_hour)
    minutes = int(end_minute) - int(start_minute)
    return (hours * 60 + minutes) % 1440
