# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "percentile"
# signature = "(self, numbers, percent)"
# doc = "Find the number below which a percentage of the numbers lie."
# also = ["nearest-rank percentile", "90th percentile of values"]
# examples = [
#     { args = [[15, 20, 35, 40, 50], 40], result = 20 },
#     { args = [[1, 2, 3, 4], 100], result = 4 },
#     { args = [[7], 50], result = 7 },
# ]
# ///
def percentile(self, numbers, percent):
    """Find the number below which a percentage of the numbers lie."""
    rank = math.ceil(percent / 100 * len(numbers))
    return sorted(numbers)[max(rank, 1) - 1]
