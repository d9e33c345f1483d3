# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "find_notes"
# signature = "(self, word)"
# doc = "Find the remembered notes that contain a word."
# also = ["search my notes", "which notes mention something"]
# examples = [
#     { args = ["key"], result = [] },
#     { args = ["KEY"], result = ["The key is here"], state = { notes = ["The key is here", "buy milk"] } },
# ]
# ///
def find_notes(self, word):
    """Find the remembered notes that contain a word."""
    return [note for note in getattr(self, "notes", []) if word.lower() in note.lower()]
