# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "count_word"
# signature = "(self, text, word)"
# doc = "Count how often a word appears in a text, ignoring case."
# also = ["number of occurrences of a whole word", "how many times is the word used"]
# examples = [
#     { args = ["The cat and the dog", "the"], result = 2 },
#     { args = ["concatenate cat", "cat"], result = 1 },
#     { args = ["", "cat"], result = 0 },
# ]
# ///
def count_word(self, text, word):
    """Count how often a word appears in a text, ignoring case."""
    words = re.findall(r"[\w']+", text.lower())
    return words.count(word.lower())
