# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "discount_percent"
# signature = "(self, old_price, new_price)"
# doc = "Calculate the discount in percent from the old and the new price."
# also = ["how many percent off is a sale price", "price reduction in percent"]
# examples = [
#     { args = [80, 60], result = 25.0 },
#     { args = [50, 50], result = 0.0 },
#     { args = [30, 20], result = 33.33 },
# ]
# ///
def discount_percent(self, old_price, new_price):
    """Calculate the discount in percent from the old and the new price."""
    return round((old_price - new_price) / old_price * 100, 2)
