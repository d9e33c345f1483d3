# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "kilometers_to_miles"
# signature = "(self, kilometers)"
# doc = "Convert kilometers to miles, rounded to two decimals."
# also = ["km to mi", "distance in miles", "kilometres into miles"]
# examples = [
#     { args = [10], result = 6.21 },
#     { args = [42.195], result = 26.22 },
#     { args = [0], result = 0.0 },
# ]
# ///
def kilometers_to_miles(self, kilometers):
    """Convert kilometers to miles, rounded to two decimals."""
    return round(kilometers / 1.609344, 2)
