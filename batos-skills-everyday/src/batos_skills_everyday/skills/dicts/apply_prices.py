# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "apply_prices"
# signature = "(self, order, prices)"
# doc = "Calculate what an order costs from a dict of amounts and a dict of prices."
# also = ["bill from quantities and prices", "total of an order", "price list times amounts"]
# examples = [
#     { args = [{ tea = 2, cake = 1 }, { tea = 3, cake = 5 }], result = 11 },
#     { args = [{ tea = 1 }, { tea = 2.5 }], result = 2.5 },
#     { args = [{}, { tea = 3 }], result = 0 },
# ]
# ///
def apply_prices(self, order, prices):
    """Calculate what an order costs from a dict of amounts and a dict of prices."""
    return sum(amount * prices[item] for item, amount in order.items())
