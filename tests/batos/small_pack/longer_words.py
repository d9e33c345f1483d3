# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "longer_words"
# signature = "(self, text, length)"
# doc = "Count the words longer than a length."
# examples = [
#     { args = ["a bcd ef", 2], result = 1 },
# ]
# ///
def longer_words(self, text, length):
    """Count the words longer than a length."""
    return sum(1 for word in text.split() if len(word) > length)
