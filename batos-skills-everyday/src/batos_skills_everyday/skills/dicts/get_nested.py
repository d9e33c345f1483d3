# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "get_nested"
# signature = "(self, data, path)"
# doc = "Get a value out of nested dicts by a path with dots."
# also = ["deep lookup", "read a nested key like a.b.c", "value inside a dict inside a dict"]
# examples = [
#     { args = [{ a = { b = { c = 1 } } }, "a.b.c"], result = 1 },
#     { args = [{ a = { b = 2 } }, "a.x"], result = { "$" = "none" } },
#     { args = [{}, "a"], result = { "$" = "none" } },
# ]
# ///
def get_nested(self, data, path):
    """Get a value out of nested dicts by a path with dots."""
    value = data
    for key in path.split("."):
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return value
