# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "push_item"
# signature = "(self, item)"
# doc = "Push an item on the stack."
# examples = [
#     { args = [2], result = 2, state = { items = [1] }, after = { items = [1, 2] } },
# ]
# ///
def push_item(self, item):
    """Push an item on the stack."""
    if not hasattr(self, "items"):
        self.items = []
    self.items.append(item)
    self._p_changed = True
    return len(self.items)
