# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "rank_numbers"
# signature = "(self, numbers)"
# doc = "Give each number in a list its rank, the highest being 1."
# also = ["ranking of scores", "position of each value from the top"]
# examples = [
#     { args = [[50, 90, 70]], result = [3, 1, 2] },
#     { args = [[5, 5, 1]], result = [1, 1, 3] },
#     { args = [[]], result = [] },
# ]
# ///
def rank_numbers(self, numbers):
    """Give each number in a list its rank, the highest being 1."""
    ordered = sorted(numbers, reverse=True)
    return [ordered.index(number) + 1 for number in numbers]
