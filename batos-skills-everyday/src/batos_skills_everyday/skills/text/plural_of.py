# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "plural_of"
# signature = "(self, word)"
# doc = "Form the plural of an English noun."
# also = [
#     "make a word plural",
#     "box becomes boxes and city becomes cities",
#     "several of a thing",
# ]
# examples = [
#     { args = ["cat"], result = "cats" },
#     { args = ["box"], result = "boxes" },
#     { args = ["city"], result = "cities" },
#     { args = ["day"], result = "days" },
# ]
# ///
def plural_of(self, word):
    """Form the plural of an English noun."""
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"
