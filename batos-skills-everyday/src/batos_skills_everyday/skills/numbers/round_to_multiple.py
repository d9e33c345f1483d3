# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "round_to_multiple"
# signature = "(self, number, step)"
# doc = "Round a number to the nearest multiple of a step."
# also = ["round to the nearest 5 or 10", "snap a value to a grid"]
# examples = [
#     { args = [23, 5], result = 25 },
#     { args = [22, 5], result = 20 },
#     { args = [7, 10], result = 10 },
# ]
# ///
def round_to_multiple(self, number, step):
    """Round a number to the nearest multiple of a step."""
    return step * math.floor(number / step + 0.5)
