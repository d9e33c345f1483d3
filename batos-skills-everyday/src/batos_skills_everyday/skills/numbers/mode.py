# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "mode"
# signature = "(self, numbers)"
# doc = "Find the number that appears most often in a list."
# also = ["most frequent value", "statistical mode"]
# examples = [
#     { args = [[1, 2, 2, 3]], result = 2 },
#     { args = [[5]], result = 5 },
#     { args = [[1, 1, 2, 2]], result = 1 },
# ]
# ///
def mode(self, numbers):
    """Find the number that appears most often in a list."""
    return max(numbers, key=numbers.count)
