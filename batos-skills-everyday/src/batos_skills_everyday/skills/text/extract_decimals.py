# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "extract_decimals"
# signature = "(self, text)"
# doc = "Extract all numbers with their decimals from a text."
# also = [
#     "find floats in a string",
#     "list decimal numbers",
#     "prices and measures in a text as floats",
# ]
# examples = [
#     { args = ["1.5 kg for 3 euro"], result = [1.5, 3.0] },
#     { args = ["-2.25"], result = [-2.25] },
#     { args = ["none"], result = [] },
# ]
# ///
def extract_decimals(self, text):
    """Extract all numbers with their decimals from a text."""
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]
