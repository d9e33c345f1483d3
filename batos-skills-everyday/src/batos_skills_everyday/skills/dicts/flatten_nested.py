# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "flatten_nested"
# signature = "(self, data)"
# doc = "Flatten nested dicts into one dict with dotted keys."
# also = ["nested dictionary to flat one", "join inner keys with dots"]
# examples = [
#     { args = [{ a = { b = 1, c = { d = 2 } }, e = 3 }], result = { "a.b" = 1, "a.c.d" = 2, e = 3 } },
#     { args = [{ x = 1 }], result = { x = 1 } },
#     { args = [{}], result = {} },
# ]
# ///
def flatten_nested(self, data):
    """Flatten nested dicts into one dict with dotted keys."""
    flat = {}
    rest = list(data.items())
    while rest:
        key, value = rest.pop(0)
        if isinstance(value, dict):
            rest = [(f"{key}.{inner}", part) for inner, part in value.items()] + rest
        else:
            flat[key] = value
    return flat
