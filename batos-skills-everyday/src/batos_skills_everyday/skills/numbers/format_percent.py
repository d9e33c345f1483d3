# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "format_percent"
# signature = "(self, share)"
# doc = "Write a share between 0 and 1 as percent text."
# also = ["0.25 becomes 25%", "format a ratio as a percentage"]
# examples = [
#     { args = [0.25], result = "25.0%" },
#     { args = [1], result = "100.0%" },
#     { args = [0.333], result = "33.3%" },
# ]
# ///
def format_percent(self, share):
    """Write a share between 0 and 1 as percent text."""
    return f"{share:.1%}"
