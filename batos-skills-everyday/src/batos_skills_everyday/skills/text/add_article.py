# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_article"
# signature = "(self, word)"
# doc = "Put the right article a or an in front of a word."
# also = ["a cat but an apple", "indefinite article", "choose a or an"]
# examples = [
#     { args = ["apple"], result = "an apple" },
#     { args = ["cat"], result = "a cat" },
#     { args = ["Elephant"], result = "an Elephant" },
# ]
# ///
def add_article(self, word):
    """Put the right article a or an in front of a word."""
    article = "an" if word[0].lower() in "aeiou" else "a"
    return f"{article} {word}"
