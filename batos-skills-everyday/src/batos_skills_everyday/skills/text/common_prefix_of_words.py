# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "common_prefix_of_words"
# signature = "(self, words)"
# doc = "Find the longest common beginning of several words."
# also = ["shared prefix of a list of strings", "what do all words start with"]
# examples = [
#     { args = [["flower", "flow", "flight"]], result = "fl" },
#     { args = [["dog", "car"]], result = "" },
#     { args = [[]], result = "" },
# ]
# ///
def common_prefix_of_words(self, words):
    """Find the longest common beginning of several words."""
    if not words:
        return ""
    prefix = words[0]
    for word in words:
        while not word.startswith(prefix):
            prefix = prefix[:-1]
    return prefix
