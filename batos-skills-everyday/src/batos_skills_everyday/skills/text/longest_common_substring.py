# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "longest_common_substring"
# signature = "(self, first, second)"
# doc = "Find the longest part that two texts have in common."
# also = ["longest common substring", "biggest shared piece of two strings"]
# examples = [
#     { args = ["banana bread", "a nana"], result = "nana" },
#     { args = ["abc", "xyz"], result = "" },
#     { args = ["", "abc"], result = "" },
# ]
# ///
def longest_common_substring(self, first, second):
    """Find the longest part that two texts have in common."""
    longest = ""
    for start in range(len(first)):
        end = start + len(longest) + 1
        while end <= len(first) and first[start:end] in second:
            longest = first[start:end]
            end += 1
    return longest
