# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "round_significant"
# signature = "(self, number, digits)"
# doc = "Round a number to a count of significant digits."
# also = ["significant figures", "keep only the leading digits of a value"]
# examples = [
#     { args = [12345, 2], result = 12000 },
#     { args = [0.012345, 3], result = 0.0123 },
#     { args = [0, 3], result = 0 },
# ]
# ///
def round_significant(self, number, digits):
    """Round a number to a count of significant digits."""
    if number == 0:
        return 0
    places = digits - 1 - math.floor(math.log10(abs(number)))
    return round(number, places)
