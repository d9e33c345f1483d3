# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "closest_word"
# signature = "(self, word, words)"
# doc = "Find the word of a list that shares the most letters with a word."
# also = ["best match for a misspelled word", "did you mean", "nearest word"]
# examples = [
#     { args = ["aple", ["pear", "apple", "fig"]], result = "apple" },
#     { args = ["dog", ["cat", "dot"]], result = "dot" },
#     { args = ["x", ["a"]], result = "a" },
# ]
# ///
def closest_word(self, word, words):
    """Find the word of a list that shares the most letters with a word."""
    scores = {}
    for other in words:
        shared = sum((Counter(word) & Counter(other)).values())
        scores[other] = 2 * shared / (len(word) + len(other))
    return max(words, key=lambda other: scores[other])
