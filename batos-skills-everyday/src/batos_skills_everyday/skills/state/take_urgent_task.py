# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "take_urgent_task"
# signature = "(self)"
# doc = "Take the most urgent task and remove it from the list."
# also = ["next task by priority", "what should I do first"]
# examples = [
#     { result = "eat", state = { urgent_tasks = [[1, "eat"], [3, "sleep"]] }, after = { urgent_tasks = [[3, "sleep"]] } },
#     { result = "walk", state = { urgent_tasks = [[2, "walk"]] }, after = { urgent_tasks = [] } },
# ]
# ///
def take_urgent_task(self):
    """Take the most urgent task and remove it from the list."""
    if not getattr(self, "urgent_tasks", []):
        raise ValueError("there is no task")
    priority, task = self.urgent_tasks.pop(0)
    self._p_changed = True
    return task
