# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "is_valid_isbn10"
# signature = "(self, isbn)"
# doc = "Check whether a text is a valid ISBN-10."
# also = ["validate a ten-digit book number", "isbn check digit"]
# examples = [
#     { args = ["0-306-40615-2"], result = true },
#     { args = ["080442957X"], result = true },
#     { args = ["0306406153"], result = false },
# ]
# ///
def is_valid_isbn10(self, isbn):
    """Check whether a text is a valid ISBN-10."""
    isbn = isbn.replace("-", "").upper()
    if not re.fullmatch(r"\d{9}[\dX]", isbn):
        return False
    values = [10 if character == "X" else int(character) for character in isbn]
    return sum(weight * value for weight, value in zip(range(10, 0, -1), values)) % 11 == 0
