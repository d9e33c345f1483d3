# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "merge_nested"
# signature = "(self, first, second)"
# doc = "Merge two nested dicts, joining inner dicts as well."
# also = ["deep merge", "combine nested settings"]
# examples = [
#     { args = [{ a = { x = 1 } }, { a = { y = 2 } }], result = { a = { x = 1, y = 2 } } },
#     { args = [{ a = 1 }, { a = { b = 2 } }], result = { a = { b = 2 } } },
#     { args = [{}, { n = 1 }], result = { n = 1 } },
# ]
# ///
def merge_nested(self, first, second):
    """Merge two nested dicts, joining inner dicts as well."""

    def merge(left, right):
        result = dict(left)
        for key, value in right.items():
            if isinstance(value, dict) and isinstance(result.get(key), dict):
                value = merge(result[key], value)
            result[key] = value
        return result

    return merge(first, second)
