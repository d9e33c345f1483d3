# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "push_on_stack"
# signature = "(self, item)"
# doc = "Push an item on the stack and tell its height."
# also = ["put something on top of a stack", "add to a pile"]
# examples = [
#     { args = ["a"], result = 1, after = { stack = ["a"] } },
#     { args = [2], result = 2, state = { stack = [1] }, after = { stack = [1, 2] } },
# ]
# ///
def push_on_stack(self, item):
    """Push an item on the stack and tell its height."""
    if not hasattr(self, "stack"):
        self.stack = []
    self.stack.append(item)
    self._p_changed = True
    return len(self.stack)
