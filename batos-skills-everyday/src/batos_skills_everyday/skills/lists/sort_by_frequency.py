# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "sort_by_frequency"
# signature = "(self, items)"
# doc = "Sort a list so that the most frequent items come first."
# also = ["order by how often each item occurs", "frequency sort"]
# examples = [
#     { args = [[1, 2, 2, 3, 3, 3]], result = [3, 3, 3, 2, 2, 1] },
#     { args = [["b", "a", "b"]], result = ["b", "b", "a"] },
#     { args = [[]], result = [] },
# ]
# ///
def sort_by_frequency(self, items):
    """Sort a list so that the most frequent items come first."""
    counts = Counter(items)
    return sorted(items, key=lambda item: (-counts[item], item))
