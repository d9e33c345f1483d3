# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "median_list"
# signature = "(self, numbers)"
# doc = "Find the middle value of a list of numbers."
# also = ["median of a list", "the number in the middle when they are sorted"]
# examples = [
#     { args = [[5, 1, 3]], result = 3 },
#     { args = [[4, 1, 3, 2]], result = 2.5 },
#     { args = [[7]], result = 7 },
# ]
# ///
def median_list(self, numbers):
    """Find the middle value of a list of numbers."""
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if len(ordered) % 2 == 1:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
