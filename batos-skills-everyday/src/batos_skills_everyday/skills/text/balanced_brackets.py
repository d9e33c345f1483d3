# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "balanced_brackets"
# signature = "(self, text)"
# doc = "Check whether the brackets of a text are balanced."
# also = [
#     "do all parentheses match",
#     "every opened bracket is closed",
#     "valid nesting of ([{}])",
# ]
# examples = [
#     { args = ["(a[b]{c})"], result = true },
#     { args = ["(]"], result = false },
#     { args = ["(("], result = false },
#     { args = [""], result = true },
# ]
# ///
def balanced_brackets(self, text):
    """Check whether the brackets of a text are balanced."""
    pairs = {")": "(", "]": "[", "}": "{"}
    opened = []
    for character in text:
        if character in "([{":
            opened.append(character)
        elif character in pairs:
            if not opened or opened.pop() != pairs[character]:
                return False
    return not opened
