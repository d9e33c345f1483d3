# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "second_largest"
# signature = "(self, numbers)"
# doc = "Find the second largest number in a list."
# also = ["runner-up value", "second highest score"]
# examples = [
#     { args = [[3, 9, 7]], result = 7 },
#     { args = [[5, 5, 1]], result = 1 },
#     { args = [[4]], result = { "$" = "none" } },
# ]
# ///
def second_largest(self, numbers):
    """Find the second largest number in a list."""
    ordered = sorted(set(numbers), reverse=True)
    if len(ordered) < 2:
        return None
    return ordered[1]
