# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "to_roman"
# signature = "(self, number)"
# doc = "Convert a number to a Roman numeral."
# also = ["arabic to roman", "write 4 as IV", "integer in roman letters"]
# examples = [
#     { args = [1994], result = "MCMXCIV" },
#     { args = [4], result = "IV" },
#     { args = [3], result = "III" },
# ]
# ///
def to_roman(self, number):
    """Convert a number to a Roman numeral."""
    values = [1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1]
    letters = ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"]
    result = ""
    for value, letter in zip(values, letters):
        while number >= value:
            result += letter
            number -= value
    return result
