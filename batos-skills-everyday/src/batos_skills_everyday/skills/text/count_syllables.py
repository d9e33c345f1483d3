# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "count_syllables"
# signature = "(self, word)"
# doc = "Count the syllables of an English word."
# also = ["number of syllables", "estimate how many vowel groups a word has"]
# examples = [
#     { args = ["banana"], result = 3 },
#     { args = ["cake"], result = 1 },
#     { args = ["rhythm"], result = 1 },
# ]
# ///
def count_syllables(self, word):
    """Count the syllables of an English word."""
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith("le") and groups > 1:
        groups -= 1
    return max(groups, 1)
