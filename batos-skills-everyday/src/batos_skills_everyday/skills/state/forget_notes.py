# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "forget_notes"
# signature = "(self)"
# doc = "Forget all notes and tell how many there were."
# also = ["clear my notes", "delete everything I wrote down"]
# examples = [
#     { result = 2, state = { notes = ["a", "b"] }, after = { notes = [] } },
#     { result = 0, state = { notes = [] }, after = { notes = [] } },
# ]
# ///
def forget_notes(self):
    """Forget all notes and tell how many there were."""
    amount = len(getattr(self, "notes", []))
    self.notes = []
    self._p_changed = True
    return amount
