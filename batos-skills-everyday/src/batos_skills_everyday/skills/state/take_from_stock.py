# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "take_from_stock"
# signature = "(self, item, quantity)"
# doc = "Take a quantity of an item from the stock and tell how many are left."
# also = ["use up inventory", "sell items", "goods issued"]
# examples = [
#     { args = ["bolt", 4], result = 6, state = { stock = { bolt = 10 } }, after = { stock = { bolt = 6 } } },
#     { args = ["bolt", 4], result = 0, state = { stock = { bolt = 4, nut = 1 } }, after = { stock = { bolt = 0, nut = 1 } } },
#     { args = ["bolt", 11], state = { stock = { bolt = 10 } }, raises = "ValueError" },
# ]
# ///
def take_from_stock(self, item, quantity):
    """Take a quantity of an item from the stock and tell how many are left."""
    stock = dict(getattr(self, "stock", {}))
    available = stock.get(item, 0)
    if quantity > available:
        raise ValueError(f"only {available} x {item} in stock")
    stock[item] = available - quantity
    self.stock = stock
    self._p_changed = True
    return stock[item]
