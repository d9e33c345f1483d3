# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "tell_current_time"
# signature = "(self)"
# doc = "Tell the current system time."
# also = ["report the current time"]
# examples = [
#     { args = [] },
# ]
# ///
def tell_current_time(self):
    """Tell the current system time."""
    return now().strftime("%H:%M")
