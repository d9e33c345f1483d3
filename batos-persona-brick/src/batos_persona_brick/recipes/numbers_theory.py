"""Recipes about primes, divisors and special numbers."""


def is_prime(self, number):
    """Check whether a number is prime.

    Also: prime number test; has it only 1 and itself as divisors
    Tags: numbers, theory

    >>> is_prime(7)
    True
    >>> is_prime(9)
    False
    >>> is_prime(1)
    False
    """
    if number < 2:
        return False
    return all(number % divisor != 0 for divisor in range(2, math.isqrt(number) + 1))


def primes_up_to(self, limit):
    """List the prime numbers up to a limit.

    Also: all primes below or equal to n; sieve of eratosthenes
    Tags: numbers, theory

    >>> primes_up_to(20)
    [2, 3, 5, 7, 11, 13, 17, 19]
    >>> primes_up_to(2)
    [2]
    >>> primes_up_to(1)
    []
    """
    primes = []
    for number in range(2, limit + 1):
        if all(number % prime != 0 for prime in primes):
            primes.append(number)
    return primes


def first_primes(self, count):
    """List the first prime numbers.

    Also: n primes starting with 2; beginning of the list of primes
    Tags: numbers, theory

    >>> first_primes(5)
    [2, 3, 5, 7, 11]
    >>> first_primes(1)
    [2]
    >>> first_primes(0)
    []
    """
    primes = []
    number = 2
    while len(primes) < count:
        if all(number % prime != 0 for prime in primes):
            primes.append(number)
        number += 1
    return primes


def nth_prime(self, n):
    """Find the n-th prime number.

    Also: which prime is at a position; the tenth prime
    Tags: numbers, theory

    >>> nth_prime(1)
    2
    >>> nth_prime(6)
    13
    >>> nth_prime(10)
    29
    """
    primes = []
    number = 2
    while len(primes) < n:
        if all(number % prime != 0 for prime in primes):
            primes.append(number)
        number += 1
    return primes[-1]


def next_prime(self, number):
    """Find the next prime number after a number.

    Also: smallest prime above a value; following prime
    Tags: numbers, theory

    >>> next_prime(7)
    11
    >>> next_prime(1)
    2
    >>> next_prime(20)
    23
    """
    candidate = max(number + 1, 2)
    while any(candidate % divisor == 0 for divisor in range(2, math.isqrt(candidate) + 1)):
        candidate += 1
    return candidate


def count_primes(self, limit):
    """Count the prime numbers up to a limit.

    Also: how many primes are there below n; number of primes
    Tags: numbers, theory

    >>> count_primes(10)
    4
    >>> count_primes(1)
    0
    >>> count_primes(100)
    25
    """
    count = 0
    for number in range(2, limit + 1):
        if all(number % divisor for divisor in range(2, math.isqrt(number) + 1)):
            count += 1
    return count


def prime_factors(self, number):
    """List the prime factors of a number.

    Also: prime factorization; decompose an integer into primes
    Tags: numbers, theory

    >>> prime_factors(60)
    [2, 2, 3, 5]
    >>> prime_factors(13)
    [13]
    >>> prime_factors(1)
    []
    """
    factors = []
    divisor = 2
    while number > 1:
        while number % divisor == 0:
            factors.append(divisor)
            number //= divisor
        divisor += 1
    return factors


def greatest_common_divisor(self, a, b):
    """Calculate the greatest common divisor of two numbers.

    Also: gcd; largest number that divides both; highest common factor
    Tags: numbers, theory

    >>> greatest_common_divisor(12, 18)
    6
    >>> greatest_common_divisor(7, 5)
    1
    >>> greatest_common_divisor(0, 4)
    4
    """
    while b:
        a, b = b, a % b
    return a


def least_common_multiple(self, a, b):
    """Calculate the least common multiple of two numbers.

    Also: lcm; smallest number that both divide
    Tags: numbers, theory

    >>> least_common_multiple(4, 6)
    12
    >>> least_common_multiple(3, 5)
    15
    >>> least_common_multiple(7, 7)
    7
    """
    return a * b // math.gcd(a, b)


