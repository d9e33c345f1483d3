# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "to_24_hour_clock"
# signature = "(self, text)"
# doc = "Convert a time with AM or PM to the 24 hour clock."
# also = ["2:30 PM to 14:30", "normal time to military time"]
# examples = [
#     { args = ["2:30 PM"], result = "14:30" },
#     { args = ["12:05 AM"], result = "00:05" },
#     { args = ["12:00 PM"], result = "12:00" },
# ]
# ///
def to_24_hour_clock(self, text):
    """Convert a time with AM or PM to the 24 hour clock."""
    return datetime.strptime(text, "%I:%M %p").strftime("%H:%M")
