# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "parse_coordinates"
# signature = "(self, text)"
# doc = "Read coordinates such as 48.85, 2.35 as two numbers."
# also = ["latitude and longitude from a text", "parse a point x,y"]
# examples = [
#     { args = ["48.85, 2.35"], result = [48.85, 2.35] },
#     { args = ["(3,-4)"], result = [3.0, -4.0] },
#     { args = ["0 0"], result = [0.0, 0.0] },
# ]
# ///
def parse_coordinates(self, text):
    """Read coordinates such as 48.85, 2.35 as two numbers."""
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]
