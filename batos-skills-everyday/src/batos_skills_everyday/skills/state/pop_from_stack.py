# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "pop_from_stack"
# signature = "(self)"
# doc = "Take the top item off the stack."
# also = ["pop a stack", "last in first out", "remove from the top of a pile"]
# examples = [
#     { result = 2, state = { stack = [1, 2] }, after = { stack = [1] } },
#     { result = "a", state = { stack = ["a"] }, after = { stack = [] } },
#     { raises = "IndexError" },
# ]
# ///
def pop_from_stack(self):
    """Take the top item off the stack."""
    if not getattr(self, "stack", []):
        raise IndexError("the stack is empty")
    item = self.stack.pop()
    self._p_changed = True
    return item
