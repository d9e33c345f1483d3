# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "get_preference"
# signature = "(self, option, default)"
# doc = "Tell the value of a preference, or a default if it was never set."
# also = ["read a setting", "option with a fallback"]
# examples = [
#     { args = ["color", "blue"], result = "blue" },
#     { args = ["color", "blue"], result = "red", state = { preferences = { color = "red" } } },
# ]
# ///
def get_preference(self, option, default):
    """Tell the value of a preference, or a default if it was never set."""
    return getattr(self, "preferences", {}).get(option, default)
