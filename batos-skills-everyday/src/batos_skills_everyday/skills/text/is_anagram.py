# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "is_anagram"
# signature = "(self, first, second)"
# doc = "Check whether two texts are anagrams, ignoring case and spaces."
# also = ["do two words use the same letters", "can one word be rearranged into the other"]
# examples = [
#     { args = ["listen", "silent"], result = true },
#     { args = ["Dormitory", "dirty room"], result = true },
#     { args = ["abc", "abd"], result = false },
# ]
# ///
def is_anagram(self, first, second):
    """Check whether two texts are anagrams, ignoring case and spaces."""
    first = first.lower().replace(" ", "")
    second = second.lower().replace(" ", "")
    return sorted(first) == sorted(second)
