# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "most_frequent_item"
# signature = "(self, items)"
# doc = "Find the item that occurs most often in a list."
# also = ["mode of a list", "most common value", "favourite answer"]
# examples = [
#     { args = [[1, 3, 3, 2]], result = 3 },
#     { args = [["tea", "coffee", "tea"]], result = "tea" },
#     { args = [[]], result = { "$" = "none" } },
# ]
# ///
def most_frequent_item(self, items):
    """Find the item that occurs most often in a list."""
    if not items:
        return None
    return max(items, key=items.count)
