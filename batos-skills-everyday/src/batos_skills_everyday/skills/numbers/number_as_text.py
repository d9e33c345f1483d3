# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "number_as_text"
# signature = "(self, number)"
# doc = "Write a number as text without needless decimals."
# also = ["3.0 becomes 3 but 3.5 stays", "drop trailing zeros of a float"]
# examples = [
#     { args = [3.0], result = "3" },
#     { args = [3.5], result = "3.5" },
#     { args = [-2], result = "-2" },
# ]
# ///
def number_as_text(self, number):
    """Write a number as text without needless decimals."""
    return f"{number:g}"
