# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "remember_note"
# signature = "(self, text)"
# doc = "Remember a note and tell how many notes there are."
# also = ["take a note", "write something down", "save a thought"]
# examples = [
#     { args = ["the key is under the mat"], result = 1, after = { notes = ["the key is under the mat"] } },
#     { args = ["b"], result = 2, state = { notes = ["a"] }, after = { notes = ["a", "b"] } },
# ]
# ///
def remember_note(self, text):
    """Remember a note and tell how many notes there are."""
    if not hasattr(self, "notes"):
        self.notes = []
    self.notes.append(text)
    self._p_changed = True
    return len(self.notes)
