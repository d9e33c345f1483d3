# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "moving_average"
# signature = "(self, numbers, size)"
# doc = "Calculate the moving average of a list over a window of a given size."
# also = ["rolling mean", "smooth a list of numbers"]
# examples = [
#     { args = [[1, 2, 3, 4, 5], 3], result = [2.0, 3.0, 4.0] },
#     { args = [[10, 20], 2], result = [15.0] },
#     { args = [[1], 2], result = [] },
# ]
# ///
def moving_average(self, numbers, size):
    """Calculate the moving average of a list over a window of a given size."""
    averages = []
    for start in range(len(numbers) - size + 1):
        window = numbers[start : start + size]
        averages.append(sum(window) / size)
    return averages
