# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "parse_numbers"
# signature = "(self, text)"
# doc = "Read a list of numbers separated by commas."
# also = ["comma separated integers to a list", "parse 1,2,3"]
# examples = [
#     { args = ["1, 2,3"], result = [1, 2, 3] },
#     { args = ["-4"], result = [-4] },
#     { args = [""], result = [] },
# ]
# ///
def parse_numbers(self, text):
    """Read a list of numbers separated by commas."""
    return [int(part) for part in text.split(",") if part.strip()]
