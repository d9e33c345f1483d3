# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "upper_case"
# signature = "(self, text)"
# doc = "Turn a text into upper case."
# examples = [
#     { args = ["abc"], result = "ABC" },
# ]
# ///
def upper_case(self, text):
    """Turn a text into upper case."""
    return text.upper()
