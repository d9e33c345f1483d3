# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "mean_without_extremes"
# signature = "(self, numbers)"
# doc = "Calculate the average without the smallest and the largest number."
# also = ["trimmed mean", "jury score that drops best and worst"]
# examples = [
#     { args = [[1, 8, 9, 10, 100]], result = 9.0 },
#     { args = [[4, 5, 6]], result = 5.0 },
#     { args = [[7, 7, 7, 7]], result = 7.0 },
# ]
# ///
def mean_without_extremes(self, numbers):
    """Calculate the average without the smallest and the largest number."""
    kept = sorted(numbers)[1:-1]
    return sum(kept) / len(kept)
