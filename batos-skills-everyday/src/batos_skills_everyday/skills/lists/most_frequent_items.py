# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "most_frequent_items"
# signature = "(self, items, amount)"
# doc = "List the most frequent items of a list, most frequent first."
# also = ["top n most common values", "n most popular items"]
# examples = [
#     { args = [["a", "b", "a", "c", "a", "b"], 2], result = ["a", "b"] },
#     { args = [[5], 3], result = [5] },
#     { args = [[], 1], result = [] },
# ]
# ///
def most_frequent_items(self, items, amount):
    """List the most frequent items of a list, most frequent first."""
    return [item for item, count in Counter(items).most_common(amount)]
