# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "remove_repeats_in_a_row"
# signature = "(self, items)"
# doc = "Remove items that are equal to the one just before them."
# also = ["collapse consecutive duplicates", "drop repeats next to each other"]
# examples = [
#     { args = [[1, 1, 2, 2, 1]], result = [1, 2, 1] },
#     { args = [["a"]], result = ["a"] },
#     { args = [[]], result = [] },
# ]
# ///
def remove_repeats_in_a_row(self, items):
    """Remove items that are equal to the one just before them."""
    result = []
    for item in items:
        if not result or result[-1] != item:
            result.append(item)
    return result
