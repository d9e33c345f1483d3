# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "sliding_windows"
# signature = "(self, items, size)"
# doc = "List all the stretches of a given length in a list."
# also = ["sliding window", "overlapping slices", "n-grams of a list"]
# examples = [
#     { args = [[1, 2, 3, 4], 3], result = [[1, 2, 3], [2, 3, 4]] },
#     { args = [[1], 2], result = [] },
#     { args = [["a", "b"], 1], result = [["a"], ["b"]] },
# ]
# ///
def sliding_windows(self, items, size):
    """List all the stretches of a given length in a list."""
    return [items[start : start + size] for start in range(len(items) - size + 1)]
