# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "contains_word"
# signature = "(self, text, word)"
# doc = "Check whether a text contains a whole word, ignoring case."
# also = ["is the word in the sentence", "find a word but not inside longer words"]
# examples = [
#     { args = ["The cat sat", "cat"], result = true },
#     { args = ["concatenate", "cat"], result = false },
#     { args = ["", "cat"], result = false },
# ]
# ///
def contains_word(self, text, word):
    """Check whether a text contains a whole word, ignoring case."""
    return word.lower() in re.findall(r"[\w']+", text.lower())
