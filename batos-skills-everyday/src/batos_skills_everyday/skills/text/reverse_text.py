# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "reverse_text"
# signature = "(self, text)"
# doc = "Reverse a text."
# also = ["spell a string backwards", "turn the letters around", "mirror a word"]
# examples = [
#     { args = ["hello"], result = "olleh" },
#     { args = ["ab c"], result = "c ba" },
#     { args = [""], result = "" },
# ]
# ///
def reverse_text(self, text):
    """Reverse a text."""
    return text[::-1]
