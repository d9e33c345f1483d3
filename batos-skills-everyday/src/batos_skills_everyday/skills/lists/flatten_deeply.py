# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "flatten_deeply"
# signature = "(self, items)"
# doc = "Flatten a list with lists inside lists of any depth."
# also = ["deep flatten", "unpack nested lists completely"]
# examples = [
#     { args = [[1, [2, [3, [4]]]]], result = [1, 2, 3, 4] },
#     { args = [[[], [[]]]], result = [] },
#     { args = [["ab", ["c"]]], result = ["ab", "c"] },
# ]
# ///
def flatten_deeply(self, items):
    """Flatten a list with lists inside lists of any depth."""
    flat = []
    rest = list(items)
    while rest:
        item = rest.pop(0)
        if isinstance(item, list):
            rest = item + rest
        else:
            flat.append(item)
    return flat
