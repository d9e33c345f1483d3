# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "longest_run"
# signature = "(self, items)"
# doc = "Tell the length of the longest run of equal items in a list."
# also = ["most times a value comes in a row", "longest streak in a list"]
# examples = [
#     { args = [[1, 1, 2, 2, 2, 1]], result = 3 },
#     { args = [["a"]], result = 1 },
#     { args = [[]], result = 0 },
# ]
# ///
def longest_run(self, items):
    """Tell the length of the longest run of equal items in a list."""
    longest = 0
    length = 0
    for i, item in enumerate(items):
        if i > 0 and item == items[i - 1]:
            length += 1
        else:
            length = 1
        longest = max(longest, length)
    return longest
