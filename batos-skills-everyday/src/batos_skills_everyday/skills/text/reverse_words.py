# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "reverse_words"
# signature = "(self, text)"
# doc = "Reverse the order of the words in a text."
# also = ["sentence with the last word first", "turn the word order around"]
# examples = [
#     { args = ["one two three"], result = "three two one" },
#     { args = ["hello"], result = "hello" },
#     { args = [""], result = "" },
# ]
# ///
def reverse_words(self, text):
    """Reverse the order of the words in a text."""
    return " ".join(reversed(text.split()))
