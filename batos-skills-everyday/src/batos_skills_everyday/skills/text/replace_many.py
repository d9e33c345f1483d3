# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "replace_many"
# signature = "(self, text, replacements)"
# doc = "Replace several words of a text with the help of a dictionary."
# also = ["substitute many strings at once", "translate words by a table"]
# examples = [
#     { args = ["red or blue", { red = "rot", blue = "blau" }], result = "rot or blau" },
#     { args = ["hello", {}], result = "hello" },
#     { args = ["aab", { a = "x" }], result = "xxb" },
# ]
# ///
def replace_many(self, text, replacements):
    """Replace several words of a text with the help of a dictionary."""
    for old, new in replacements.items():
        text = text.replace(old, new)
    return text
