# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "pounds_to_kilograms"
# signature = "(self, pounds)"
# doc = "Convert pounds to kilograms, rounded to two decimals."
# also = ["lb to kg", "weight in kilos", "lbs into kg"]
# examples = [
#     { args = [10], result = 4.54 },
#     { args = [220], result = 99.79 },
#     { args = [0], result = 0.0 },
# ]
# ///
def pounds_to_kilograms(self, pounds):
    """Convert pounds to kilograms, rounded to two decimals."""
    return round(pounds * 0.45359237, 2)
