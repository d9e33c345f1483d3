# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_urgent_task"
# signature = "(self, task, priority)"
# doc = "Add a task with a priority number, and tell the most urgent task."
# also = ["priority queue", "tasks ordered by importance, 1 being the most urgent"]
# examples = [
#     { args = ["sleep", 3], result = "sleep", after = { urgent_tasks = [[3, "sleep"]] } },
#     { args = ["eat", 1], result = "eat", state = { urgent_tasks = [[3, "sleep"]] }, after = { urgent_tasks = [[1, "eat"], [3, "sleep"]] } },
# ]
# ///
def add_urgent_task(self, task, priority):
    """Add a task with a priority number, and tell the most urgent task."""
    if not hasattr(self, "urgent_tasks"):
        self.urgent_tasks = []
    self.urgent_tasks.append([priority, task])
    self.urgent_tasks.sort()
    self._p_changed = True
    return self.urgent_tasks[0][1]
