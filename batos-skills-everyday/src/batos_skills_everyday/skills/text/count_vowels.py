# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "count_vowels"
# signature = "(self, text)"
# doc = "Count the vowels in a text."
# also = [
#     "number of vowels in a string",
#     "how many vowels a word has",
#     "tell how often a, e, i, o, u appear",
# ]
# examples = [
#     { args = ["hello world"], result = 3 },
#     { args = ["AEIOU"], result = 5 },
#     { args = [""], result = 0 },
# ]
# ///
def count_vowels(self, text):
    """Count the vowels in a text."""
    return sum(1 for letter in text.lower() if letter in "aeiou")
