# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "reverse_text"
# signature = "(self, text)"
# doc = "Reverse a text."
# examples = [
#     { args = ["abc"], result = "cba" },
# ]
# ///
def reverse_text(self, text):
    """Reverse a text."""
    return text[::-1]
