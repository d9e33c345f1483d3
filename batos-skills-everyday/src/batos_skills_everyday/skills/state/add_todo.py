# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_todo"
# signature = "(self, task)"
# doc = "Add a task to the to-do list and tell how many tasks there are."
# also = ["remember something to do", "new to-do item", "put a task on my list"]
# examples = [
#     { args = ["buy milk"], result = 1, after = { todos = [{ task = "buy milk", done = false }] } },
#     { args = ["buy milk"], result = 2, state = { todos = [{ task = "call Bob", done = true }] }, after = { todos = [{ task = "call Bob", done = true }, { task = "buy milk", done = false }] } },
# ]
# ///
def add_todo(self, task):
    """Add a task to the to-do list and tell how many tasks there are."""
    if not hasattr(self, "todos"):
        self.todos = []
    self.todos.append({"task": task, "done": False})
    self._p_changed = True
    return len(self.todos)
