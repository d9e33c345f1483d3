# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "compare_versions"
# signature = "(self, first, second)"
# doc = "Compare two version numbers: -1 older, 0 the same, 1 newer."
# also = ["which version is newer", "order of 1.2.10 and 1.3.0"]
# examples = [
#     { args = ["1.2.10", "1.3.0"], result = -1 },
#     { args = ["2.0", "2.0"], result = 0 },
#     { args = ["1.10", "1.9"], result = 1 },
# ]
# ///
def compare_versions(self, first, second):
    """Compare two version numbers: -1 older, 0 the same, 1 newer."""
    left = [int(part) for part in first.split(".")]
    right = [int(part) for part in second.split(".")]
    return (left > right) - (left < right)
