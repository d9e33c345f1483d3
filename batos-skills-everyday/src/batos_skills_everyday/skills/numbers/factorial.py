# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "factorial"
# signature = "(self, n)"
# doc = "Calculate the factorial of a number."
# also = ["n!", "product of the numbers from 1 to n"]
# examples = [
#     { args = [5], result = 120 },
#     { args = [0], result = 1 },
#     { args = [-1], raises = "ValueError" },
# ]
# ///
def factorial(self, n):
    """Calculate the factorial of a number."""
    if n < 0:
        raise ValueError("n must not be negative")
    result = 1
    for number in range(2, n + 1):
        result *= number
    return result
