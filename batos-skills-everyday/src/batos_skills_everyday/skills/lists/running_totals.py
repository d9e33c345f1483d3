# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "running_totals"
# signature = "(self, numbers)"
# doc = "Make the list of running totals of a list of numbers."
# also = ["cumulative sum", "partial sums", "add up step by step"]
# examples = [
#     { args = [[1, 2, 3, 4]], result = [1, 3, 6, 10] },
#     { args = [[5, -5, 2]], result = [5, 0, 2] },
#     { args = [[]], result = [] },
# ]
# ///
def running_totals(self, numbers):
    """Make the list of running totals of a list of numbers."""
    totals = []
    total = 0
    for number in numbers:
        total += number
        totals.append(total)
    return totals
