# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "forget_fact"
# signature = "(self, subject)"
# doc = "Forget what was remembered about a subject and tell whether it was known."
# also = ["delete a stored value", "remove a key from memory"]
# examples = [
#     { args = ["wifi"], result = true, state = { facts = { wifi = "hunter2", pin = 7 } }, after = { facts = { pin = 7 } } },
#     { args = ["wifi"], result = false, state = { facts = { pin = 7 } }, after = { facts = { pin = 7 } } },
# ]
# ///
def forget_fact(self, subject):
    """Forget what was remembered about a subject and tell whether it was known."""
    if not hasattr(self, "facts"):
        self.facts = {}
    known = subject in self.facts
    self.facts.pop(subject, None)
    self._p_changed = True
    return known
