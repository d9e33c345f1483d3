# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "ordinal"
# signature = "(self, number)"
# doc = "Write a number with its ordinal suffix."
# also = ["1st, 2nd, 3rd, 4th", "add st, nd, rd or th to a number", "position in a ranking"]
# examples = [
#     { args = [1], result = "1st" },
#     { args = [22], result = "22nd" },
#     { args = [13], result = "13th" },
#     { args = [103], result = "103rd" },
# ]
# ///
def ordinal(self, number):
    """Write a number with its ordinal suffix."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
