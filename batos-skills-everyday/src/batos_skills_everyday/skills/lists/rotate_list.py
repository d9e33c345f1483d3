# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "rotate_list"
# signature = "(self, items, steps)"
# doc = "Rotate a list to the left by a number of steps."
# also = ["shift items around", "move the first items to the end"]
# examples = [
#     { args = [[1, 2, 3, 4], 1], result = [2, 3, 4, 1] },
#     { args = [[1, 2, 3], -1], result = [3, 1, 2] },
#     { args = [[], 2], result = [] },
# ]
# ///
def rotate_list(self, items, steps):
    """Rotate a list to the left by a number of steps."""
    if not items:
        return []
    steps = steps % len(items)
    return items[steps:] + items[:steps]
