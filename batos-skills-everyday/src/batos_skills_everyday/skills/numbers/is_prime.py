# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "is_prime"
# signature = "(self, number)"
# doc = "Check whether a number is prime."
# also = ["prime number test", "has it only 1 and itself as divisors"]
# examples = [
#     { args = [7], result = true },
#     { args = [9], result = false },
#     { args = [1], result = false },
# ]
# ///
def is_prime(self, number):
    """Check whether a number is prime."""
    if number < 2:
        return False
    return all(number % divisor != 0 for divisor in range(2, math.isqrt(number) + 1))
