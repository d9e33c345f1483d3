# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "decimal_to_fraction"
# signature = "(self, number)"
# doc = "Write a decimal number as a fraction."
# also = ["0.75 becomes 3/4", "decimal to simplified fraction"]
# examples = [
#     { args = [0.75], result = "3/4" },
#     { args = [2.5], result = "5/2" },
#     { args = [3], result = "3/1" },
# ]
# ///
def decimal_to_fraction(self, number):
    """Write a decimal number as a fraction."""
    top, bottom = round(number * 1000000), 1000000
    divisor = math.gcd(top, bottom)
    return f"{top // divisor}/{bottom // divisor}"
