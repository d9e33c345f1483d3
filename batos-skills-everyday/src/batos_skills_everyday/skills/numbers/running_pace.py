# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "running_pace"
# signature = "(self, kilometers, minutes)"
# doc = "Calculate the running pace in minutes per kilometer as text."
# also = ["pace such as 5:30 per km", "how fast did I run"]
# examples = [
#     { args = [10, 55], result = "5:30" },
#     { args = [5, 25], result = "5:00" },
#     { args = [3, 20], result = "6:40" },
# ]
# ///
def running_pace(self, kilometers, minutes):
    """Calculate the running pace in minutes per kilometer as text."""
    seconds = round(minutes * 60 / kilometers)
    return f"{seconds // 60}:{seconds % 60:02d}"
