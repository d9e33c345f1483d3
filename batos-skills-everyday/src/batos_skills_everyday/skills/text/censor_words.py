# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "censor_words"
# signature = "(self, text, words)"
# doc = "Replace forbidden words of a text by stars."
# also = ["hide bad words", "censor a list of words", "mask swear words with asterisks"]
# examples = [
#     { args = ["you silly goose", ["silly"]], result = "you ***** goose" },
#     { args = ["Darn it, darn!", ["darn"]], result = "**** it, ****!" },
#     { args = ["all fine", []], result = "all fine" },
# ]
# ///
def censor_words(self, text, words):
    """Replace forbidden words of a text by stars."""
    for word in words:
        text = re.sub(rf"(?i)\b{re.escape(word)}\b", "*" * len(word), text)
    return text
