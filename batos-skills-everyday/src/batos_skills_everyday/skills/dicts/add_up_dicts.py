# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_up_dicts"
# signature = "(self, first, second)"
# doc = "Merge two dicts of numbers and add up the values of shared keys."
# also = ["sum two dictionaries key by key", "combine counts"]
# examples = [
#     { args = [{ a = 1, b = 2 }, { b = 3 }], result = { a = 1, b = 5 } },
#     { args = [{}, { x = 1 }], result = { x = 1 } },
#     { args = [{}, {}], result = {} },
# ]
# ///
def add_up_dicts(self, first, second):
    """Merge two dicts of numbers and add up the values of shared keys."""
    result = dict(first)
    for key, value in second.items():
        result[key] = result.get(key, 0) + value
    return result
