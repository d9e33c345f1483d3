# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "run_lengths"
# signature = "(self, items)"
# doc = "List each run of equal items with its length."
# also = ["run-length encoding of a list", "how often each value comes in a row"]
# examples = [
#     { args = [["a", "a", "b"]], result = [["a", 2], ["b", 1]] },
#     { args = [[0, 1, 0]], result = [[0, 1], [1, 1], [0, 1]] },
#     { args = [[]], result = [] },
# ]
# ///
def run_lengths(self, items):
    """List each run of equal items with its length."""
    runs = []
    for item in items:
        if runs and runs[-1][0] == item:
            runs[-1][1] += 1
        else:
            runs.append([item, 1])
    return runs
