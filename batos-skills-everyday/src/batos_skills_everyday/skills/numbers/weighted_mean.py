# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "weighted_mean"
# signature = "(self, values, weights)"
# doc = "Calculate the weighted average of values."
# also = ["average grade with credits", "mean with weights"]
# examples = [
#     { args = [[90, 80], [1, 3]], result = 82.5 },
#     { args = [[5], [2]], result = 5.0 },
#     { args = [[1, 2, 3], [1, 1, 1]], result = 2.0 },
# ]
# ///
def weighted_mean(self, values, weights):
    """Calculate the weighted average of values."""
    total = sum(value * weight for value, weight in zip(values, weights))
    return total / sum(weights)
