# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "next_in_queue"
# signature = "(self)"
# doc = "Take the first person out of the queue, or None if nobody waits."
# also = ["dequeue", "who is next in line", "first in first out"]
# examples = [
#     { result = "Ann", state = { queue = ["Ann", "Bob"] }, after = { queue = ["Bob"] } },
#     { result = { "$" = "none" }, state = { queue = [] }, after = { queue = [] } },
# ]
# ///
def next_in_queue(self):
    """Take the first person out of the queue, or None if nobody waits."""
    if not getattr(self, "queue", []):
        return None
    person = self.queue.pop(0)
    self._p_changed = True
    return person
