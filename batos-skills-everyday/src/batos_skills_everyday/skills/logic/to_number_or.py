# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "to_number_or"
# signature = "(self, text, default)"
# doc = "Read a whole number from a text, or give a default if it is none."
# also = ["parse an integer safely", "text to number without error"]
# examples = [
#     { args = ["42", 0], result = 42 },
#     { args = ["abc", 0], result = 0 },
#     { args = ["", -1], result = -1 },
# ]
# ///
def to_number_or(self, text, default):
    """Read a whole number from a text, or give a default if it is none."""
    try:
        return int(text)
    except ValueError:
        return default
