# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "bought_item"
# signature = "(self, item)"
# doc = "Take a bought item off the shopping list and list what is left to buy."
# also = ["remove from the shopping list", "tick off groceries"]
# examples = [
#     { args = ["milk"], result = ["eggs"], state = { shopping = { milk = 2, eggs = 6 } }, after = { shopping = { eggs = 6 } } },
#     { args = ["tea"], result = ["eggs"], state = { shopping = { eggs = 6 } }, after = { shopping = { eggs = 6 } } },
# ]
# ///
def bought_item(self, item):
    """Take a bought item off the shopping list and list what is left to buy."""
    if not hasattr(self, "shopping"):
        self.shopping = {}
    self.shopping.pop(item, None)
    self._p_changed = True
    return sorted(self.shopping)
