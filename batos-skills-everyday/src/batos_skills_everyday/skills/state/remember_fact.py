# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "remember_fact"
# signature = "(self, subject, fact)"
# doc = "Remember a fact about a subject."
# also = ["save a value under a key", "learn that something is so", "store a fact"]
# examples = [
#     { args = ["wifi", "hunter2"], result = "hunter2", after = { facts = { wifi = "hunter2" } } },
#     { args = ["wifi", "new"], result = "new", state = { facts = { wifi = "old" } }, after = { facts = { wifi = "new" } } },
# ]
# ///
def remember_fact(self, subject, fact):
    """Remember a fact about a subject."""
    if not hasattr(self, "facts"):
        self.facts = {}
    self.facts[subject] = fact
    self._p_changed = True
    return fact
