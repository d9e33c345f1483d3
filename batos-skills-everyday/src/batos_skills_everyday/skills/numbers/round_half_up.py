# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "round_half_up"
# signature = "(self, number)"
# doc = "Round a number to the nearest whole number, halves up."
# also = ["commercial rounding", "2.5 becomes 3", "round to integer"]
# examples = [
#     { args = [2.5], result = 3 },
#     { args = [2.4], result = 2 },
#     { args = [-1.2], result = -1 },
# ]
# ///
def round_half_up(self, number):
    """Round a number to the nearest whole number, halves up."""
    return math.floor(number + 0.5)
