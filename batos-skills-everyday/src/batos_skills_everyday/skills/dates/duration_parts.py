# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "duration_parts"
# signature = "(self, seconds)"
# doc = "Split a number of seconds into days, hours, minutes and seconds."
# also = ["break down a duration", "seconds to days and hours"]
# examples = [
#     { args = [90061], result = { days = 1, hours = 1, minutes = 1, seconds = 1 } },
#     { args = [59], result = { days = 0, hours = 0, minutes = 0, seconds = 59 } },
#     { args = [0], result = { days = 0, hours = 0, minutes = 0, seconds = 0 } },
# ]
# ///
def duration_parts(self, seconds):
    """Split a number of seconds into days, hours, minutes and seconds."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    return {"days": days, "hours": hours, "minutes": minutes, "seconds": seconds}
