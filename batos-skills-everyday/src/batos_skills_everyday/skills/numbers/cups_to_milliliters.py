# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "cups_to_milliliters"
# signature = "(self, cups)"
# doc = "Convert US cups to milliliters, rounded to a whole number."
# also = ["kitchen measure in ml", "cups into millilitres"]
# examples = [
#     { args = [1], result = 237 },
#     { args = [2.5], result = 591 },
#     { args = [0], result = 0 },
# ]
# ///
def cups_to_milliliters(self, cups):
    """Convert US cups to milliliters, rounded to a whole number."""
    return round(cups * 236.588)
