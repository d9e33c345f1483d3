# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_durations"
# signature = "(self, durations)"
# doc = "Add up durations written like 1:30."
# also = ["total of several times", "sum of hh:mm"]
# examples = [
#     { args = [["1:30", "0:45"]], result = "2:15" },
#     { args = [["12:00", "13:05"]], result = "25:05" },
#     { args = [[]], result = "0:00" },
# ]
# ///
def add_durations(self, durations):
    """Add up durations written like 1:30."""
    total = 0
    for duration in durations:
        hours, minutes = duration.split(":")
        total += int(hours) * 60 + int(minutes)
    return f"{total // 60}:{total % 60:02d}"
