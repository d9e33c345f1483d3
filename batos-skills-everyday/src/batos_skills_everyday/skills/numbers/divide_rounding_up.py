# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "divide_rounding_up"
# signature = "(self, a, b)"
# doc = "Divide two whole numbers and round up."
# also = ["how many boxes are needed", "ceiling division", "number of pages for n items"]
# examples = [
#     { args = [17, 5], result = 4 },
#     { args = [10, 5], result = 2 },
#     { args = [0, 5], result = 0 },
# ]
# ///
def divide_rounding_up(self, a, b):
    """Divide two whole numbers and round up."""
    return math.ceil(a / b)
