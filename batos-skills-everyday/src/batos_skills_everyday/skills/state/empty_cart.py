# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "empty_cart"
# signature = "(self)"
# doc = "Empty the cart and tell how many products were in it."
# also = ["clear the basket", "start shopping again"]
# examples = [
#     { result = 2, state = { cart = [["tea", 3, 2], ["cake", 5, 1]] }, after = { cart = [] } },
#     { result = 0, after = { cart = [] } },
# ]
# ///
def empty_cart(self):
    """Empty the cart and tell how many products were in it."""
    amount = len(getattr(self, "cart", []))
    self.cart = []
    self._p_changed = True
    return amount
