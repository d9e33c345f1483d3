# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "digital_root"
# signature = "(self, number)"
# doc = "Calculate the digital root of a number."
# also = ["repeat the digit sum until one digit is left", "single digit sum"]
# examples = [{ args = [942], result = 6 }, { args = [0], result = 0 }, { args = [38], result = 2 }]
# ///
def digital_root(self, number):
    """Calculate the digital root of a number."""
    while number > 9:
        number = sum(int(digit) for digit in str(number))
    return number
