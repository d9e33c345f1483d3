# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "items_to_reorder"
# signature = "(self, minimum)"
# doc = "List the items in stock of which there are fewer than a minimum."
# also = ["low stock", "what is running out", "reorder list"]
# examples = [
#     { args = [5], result = [] },
#     { args = [5], result = ["nut"], state = { stock = { bolt = 10, nut = 2 } } },
# ]
# ///
def items_to_reorder(self, minimum):
    """List the items in stock of which there are fewer than a minimum."""
    return [item for item, quantity in getattr(self, "stock", {}).items() if quantity < minimum]
