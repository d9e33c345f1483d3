# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "to_base"
# signature = "(self, number, base)"
# doc = "Convert a number to a base from 2 to 36."
# also = ["write an integer in another number system", "change of base"]
# examples = [
#     { args = [10, 2], result = "1010" },
#     { args = [35, 36], result = "z" },
#     { args = [0, 5], result = "0" },
# ]
# ///
def to_base(self, number, base):
    """Convert a number to a base from 2 to 36."""
    digits = string.digits + string.ascii_lowercase
    result = ""
    while number > 0:
        number, place = divmod(number, base)
        result = digits[place] + result
    return result or "0"
