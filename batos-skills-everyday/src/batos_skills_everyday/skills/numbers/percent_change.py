# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "percent_change"
# signature = "(self, old, new)"
# doc = "Calculate the percentage change from an old to a new value."
# also = ["growth rate in percent", "by how many percent did it rise or fall"]
# examples = [
#     { args = [50, 75], result = 50.0 },
#     { args = [80, 60], result = -25.0 },
#     { args = [5, 5], result = 0.0 },
# ]
# ///
def percent_change(self, old, new):
    """Calculate the percentage change from an old to a new value."""
    return round((new - old) / old * 100, 2)
