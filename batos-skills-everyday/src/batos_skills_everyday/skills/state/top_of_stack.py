# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "top_of_stack"
# signature = "(self)"
# doc = "Tell the top item of the stack without taking it."
# also = ["peek at a stack", "what lies on top"]
# examples = [{ result = { "$" = "none" } }, { result = 2, state = { stack = [1, 2] } }]
# ///
def top_of_stack(self):
    """Tell the top item of the stack without taking it."""
    stack = getattr(self, "stack", [])
    if not stack:
        return None
    return stack[-1]
