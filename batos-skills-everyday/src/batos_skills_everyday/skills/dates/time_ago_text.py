# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "time_ago_text"
# signature = "(self, days)"
# doc = "Write how long ago something was from a number of days."
# also = ["relative date", "today, yesterday or n days ago"]
# examples = [
#     { args = [0], result = "today" },
#     { args = [1], result = "yesterday" },
#     { args = [5], result = "5 days ago" },
# ]
# ///
def time_ago_text(self, days):
    """Write how long ago something was from a number of days."""
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    return f"{days} days ago"
