# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "mask_text"
# signature = "(self, text, visible)"
# doc = "Hide all but the last few characters of a text with stars."
# also = ["mask a card number except the last four digits", "show only the end of a secret"]
# examples = [
#     { args = ["4111111111111111", 4], result = "************1111" },
#     { args = ["secret", 2], result = "****et" },
#     { args = ["abc", 5], result = "abc" },
# ]
# ///
def mask_text(self, text, visible):
    """Hide all but the last few characters of a text with stars."""
    hidden = max(len(text) - visible, 0)
    return "*" * hidden + text[hidden:]
