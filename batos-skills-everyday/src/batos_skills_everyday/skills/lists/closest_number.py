# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "closest_number"
# signature = "(self, numbers, target)"
# doc = "Find the number in a list that is closest to a target."
# also = ["nearest value", "which number comes nearest"]
# examples = [
#     { args = [[1, 5, 10], 6], result = 5 },
#     { args = [[-3, 4], 0], result = -3 },
#     { args = [[7], 100], result = 7 },
# ]
# ///
def closest_number(self, numbers, target):
    """Find the number in a list that is closest to a target."""
    return min(numbers, key=lambda number: abs(number - target))
