# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "format_mixed_number"
# signature = "(self, top, bottom)"
# doc = "Write an improper fraction as a mixed number."
# also = ["7/4 becomes 1 3/4", "whole part and fraction"]
# examples = [
#     { args = [7, 4], result = "1 3/4" },
#     { args = [8, 4], result = "2" },
#     { args = [3, 4], result = "3/4" },
# ]
# ///
def format_mixed_number(self, top, bottom):
    """Write an improper fraction as a mixed number."""
    whole, rest = divmod(top, bottom)
    if rest == 0:
        return str(whole)
    return f"{whole} {rest}/{bottom}" if whole else f"{rest}/{bottom}"
