# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "join_queue"
# signature = "(self, person)"
# doc = "Put a person at the end of the queue and tell the place."
# also = ["enqueue", "wait in line", "add to a waiting list"]
# examples = [
#     { args = ["Ann"], result = 1, after = { queue = ["Ann"] } },
#     { args = ["Bob"], result = 2, state = { queue = ["Ann"] }, after = { queue = ["Ann", "Bob"] } },
# ]
# ///
def join_queue(self, person):
    """Put a person at the end of the queue and tell the place."""
    if not hasattr(self, "queue"):
        self.queue = []
    self.queue.append(person)
    self._p_changed = True
    return len(self.queue)
