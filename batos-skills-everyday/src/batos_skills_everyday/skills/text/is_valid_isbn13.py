# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "is_valid_isbn13"
# signature = "(self, isbn)"
# doc = "Check whether a text is a valid ISBN-13."
# also = ["validate a thirteen-digit book number", "EAN barcode check digit"]
# examples = [
#     { args = ["978-0-306-40615-7"], result = true },
#     { args = ["9780306406158"], result = false },
#     { args = ["123"], result = false },
# ]
# ///
def is_valid_isbn13(self, isbn):
    """Check whether a text is a valid ISBN-13."""
    digits = [int(character) for character in isbn if character.isdigit()]
    if len(digits) != 13:
        return False
    return (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10 == 0
