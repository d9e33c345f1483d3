# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "outliers"
# signature = "(self, numbers)"
# doc = "List the numbers more than two standard deviations away from the average."
# also = ["unusual values", "extreme numbers of a list", "find anomalies"]
# examples = [
#     { args = [[10, 11, 9, 10, 10, 9, 11, 50]], result = [50] },
#     { args = [[1, 2, 3]], result = [] },
#     { args = [[5, 5, 5]], result = [] },
# ]
# ///
def outliers(self, numbers):
    """List the numbers more than two standard deviations away from the average."""
    average = statistics.mean(numbers)
    limit = 2 * statistics.pstdev(numbers)
    return [number for number in numbers if abs(number - average) > limit]
