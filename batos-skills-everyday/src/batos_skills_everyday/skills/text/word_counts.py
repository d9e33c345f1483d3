# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "word_counts"
# signature = "(self, text)"
# doc = "Count how often each word appears in a text, ignoring case."
# also = ["word frequency table", "occurrences of every word as a dict", "tally the words"]
# examples = [
#     { args = ["the cat and the hat"], result = { the = 2, cat = 1, and = 1, hat = 1 } },
#     { args = ["Yes, yes!"], result = { yes = 2 } },
#     { args = [""], result = {} },
# ]
# ///
def word_counts(self, text):
    """Count how often each word appears in a text, ignoring case."""
    counts = {}
    for word in re.findall(r"[\w']+", text.lower()):
        counts[word] = counts.get(word, 0) + 1
    return counts
