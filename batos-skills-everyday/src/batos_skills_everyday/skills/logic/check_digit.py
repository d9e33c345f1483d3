# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "check_digit"
# signature = "(self, number)"
# doc = "Calculate the check digit of a bar code with 12 digits."
# also = ["EAN-13 check digit", "last digit of a product code"]
# examples = [
#     { args = ["400638133393"], result = 1 },
#     { args = ["978030640615"], result = 7 },
#     { args = ["000000000000"], result = 0 },
# ]
# ///
def check_digit(self, number):
    """Calculate the check digit of a bar code with 12 digits."""
    digits = [int(letter) for letter in number]
    return -(sum(digits[::2]) + 3 * sum(digits[1::2])) % 10
