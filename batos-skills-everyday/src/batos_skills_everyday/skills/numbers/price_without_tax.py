# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "price_without_tax"
# signature = "(self, price, rate)"
# doc = "Calculate the net price out of a price with tax."
# also = ["remove VAT from a gross price", "price before tax"]
# examples = [
#     { args = [119, 19], result = 100.0 },
#     { args = [54, 8], result = 50.0 },
#     { args = [10, 0], result = 10.0 },
# ]
# ///
def price_without_tax(self, price, rate):
    """Calculate the net price out of a price with tax."""
    return round(price * 100 / (100 + rate), 2)
