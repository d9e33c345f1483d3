# /// batos-skill
# format = 1
# receiver = "genesis"
# selector = "primes_up_to"
# signature = "(self, limit)"
# doc = "List the prime numbers up to a limit."
# also = ["all primes below or equal to n", "sieve of eratosthenes"]
# examples = [
#     { args = [20], result = [2, 3, 5, 7, 11, 13, 17, 19] },
#     { args = [2], result = [2] },
#     { args = [1], result = [] },
# ]
# ///
def primes_up_to(self, limit):
    """List the prime numbers up to a limit."""
    primes = []
    for number in range(2, limit + 1):
        if all(number % prime != 0 for prime in primes):
            primes.append(number)
    return primes
