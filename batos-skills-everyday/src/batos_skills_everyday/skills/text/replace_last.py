# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "replace_last"
# signature = "(self, text, old, new)"
# doc = "Replace the last occurrence of a part of a text."
# also = ["change only the final match", "substitute the last one"]
# examples = [
#     { args = ["one one one", "one", "two"], result = "one one two" },
#     { args = ["a.b.c", ".", "!"], result = "a.b!c" },
#     { args = ["hello", "x", "y"], result = "hello" },
# ]
# ///
def replace_last(self, text, old, new):
    """Replace the last occurrence of a part of a text."""
    return new.join(text.rsplit(old, 1))
