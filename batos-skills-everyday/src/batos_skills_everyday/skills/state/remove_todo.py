# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "remove_todo"
# signature = "(self, task)"
# doc = "Remove a task from the to-do list and tell how many are left."
# also = ["delete a to-do", "take a task off my list"]
# examples = [
#     { args = ["buy milk"], result = 1, state = { todos = [{ task = "buy milk", done = false }, { task = "sleep", done = false }] }, after = { todos = [{ task = "sleep", done = false }] } },
#     { args = ["sleep"], result = 0, after = { todos = [] } },
# ]
# ///
def remove_todo(self, task):
    """Remove a task from the to-do list and tell how many are left."""
    self.todos = [todo for todo in getattr(self, "todos", []) if todo["task"] != task]
    self._p_changed = True
    return len(self.todos)
