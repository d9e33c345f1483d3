# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "unique_items"
# signature = "(self, items)"
# doc = "Remove duplicates from a list and keep the order."
# also = ["unique values", "deduplicate a list", "each item only once"]
# examples = [
#     { args = [[3, 1, 3, 2, 1]], result = [3, 1, 2] },
#     { args = [["a", "a"]], result = ["a"] },
#     { args = [[]], result = [] },
# ]
# ///
def unique_items(self, items):
    """Remove duplicates from a list and keep the order."""
    seen = []
    for item in items:
        if item not in seen:
            seen.append(item)
    return seen
