# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_to_cart"
# signature = "(self, product, price, quantity)"
# doc = "Put a product into the cart and tell the total price."
# also = ["shopping cart", "add to basket", "checkout total"]
# examples = [
#     { args = ["tea", 3, 2], result = 6, after = { cart = [["tea", 3, 2]] } },
#     { args = ["cake", 5, 1], result = 11, state = { cart = [["tea", 3, 2]] }, after = { cart = [["tea", 3, 2], ["cake", 5, 1]] } },
# ]
# ///
def add_to_cart(self, product, price, quantity):
    """Put a product into the cart and tell the total price."""
    if not hasattr(self, "cart"):
        self.cart = []
    self.cart.append([product, price, quantity])
    self._p_changed = True
    return sum(line[1] * line[2] for line in self.cart)
