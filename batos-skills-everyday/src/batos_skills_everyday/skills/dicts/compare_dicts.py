# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "compare_dicts"
# signature = "(self, before, after)"
# doc = "Tell which keys were added, removed and changed between two dicts."
# also = ["difference of two settings", "compare old and new dictionary"]
# examples = [
#     { args = [{ a = 1, b = 2 }, { b = 3, c = 4 }], result = { added = ["c"], removed = ["a"], changed = ["b"] } },
#     { args = [{ x = 1 }, { x = 1 }], result = { added = [], removed = [], changed = [] } },
#     { args = [{}, { n = 0 }], result = { added = ["n"], removed = [], changed = [] } },
# ]
# ///
def compare_dicts(self, before, after):
    """Tell which keys were added, removed and changed between two dicts."""
    added = [key for key in after if key not in before]
    removed = [key for key in before if key not in after]
    changed = [key for key in before if key in after and before[key] != after[key]]
    return {"added": added, "removed": removed, "changed": changed}
