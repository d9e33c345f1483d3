# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "merge_ranges"
# signature = "(self, ranges)"
# doc = "Merge ranges of numbers that overlap."
# also = ["join overlapping intervals", "combine meeting times"]
# examples = [
#     { args = [[[1, 3], [2, 6], [8, 10]]], result = [[1, 6], [8, 10]] },
#     { args = [[[5, 6], [1, 2]]], result = [[1, 2], [5, 6]] },
#     { args = [[]], result = [] },
# ]
# ///
def merge_ranges(self, ranges):
    """Merge ranges of numbers that overlap."""
    merged = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    return merged
