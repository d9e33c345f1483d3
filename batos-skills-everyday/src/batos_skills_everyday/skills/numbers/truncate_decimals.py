# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "truncate_decimals"
# signature = "(self, number, decimals)"
# doc = "Cut off the decimals of a number after some places, without rounding."
# also = ["drop digits after the point", "truncate a float", "3.149 becomes 3.14"]
# examples = [
#     { args = [3.149, 2], result = 3.14 },
#     { args = [-2.79, 1], result = -2.7 },
#     { args = [5, 2], result = 5.0 },
# ]
# ///
def truncate_decimals(self, number, decimals):
    """Cut off the decimals of a number after some places, without rounding."""
    factor = 10**decimals
    return math.trunc(number * factor) / factor
