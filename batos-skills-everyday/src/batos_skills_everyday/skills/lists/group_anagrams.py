# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "group_anagrams"
# signature = "(self, words)"
# doc = "Group words that are anagrams of each other."
# also = ["words with the same letters together", "find anagrams in a list"]
# examples = [
#     { args = [["listen", "tea", "silent", "eat"]], result = [["listen", "silent"], ["tea", "eat"]] },
#     { args = [["a"]], result = [["a"]] },
#     { args = [[]], result = [] },
# ]
# ///
def group_anagrams(self, words):
    """Group words that are anagrams of each other."""
    groups = {}
    for word in words:
        groups.setdefault("".join(sorted(word)), []).append(word)
    return list(groups.values())
