# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "split_into_chunks"
# signature = "(self, items, size)"
# doc = "Split a list into chunks of a given size."
# also = ["batches of n items", "cut a list into pieces", "groups of equal size"]
# examples = [
#     { args = [[1, 2, 3, 4, 5], 2], result = [[1, 2], [3, 4], [5]] },
#     { args = [[1], 3], result = [[1]] },
#     { args = [[], 2], result = [] },
# ]
# ///
def split_into_chunks(self, items, size):
    """Split a list into chunks of a given size."""
    return [items[start : start + size] for start in range(0, len(items), size)]
