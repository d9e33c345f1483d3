# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "remember_recent"
# signature = "(self, item)"
# doc = "Remember an item as the most recent of at most five."
# also = ["recently used list", "last five items", "most recent first"]
# examples = [
#     { args = ["a"], result = ["a"], after = { recent = ["a"] } },
#     { args = ["b"], result = ["b", "e", "d", "c", "a"], state = { recent = ["e", "d", "c", "b", "a"] }, after = { recent = ["b", "e", "d", "c", "a"] } },
#     { args = ["f"], result = ["f", "e", "d", "c", "b"], state = { recent = ["e", "d", "c", "b", "a"] }, after = { recent = ["f", "e", "d", "c", "b"] } },
# ]
# ///
def remember_recent(self, item):
    """Remember an item as the most recent of at most five."""
    others = [other for other in getattr(self, "recent", []) if other != item]
    self.recent = [item] + others[:4]
    self._p_changed = True
    return list(self.recent)
