# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "unquote_text"
# signature = "(self, text)"
# doc = "Remove the quotes around a text."
# also = ["strip surrounding quotation marks", "text without its outer quotes"]
# examples = [
#     { args = ["\"hello\""], result = "hello" },
#     { args = ["'hi'"], result = "hi" },
#     { args = ["plain"], result = "plain" },
# ]
# ///
def unquote_text(self, text):
    """Remove the quotes around a text."""
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text
