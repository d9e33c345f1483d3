# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "seconds_to_clock"
# signature = "(self, seconds)"
# doc = "Write a number of seconds as hours, minutes and seconds."
# also = ["seconds to hh:mm:ss", "length of a film as a clock"]
# examples = [
#     { args = [3661], result = "01:01:01" },
#     { args = [59], result = "00:00:59" },
#     { args = [0], result = "00:00:00" },
# ]
# ///
def seconds_to_clock(self, seconds):
    """Write a number of seconds as hours, minutes and seconds."""
    hours = seconds // 3600
    minutes = seconds % 3600 // 60
    return f"{hours:02d}:{minutes:02d}:{seconds % 60:02d}"
