# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "prime_factors"
# signature = "(self, number)"
# doc = "List the prime factors of a number."
# also = ["prime factorization", "decompose an integer into primes"]
# examples = [
#     { args = [60], result = [2, 2, 3, 5] },
#     { args = [13], result = [13] },
#     { args = [1], result = [] },
# ]
# ///
def prime_factors(self, number):
    """List the prime factors of a number."""
    factors = []
    divisor = 2
    while number > 1:
        while number % divisor == 0:
            factors.append(divisor)
            number //= divisor
        divisor += 1
    return factors
