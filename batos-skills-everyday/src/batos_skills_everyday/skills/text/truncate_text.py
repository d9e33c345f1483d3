# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "truncate_text"
# signature = "(self, text, length)"
# doc = "Shorten a text to a length and end it with three dots."
# also = [
#     "cut a long string and add an ellipsis",
#     "truncate with dots",
#     "limit the number of characters",
# ]
# examples = [
#     { args = ["a very long sentence", 10], result = "a very ..." },
#     { args = ["short", 10], result = "short" },
#     { args = ["", 5], result = "" },
# ]
# ///
def truncate_text(self, text, length):
    """Shorten a text to a length and end it with three dots."""
    if len(text) <= length:
        return text
    return text[: length - 3] + "..."
