# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "abbreviate_number"
# signature = "(self, number)"
# doc = "Shorten a large number with K, M or B."
# also = ["1500 becomes 1.5K", "human readable count", "followers display"]
# examples = [
#     { args = [1500], result = "1.5K" },
#     { args = [2000000], result = "2.0M" },
#     { args = [950], result = "950" },
# ]
# ///
def abbreviate_number(self, number):
    """Shorten a large number with K, M or B."""
    for limit, letter in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if number >= limit:
            return f"{number / limit:.1f}{letter}"
    return str(number)
