# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "levenshtein_distance"
# signature = "(self, first, second)"
# doc = "Calculate the edit distance of two texts."
# also = ["levenshtein distance", "how many letters must be changed, added or removed"]
# examples = [
#     { args = ["kitten", "sitting"], result = 3 },
#     { args = ["same", "same"], result = 0 },
#     { args = ["", "abc"], result = 3 },
# ]
# ///
def levenshtein_distance(self, first, second):
    """Calculate the edit distance of two texts."""
    previous = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        current = [i]
        for j, b in enumerate(second, 1):
            change = previous[j - 1] + (a != b)
            current.append(min(previous[j] + 1, current[-1] + 1, change))
        previous = current
    return previous[-1]
