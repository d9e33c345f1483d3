# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "run_length_decode"
# signature = "(self, text)"
# doc = "Expand a run-length encoded text of letters and counts."
# also = ["a3b1 becomes aaab", "undo run-length coding", "decompress rle"]
# examples = [
#     { args = ["a3b2c1"], result = "aaabbc" },
#     { args = ["x12"], result = "xxxxxxxxxxxx" },
#     { args = [""], result = "" },
# ]
# ///
def run_length_decode(self, text):
    """Expand a run-length encoded text of letters and counts."""
    return "".join(letter * int(count) for letter, count in re.findall(r"(\D)(\d+)", text))
