# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "largest_in_list"
# signature = "(self, numbers)"
# doc = "Find the largest number in a list."
# also = ["maximum of a list", "highest value", "biggest number"]
# examples = [
#     { args = [[3, 9, 2]], result = 9 },
#     { args = [[-5, -1]], result = -1 },
#     { args = [[]], result = { "$" = "none" } },
# ]
# ///
def largest_in_list(self, numbers):
    """Find the largest number in a list."""
    if not numbers:
        return None
    return max(numbers)
