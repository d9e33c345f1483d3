# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "correlation"
# signature = "(self, xs, ys)"
# doc = "Calculate the correlation of two lists of numbers, rounded to two decimals."
# also = ["pearson coefficient", "how strongly are two series related"]
# examples = [
#     { args = [[1, 2, 3], [2, 4, 6]], result = 1.0 },
#     { args = [[1, 2, 3], [6, 4, 2]], result = -1.0 },
#     { args = [[1, 2, 3, 4], [1, 3, 2, 4]], result = 0.8 },
# ]
# ///
def correlation(self, xs, ys):
    """Calculate the correlation of two lists of numbers, rounded to two decimals."""
    return round(statistics.correlation(xs, ys), 2)
