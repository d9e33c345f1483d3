# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "passes_luhn_check"
# signature = "(self, number)"
# doc = "Check a card number with the Luhn rule."
# also = ["valid credit card number", "checksum of a card"]
# examples = [
#     { args = ["4539 1488 0343 6467"], result = true },
#     { args = ["1234 5678 9012 3456"], result = false },
#     { args = ["0"], result = true },
# ]
# ///
def passes_luhn_check(self, number):
    """Check a card number with the Luhn rule."""
    digits = [int(letter) for letter in number if letter.isdigit()][::-1]
    total = sum(digits[::2])
    for digit in digits[1::2]:
        total += sum(divmod(2 * digit, 10))
    return total % 10 == 0
