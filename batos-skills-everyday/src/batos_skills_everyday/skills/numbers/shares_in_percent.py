# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "shares_in_percent"
# signature = "(self, numbers)"
# doc = "Calculate the share of each number in the total, in percent."
# also = ["percentages of the sum", "proportions of a list", "pie chart values"]
# examples = [
#     { args = [[1, 3]], result = [25.0, 75.0] },
#     { args = [[2, 2, 2]], result = [33.3, 33.3, 33.3] },
#     { args = [[]], result = [] },
# ]
# ///
def shares_in_percent(self, numbers):
    """Calculate the share of each number in the total, in percent."""
    total = sum(numbers)
    return [round(100 * number / total, 1) for number in numbers]
