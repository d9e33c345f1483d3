# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "complete_todo"
# signature = "(self, task)"
# doc = "Mark a task of the to-do list as done and tell whether it was there."
# also = ["tick off a task", "finish a to-do", "check an item"]
# examples = [
#     { args = ["buy milk"], result = true, state = { todos = [{ task = "buy milk", done = false }] }, after = { todos = [{ task = "buy milk", done = true }] } },
#     { args = ["sleep"], result = false, state = { todos = [{ task = "buy milk", done = false }] }, after = { todos = [{ task = "buy milk", done = false }] } },
# ]
# ///
def complete_todo(self, task):
    """Mark a task of the to-do list as done and tell whether it was there."""
    found = False
    for todo in getattr(self, "todos", []):
        if todo["task"] == task:
            todo["done"] = True
            found = True
    self._p_changed = True
    return found
