# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "top_words"
# signature = "(self, text, count)"
# doc = "List the most common words of a text, most frequent first."
# also = ["top n words", "words ranked by frequency", "the few most used words"]
# examples = [
#     { args = ["a b a c b a", 2], result = ["a", "b"] },
#     { args = ["Yes no yes", 1], result = ["yes"] },
#     { args = ["", 3], result = [] },
# ]
# ///
def top_words(self, text, count):
    """List the most common words of a text, most frequent first."""
    return [word for word, times in Counter(text.lower().split()).most_common(count)]
