# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "unique_ignoring_case"
# signature = "(self, words)"
# doc = "Remove words that differ from an earlier one only in upper and lower case."
# also = ["case-insensitive deduplication", "unique names ignoring capitals"]
# examples = [
#     { args = [["Tea", "tea", "Milk"]], result = ["Tea", "Milk"] },
#     { args = [["a", "A", "a"]], result = ["a"] },
#     { args = [[]], result = [] },
# ]
# ///
def unique_ignoring_case(self, words):
    """Remove words that differ from an earlier one only in upper and lower case."""
    seen = []
    result = []
    for word in words:
        if word.lower() not in seen:
            seen.append(word.lower())
            result.append(word)
    return result
