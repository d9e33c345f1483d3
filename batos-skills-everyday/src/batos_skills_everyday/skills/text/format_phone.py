# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "format_phone"
# signature = "(self, digits)"
# doc = "Format ten digits as a phone number."
# also = ["write a telephone number as (555) 123-4567", "pretty print a phone number"]
# examples = [
#     { args = ["5551234567"], result = "(555) 123-4567" },
#     { args = ["0123456789"], result = "(012) 345-6789" },
#     { args = ["12"], raises = "ValueError" },
# ]
# ///
def format_phone(self, digits):
    """Format ten digits as a phone number."""
    if len(digits) != 10:
        raise ValueError("ten digits are needed")
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"
