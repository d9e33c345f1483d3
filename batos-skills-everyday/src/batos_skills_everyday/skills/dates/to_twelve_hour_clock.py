# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "to_twelve_hour_clock"
# signature = "(self, text)"
# doc = "Convert a time from the 24 hour clock to AM or PM."
# also = ["14:30 to 2:30 PM", "military time to normal time"]
# examples = [
#     { args = ["14:30"], result = "2:30 PM" },
#     { args = ["00:05"], result = "12:05 AM" },
#     { args = ["12:00"], result = "12:00 PM" },
# ]
# ///
def to_twelve_hour_clock(self, text):
    """Convert a time from the 24 hour clock to AM or PM."""
    hour, minute = text.split(":")
    half = "AM" if int(hour) < 12 else "PM"
    return f"{(int(hour) + 11) % 12 + 1}:{minute} {half}"
