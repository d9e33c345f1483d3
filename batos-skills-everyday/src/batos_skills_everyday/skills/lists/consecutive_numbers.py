# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "consecutive_numbers"
# signature = "(self, numbers)"
# doc = "Group sorted numbers that follow each other without a gap."
# also = ["ranges of consecutive numbers", "find stretches like 1, 2, 3"]
# examples = [
#     { args = [[1, 2, 3, 7, 8, 10]], result = [[1, 2, 3], [7, 8], [10]] },
#     { args = [[5]], result = [[5]] },
#     { args = [[]], result = [] },
# ]
# ///
def consecutive_numbers(self, numbers):
    """Group sorted numbers that follow each other without a gap."""
    groups = []
    for number in numbers:
        if groups and groups[-1][-1] == number - 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups
