# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "pluralize"
# signature = "(self, count, word)"
# doc = "Write a count with its word in singular or plural."
# also = ["1 apple but 2 apples", "add an s when there are several", "number and noun"]
# examples = [
#     { args = [1, "apple"], result = "1 apple" },
#     { args = [3, "apple"], result = "3 apples" },
#     { args = [0, "cat"], result = "0 cats" },
# ]
# ///
def pluralize(self, count, word):
    """Write a count with its word in singular or plural."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
