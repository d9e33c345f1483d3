# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "place_in_queue"
# signature = "(self, person)"
# doc = "Tell the place of a person in the queue, or 0 if not waiting."
# also = ["position in line", "how many are before me"]
# examples = [
#     { args = ["Ann"], result = 0 },
#     { args = ["Bob"], result = 2, state = { queue = ["Ann", "Bob"] } },
# ]
# ///
def place_in_queue(self, person):
    """Tell the place of a person in the queue, or 0 if not waiting."""
    queue = getattr(self, "queue", [])
    if person not in queue:
        return 0
    return queue.index(person) + 1
