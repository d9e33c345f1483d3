# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "todo_progress"
# signature = "(self)"
# doc = "Tell how many percent of the to-do list are done."
# also = ["progress of my tasks", "share of finished to-dos"]
# examples = [
#     { result = 0 },
#     { result = 50, state = { todos = [{ task = "a", done = true }, { task = "b", done = false }] } },
# ]
# ///
def todo_progress(self):
    """Tell how many percent of the to-do list are done."""
    todos = getattr(self, "todos", [])
    if not todos:
        return 0
    return round(100 * sum(1 for todo in todos if todo["done"]) / len(todos))
