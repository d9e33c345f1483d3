# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "append_text"
# signature = "(self, text)"
# doc = "Append a text to the document and keep the old version for undo."
# also = ["type into an editor", "write with undo history"]
# examples = [
#     { args = ["hello"], result = "hello", after = { document = "hello", versions = [""] } },
#     { args = ["b"], result = "ab", state = { document = "a", versions = [""] }, after = { document = "ab", versions = ["", "a"] } },
# ]
# ///
def append_text(self, text):
    """Append a text to the document and keep the old version for undo."""
    if not hasattr(self, "versions"):
        self.document = ""
        self.versions = []
    self.versions.append(self.document)
    self.document = self.document + text
    self._p_changed = True
    return self.document
