# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "count_vowels"
# signature = "(self, text)"
# doc = "Count the vowels in a text."
# also = ["number of vowels in a string"]
# examples = [
#     { args = ["banana split"], result = 4 },
#     { args = [""], result = 0 },
# ]
# ///
def count_vowels(self, text):
    """Count the vowels in a text."""
    return sum(1 for letter in text.lower() if letter in "aeiou")
