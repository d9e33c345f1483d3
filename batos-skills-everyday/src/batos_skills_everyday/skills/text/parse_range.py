# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "parse_range"
# signature = "(self, text)"
# doc = "Read a list of numbers and ranges such as 1-3,5."
# also = ["page ranges to a list of pages", "expand 1-3 to 1, 2, 3"]
# examples = [
#     { args = ["1-3,5"], result = [1, 2, 3, 5] },
#     { args = ["7"], result = [7] },
#     { args = ["2-2"], result = [2] },
# ]
# ///
def parse_range(self, text):
    """Read a list of numbers and ranges such as 1-3,5."""
    numbers = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        numbers.extend(range(int(first), int(last or first) + 1))
    return numbers
