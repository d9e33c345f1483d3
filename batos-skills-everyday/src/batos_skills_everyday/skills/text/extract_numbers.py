# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "extract_numbers"
# signature = "(self, text)"
# doc = "Extract all whole numbers from a text."
# also = [
#     "find the integers in a string",
#     "list every number mentioned",
#     "get the numbers out of a text",
# ]
# examples = [
#     { args = ["3 cats and 12 dogs"], result = [3, 12] },
#     { args = ["minus -5 degrees"], result = [-5] },
#     { args = ["none"], result = [] },
# ]
# ///
def extract_numbers(self, text):
    """Extract all whole numbers from a text."""
    return [int(number) for number in re.findall(r"-?\d+", text)]
