# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "sample_deviation"
# signature = "(self, numbers)"
# doc = "Calculate the sample standard deviation, rounded to two decimals."
# also = ["standard deviation with n minus 1", "sample sigma"]
# examples = [
#     { args = [[1, 2, 3]], result = 1.0 },
#     { args = [[2, 4, 4, 4, 5, 5, 7, 9]], result = 2.14 },
#     { args = [[3, 3]], result = 0.0 },
# ]
# ///
def sample_deviation(self, numbers):
    """Calculate the sample standard deviation, rounded to two decimals."""
    return round(statistics.stdev(numbers), 2)
