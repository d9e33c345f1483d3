# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "reading_summary"
# signature = "(self)"
# doc = "Tell how many values were measured, and their smallest, largest and average."
# also = ["statistics of the readings", "summary of measurements"]
# examples = [
#     { result = { count = 0 } },
#     { result = { count = 3, min = 4, max = 6, average = 5.0 }, state = { readings = [4, 6, 5] } },
# ]
# ///
def reading_summary(self):
    """Tell how many values were measured, and their smallest, largest and average."""
    values = getattr(self, "readings", [])
    if not values:
        return {"count": 0}
    average = sum(values) / len(values)
    return {"count": len(values), "min": min(values), "max": max(values), "average": average}
