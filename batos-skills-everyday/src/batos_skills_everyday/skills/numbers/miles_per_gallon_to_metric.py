# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "miles_per_gallon_to_metric"
# signature = "(self, mpg)"
# doc = "Convert miles per gallon to liters per 100 kilometers, rounded to one decimal."
# also = ["mpg to l/100km", "fuel consumption in litres"]
# examples = [
#     { args = [30], result = 7.8 },
#     { args = [50], result = 4.7 },
#     { args = [20], result = 11.8 },
# ]
# ///
def miles_per_gallon_to_metric(self, mpg):
    """Convert miles per gallon to liters per 100 kilometers, rounded to one decimal."""
    return round(235.214583 / mpg, 1)
