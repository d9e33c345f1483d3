# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "remove_punctuation"
# signature = "(self, text)"
# doc = "Remove the punctuation from a text."
# also = ["delete commas, dots and other marks", "strip punctuation signs", "keep words only"]
# examples = [
#     { args = ["Hello, world!"], result = "Hello world" },
#     { args = ["it's (not) done..."], result = "its not done" },
#     { args = [""], result = "" },
# ]
# ///
def remove_punctuation(self, text):
    """Remove the punctuation from a text."""
    return "".join(character for character in text if character not in string.punctuation)
