# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "set_preference"
# signature = "(self, option, value)"
# doc = "Set a preference to a value."
# also = ["change a setting", "save an option", "configure something"]
# examples = [
#     { args = ["color", "red"], result = "red", after = { preferences = { color = "red" } } },
#     { args = ["size", 4], result = 4, state = { preferences = { color = "red", size = 3 } }, after = { preferences = { color = "red", size = 4 } } },
# ]
# ///
def set_preference(self, option, value):
    """Set a preference to a value."""
    if not hasattr(self, "preferences"):
        self.preferences = {}
    self.preferences[option] = value
    self._p_changed = True
    return value
