# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "undo_last_change"
# signature = "(self)"
# doc = "Undo the last change of the document."
# also = ["go back one version", "take back what I wrote"]
# examples = [
#     { result = "a", state = { document = "ab", versions = ["", "a"] }, after = { document = "a", versions = [""] } },
#     { result = "", state = { document = "x", versions = [""] }, after = { document = "", versions = [] } },
#     { raises = "ValueError" },
# ]
# ///
def undo_last_change(self):
    """Undo the last change of the document."""
    if not getattr(self, "versions", []):
        raise ValueError("nothing to undo")
    self.document = self.versions.pop()
    self._p_changed = True
    return self.document
