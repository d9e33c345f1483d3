# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "group_letters"
# signature = "(self, text, size, sign)"
# doc = "Insert a sign after every few characters of a text."
# also = ["put a dash between groups of characters", "group a serial number in blocks"]
# examples = [
#     { args = ["ABCDEFGH", 4, "-"], result = "ABCD-EFGH" },
#     { args = ["12345", 2, " "], result = "12 34 5" },
#     { args = ["", 3, "-"], result = "" },
# ]
# ///
def group_letters(self, text, size, sign):
    """Insert a sign after every few characters of a text."""
    return sign.join(text[start : start + size] for start in range(0, len(text), size))
