# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "count_overlapping"
# signature = "(self, text, part)"
# doc = "Count the overlapping occurrences of a part in a text."
# also = [
#     "number of times a pattern appears with overlaps",
#     "occurrences that may share letters",
# ]
# examples = [
#     { args = ["aaaa", "aa"], result = 3 },
#     { args = ["banana", "ana"], result = 2 },
#     { args = ["abc", "x"], result = 0 },
# ]
# ///
def count_overlapping(self, text, part):
    """Count the overlapping occurrences of a part in a text."""
    return sum(1 for start in range(len(text)) if text.startswith(part, start))
