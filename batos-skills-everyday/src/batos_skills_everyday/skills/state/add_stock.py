# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_stock"
# signature = "(self, item, quantity)"
# doc = "Add a quantity of an item to the stock and tell how many there are."
# also = ["inventory", "goods received", "put into the warehouse"]
# examples = [
#     { args = ["bolt", 10], result = 10, after = { stock = { bolt = 10 } } },
#     { args = ["bolt", 5], result = 15, state = { stock = { bolt = 10 } }, after = { stock = { bolt = 15 } } },
# ]
# ///
def add_stock(self, item, quantity):
    """Add a quantity of an item to the stock and tell how many there are."""
    if not hasattr(self, "stock"):
        self.stock = {}
    self.stock[item] = self.stock.get(item, 0) + quantity
    self._p_changed = True
    return self.stock[item]
