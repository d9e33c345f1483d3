# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "run_length_encode"
# signature = "(self, text)"
# doc = "Compress a text by run-length encoding: letter and count."
# also = ["aaab becomes a3b1", "count consecutive characters", "rle"]
# examples = [
#     { args = ["aaabbc"], result = "a3b2c1" },
#     { args = ["x"], result = "x1" },
#     { args = [""], result = "" },
# ]
# ///
def run_length_encode(self, text):
    """Compress a text by run-length encoding: letter and count."""
    return "".join(f"{letter}{len(list(run))}" for letter, run in itertools.groupby(text))
