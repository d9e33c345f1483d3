# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "split_list_at"
# signature = "(self, items, separator)"
# doc = "Split a list at every occurrence of a separator item."
# also = ["cut a list where a value occurs", "sections between markers"]
# examples = [
#     { args = [[1, 0, 2, 3, 0], 0], result = [[1], [2, 3], []] },
#     { args = [[1, 2], 0], result = [[1, 2]] },
#     { args = [[], 0], result = [[]] },
# ]
# ///
def split_list_at(self, items, separator):
    """Split a list at every occurrence of a separator item."""
    parts = [[]]
    for item in items:
        if item == separator:
            parts.append([])
        else:
            parts[-1].append(item)
    return parts
