# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "open_todos"
# signature = "(self)"
# doc = "List the tasks of the to-do list that are not done."
# also = ["what is left to do", "open tasks", "pending to-dos"]
# examples = [
#     { result = [] },
#     { result = ["buy milk"], state = { todos = [{ task = "call Bob", done = true }, { task = "buy milk", done = false }] } },
# ]
# ///
def open_todos(self):
    """List the tasks of the to-do list that are not done."""
    return [todo["task"] for todo in getattr(self, "todos", []) if not todo["done"]]
