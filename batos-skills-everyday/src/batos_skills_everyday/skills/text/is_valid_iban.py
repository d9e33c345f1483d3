# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "is_valid_iban"
# signature = "(self, iban)"
# doc = "Check whether a text is a valid IBAN."
# also = ["validate a bank account number", "iban checksum modulo 97"]
# examples = [
#     { args = ["GB82 WEST 1234 5698 7654 32"], result = true },
#     { args = ["GB82 WEST 1234 5698 7654 33"], result = false },
#     { args = ["nope!"], result = false },
# ]
# ///
def is_valid_iban(self, iban):
    """Check whether a text is a valid IBAN."""
    iban = iban.replace(" ", "").upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", iban):
        return False
    digits = "".join(str(int(character, 36)) for character in iban[4:] + iban[:4])
    return int(digits) % 97 == 1
