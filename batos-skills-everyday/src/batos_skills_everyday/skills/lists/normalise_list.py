# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "normalise_list"
# signature = "(self, numbers)"
# doc = "Scale a list of numbers to the range from 0 to 1."
# also = [
#     "normalise values",
#     "min-max scaling",
#     "rescale so that the smallest is 0 and the largest is 1",
# ]
# examples = [
#     { args = [[0, 5, 10]], result = [0.0, 0.5, 1.0] },
#     { args = [[-1, 1]], result = [0.0, 1.0] },
#     { args = [[3, 3]], result = [0.0, 0.0] },
# ]
# ///
def normalise_list(self, numbers):
    """Scale a list of numbers to the range from 0 to 1."""
    low = min(numbers)
    width = max(numbers) - low
    if width == 0:
        return [0.0 for number in numbers]
    return [(number - low) / width for number in numbers]
