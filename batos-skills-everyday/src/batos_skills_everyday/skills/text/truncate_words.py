# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "truncate_words"
# signature = "(self, text, count)"
# doc = "Shorten a text to a number of words and end it with three dots."
# also = [
#     "first n words followed by an ellipsis",
#     "limit a text to some words",
#     "teaser of an article",
# ]
# examples = [
#     { args = ["one two three four", 2], result = "one two..." },
#     { args = ["one two", 2], result = "one two" },
#     { args = ["", 3], result = "" },
# ]
# ///
def truncate_words(self, text, count):
    """Shorten a text to a number of words and end it with three dots."""
    words = text.split()
    if len(words) <= count:
        return text
    return " ".join(words[:count]) + "..."
