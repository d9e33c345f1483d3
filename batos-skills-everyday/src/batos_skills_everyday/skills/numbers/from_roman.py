# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "from_roman"
# signature = "(self, text)"
# doc = "Convert a Roman numeral to a number."
# also = ["roman to arabic", "read IV as 4", "value of roman letters"]
# examples = [
#     { args = ["MCMXCIV"], result = 1994 },
#     { args = ["IV"], result = 4 },
#     { args = ["iii"], result = 3 },
# ]
# ///
def from_roman(self, text):
    """Convert a Roman numeral to a number."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    numbers = [values[letter] for letter in text.upper()]
    total = 0
    for number, following in zip(numbers, [*numbers[1:], 0]):
        total += -number if number < following else number
    return total