def is_coprime(self, a, b):
    """Check whether two numbers have no common divisor but 1.

    Also: coprime test; relatively prime numbers
    Tags: numbers, theory

    >>> is_coprime(8, 15)
    True
    >>> is_coprime(8, 12)
    False
    >>> is_coprime(1, 9)
    True
    """
    return math.gcd(a, b) == 1


def divisors(self, number):
    """List the divisors of a number.

    Also: all factors of an integer; numbers that divide it without rest
    Tags: numbers, theory

    >>> divisors(12)
    [1, 2, 3, 4, 6, 12]
    >>> divisors(7)
    [1, 7]
    >>> divisors(1)
    [1]
    """
    return [divisor for divisor in range(1, number + 1) if number % divisor == 0]


def count_divisors(self, number):
    """Count the divisors of a number.

    Also: how many factors has an integer; number of divisors
    Tags: numbers, theory

    >>> count_divisors(12)
    6
    >>> count_divisors(7)
    2
    >>> count_divisors(1)
    1
    """
    return sum(1 for divisor in range(1, number + 1) if number % divisor == 0)


def sum_of_divisors(self, number):
    """Add up the proper divisors of a number.

    Also: aliquot sum; total of all divisors except the number itself
    Tags: numbers, theory

    >>> sum_of_divisors(12)
    16
    >>> sum_of_divisors(7)
    1
    >>> sum_of_divisors(1)
    0
    """
    return sum(divisor for divisor in range(1, number) if number % divisor == 0)


def is_perfect_number(self, number):
    """Check whether a number is perfect: the sum of its proper divisors.

    Also: perfect number test; 6 is 1 + 2 + 3
    Tags: numbers, theory

    >>> is_perfect_number(28)
    True
    >>> is_perfect_number(12)
    False
    >>> is_perfect_number(1)
    False
    """
    divisors = [divisor for divisor in range(1, number) if number % divisor == 0]
    return sum(divisors) == number and number > 1


def classify_number(self, number):
    """Tell whether a number is perfect, abundant or deficient.

    Also: compare a number with the sum of its divisors; kind of a number
    Tags: numbers, theory

    >>> classify_number(6)
    'perfect'
    >>> classify_number(12)
    'abundant'
    >>> classify_number(8)
    'deficient'
    """
    total = sum(divisor for divisor in range(1, number) if number % divisor == 0)
    if total == number:
        return "perfect"
    return "abundant" if total > number else "deficient"


def is_perfect_square(self, number):
    """Check whether a number is a perfect square.

    Also: square number test; is the root a whole number
    Tags: numbers, theory

    >>> is_perfect_square(16)
    True
    >>> is_perfect_square(15)
    False
    >>> is_perfect_square(-4)
    False
    """
    return number >= 0 and math.isqrt(number) ** 2 == number


def is_power_of_two(self, number):
    """Check whether a number is a power of two.

    Also: is it 1, 2, 4, 8 or so; only one bit set
    Tags: numbers, theory

    >>> is_power_of_two(16)
    True
    >>> is_power_of_two(12)
    False
    >>> is_power_of_two(0)
    False
    """
    return number > 0 and number & (number - 1) == 0


def is_triangular(self, number):
    """Check whether a number is triangular.

    Also: triangle number test; is it a sum 1 + 2 + 3 and so on
    Tags: numbers, theory

    >>> is_triangular(10)
    True
    >>> is_triangular(11)
    False
    >>> is_triangular(1)
    True
    """
    return math.isqrt(8 * number + 1) ** 2 == 8 * number + 1


def totient(self, n):
    """Count the numbers up to n that share no divisor with n.

    Also: euler's totient function; phi of n
    Tags: numbers, theory

    >>> totient(9)
    6
    >>> totient(7)
    6
    >>> totient(1)
    1
    """
    return sum(1 for number in range(1, n + 1) if math.gcd(number, n) == 1)


def goldbach_pair(self, number):
    """Write an even number as the sum of two primes.

    Also: goldbach pair; two primes that add up to a number
    Tags: numbers, theory

    >>> goldbach_pair(10)
    [3, 7]
    >>> goldbach_pair(4)
    [2, 2]
    >>> goldbach_pair(28)
    [5, 23]
    """
    primes = [n for n in range(2, number) if all(n % d for d in range(2, math.isqrt(n) + 1))]
    for prime in primes:
        if number - prime in primes:
            return [prime, number - prime]
    return []
