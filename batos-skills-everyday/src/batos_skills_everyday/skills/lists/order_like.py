# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "order_like"
# signature = "(self, items, order)"
# doc = "Sort items in the order of a second list."
# also = ["custom order", "arrange by a given order"]
# examples = [
#     { args = [["large", "small", "medium"], ["small", "medium", "large"]], result = ["small", "medium", "large"] },
#     { args = [["b", "b", "a"], ["a", "b"]], result = ["a", "b", "b"] },
#     { args = [[], ["a"]], result = [] },
# ]
# ///
def order_like(self, items, order):
    """Sort items in the order of a second list."""
    return sorted(items, key=lambda item: order.index(item))
