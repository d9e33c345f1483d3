# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "replace_word"
# signature = "(self, text, old, new)"
# doc = "Replace a whole word of a text by another word."
# also = ["swap one word for another without touching longer words", "substitute a word"]
# examples = [
#     { args = ["cat concat cat", "cat", "dog"], result = "dog concat dog" },
#     { args = ["hello world", "moon", "sun"], result = "hello world" },
#     { args = ["", "a", "b"], result = "" },
# ]
# ///
def replace_word(self, text, old, new):
    """Replace a whole word of a text by another word."""
    return " ".join(new if word == old else word for word in text.split(" "))
