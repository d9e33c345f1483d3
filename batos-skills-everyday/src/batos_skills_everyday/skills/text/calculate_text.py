# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "calculate_text"
# signature = "(self, text)"
# doc = "Calculate a sum of two numbers written as text, such as 3 + 4."
# also = ["evaluate a simple expression", "pocket calculator for + - * and /"]
# examples = [
#     { args = ["3 + 4"], result = 7.0 },
#     { args = ["10 / 4"], result = 2.5 },
#     { args = ["2 * -3"], result = -6.0 },
# ]
# ///
def calculate_text(self, text):
    """Calculate a sum of two numbers written as text, such as 3 + 4."""
    left, sign, right = text.split()
    a, b = float(left), float(right)
    if sign == "+":
        return a + b
    if sign == "-":
        return a - b
    if sign == "*":
        return a * b
    return a / b
