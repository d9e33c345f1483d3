# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_to_shopping_list"
# signature = "(self, item, quantity)"
# doc = "Add a quantity of an item to the shopping list."
# also = ["put something on the shopping list", "I need to buy"]
# examples = [
#     { args = ["milk", 2], result = { milk = 2 }, after = { shopping = { milk = 2 } } },
#     { args = ["milk", 1], result = { milk = 3 }, state = { shopping = { milk = 2 } }, after = { shopping = { milk = 3 } } },
# ]
# ///
def add_to_shopping_list(self, item, quantity):
    """Add a quantity of an item to the shopping list."""
    if not hasattr(self, "shopping"):
        self.shopping = {}
    self.shopping[item] = self.shopping.get(item, 0) + quantity
    self._p_changed = True
    return dict(self.shopping)
