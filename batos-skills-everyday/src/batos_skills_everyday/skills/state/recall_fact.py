# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "recall_fact"
# signature = "(self, subject)"
# doc = "Recall what was remembered about a subject."
# also = ["get a stored value by its key", "what do you know about"]
# examples = [
#     { args = ["wifi"], result = { "$" = "none" } },
#     { args = ["wifi"], result = "hunter2", state = { facts = { wifi = "hunter2" } } },
# ]
# ///
def recall_fact(self, subject):
    """Recall what was remembered about a subject."""
    return getattr(self, "facts", {}).get(subject)
