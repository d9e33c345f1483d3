# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "unflatten_keys"
# signature = "(self, data)"
# doc = "Build nested dicts from a dict with dotted keys."
# also = ["dotted keys to nested dictionary", "undo flattening"]
# examples = [
#     { args = [{ "a.b" = 1, "a.c" = 2 }], result = { a = { b = 1, c = 2 } } },
#     { args = [{ x = 1 }], result = { x = 1 } },
#     { args = [{}], result = {} },
# ]
# ///
def unflatten_keys(self, data):
    """Build nested dicts from a dict with dotted keys."""
    result = {}
    for path, value in data.items():
        keys = path.split(".")
        inner = result
        for key in keys[:-1]:
            inner = inner.setdefault(key, {})
        inner[keys[-1]] = value
    return result
