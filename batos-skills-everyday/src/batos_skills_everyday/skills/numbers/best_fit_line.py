# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "best_fit_line"
# signature = "(self, xs, ys)"
# doc = "Calculate slope and intercept of the line that fits points best."
# also = ["linear regression", "least squares", "trend line"]
# examples = [
#     { args = [[1, 2, 3], [3, 5, 7]], result = [2.0, 1.0] },
#     { args = [[0, 1], [4, 4]], result = [0.0, 4.0] },
#     { args = [[0, 2], [1, 0]], result = [-0.5, 1.0] },
# ]
# ///
def best_fit_line(self, xs, ys):
    """Calculate slope and intercept of the line that fits points best."""
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    products = sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys))
    slope = products / sum((x - x_mean) ** 2 for x in xs)
    return [round(slope, 6), round(y_mean - slope * x_mean, 6)]
