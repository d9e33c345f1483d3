# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "order_by_dependencies"
# signature = "(self, needs)"
# doc = "Order tasks so that each comes after the tasks it needs."
# also = ["topological sort", "which task first", "build order"]
# examples = [
#     { args = [{ eat = ["cook"], cook = ["shop"], shop = [] }], result = ["shop", "cook", "eat"] },
#     { args = [{ a = [] }], result = ["a"] },
#     { args = [{ a = ["b"], b = ["a"] }], raises = "ValueError" },
# ]
# ///
def order_by_dependencies(self, needs):
    """Order tasks so that each comes after the tasks it needs."""
    order = []
    while len(order) < len(needs):
        ready = [
            task
            for task in needs
            if task not in order and all(need in order for need in needs[task])
        ]
        if not ready:
            raise ValueError("the tasks need each other")
        order.append(ready[0])
    return order
