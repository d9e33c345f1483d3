# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "add_fractions"
# signature = "(self, first_top, first_bottom, second_top, second_bottom)"
# doc = "Add two fractions and simplify the result."
# also = ["sum of fractions", "1/2 + 1/3 is 5/6"]
# examples = [
#     { args = [1, 2, 1, 3], result = "5/6" },
#     { args = [1, 4, 1, 4], result = "1/2" },
#     { args = [0, 1, 2, 3], result = "2/3" },
# ]
# ///
def add_fractions(self, first_top, first_bottom, second_top, second_bottom):
    """Add two fractions and simplify the result."""
    top = first_top * second_bottom + second_top * first_bottom
    bottom = first_bottom * second_bottom
    divisor = math.gcd(top, bottom)
    return f"{top // divisor}/{bottom // divisor}"
