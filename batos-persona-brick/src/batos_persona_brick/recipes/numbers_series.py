"""Recipes for factorials, Fibonacci numbers and counting possibilities."""


def factorial(self, n):
    """Calculate the factorial of a number.

    Also: n!; product of the numbers from 1 to n
    Tags: numbers, series

    >>> factorial(5)
    120
    >>> factorial(0)
    1
    >>> factorial(-1)
    Traceback (most recent call last):
    ValueError: n must not be negative
    """
    if n < 0:
        raise ValueError("n must not be negative")
    result = 1
    for number in range(2, n + 1):
        result *= number
    return result


def double_factorial(self, n):
    """Calculate the double factorial of a number.

    Also: n!!; product of every second number down to 1 or 2
    Tags: numbers, series

    >>> double_factorial(7)
    105
    >>> double_factorial(6)
    48
    >>> double_factorial(0)
    1
    """
    result = 1
    while n > 1:
        result *= n
        n -= 2
    return result


def factorial_zeros(self, n):
    """Count the zeros at the end of a factorial.

    Also: trailing zeros of n!; how often is a factorial divisible by ten
    Tags: numbers, series

    >>> factorial_zeros(10)
    2
    >>> factorial_zeros(100)
    24
    >>> factorial_zeros(4)
    0
    """
    zeros = 0
    while n > 0:
        n //= 5
        zeros += n
    return zeros


def fibonacci(self, n):
    """Calculate the n-th Fibonacci number, starting with 0 and 1.

    Also: fibonacci number at a position; each number is the sum of the two before
    Tags: numbers, series

    >>> fibonacci(10)
    55
    >>> fibonacci(0)
    0
    >>> fibonacci(1)
    1
    """
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def fibonacci_list(self, count):
    """List the first Fibonacci numbers.

    Also: fibonacci sequence; 0, 1, 1, 2, 3, 5; n terms of fibonacci
    Tags: numbers, series

    >>> fibonacci_list(7)
    [0, 1, 1, 2, 3, 5, 8]
    >>> fibonacci_list(1)
    [0]
    >>> fibonacci_list(0)
    []
    """
    numbers = []
    a, b = 0, 1
    for _ in range(count):
        numbers.append(a)
        a, b = b, a + b
    return numbers


def fibonacci_up_to(self, limit):
    """List the Fibonacci numbers up to a limit.

    Also: fibonacci sequence below a maximum; fibonacci numbers not greater than n
    Tags: numbers, series

    >>> fibonacci_up_to(10)
    [0, 1, 1, 2, 3, 5, 8]
    >>> fibonacci_up_to(0)
    [0]
    >>> fibonacci_up_to(-1)
    []
    """
    numbers = []
    a, b = 0, 1
    while a <= limit:
        numbers.append(a)
        a, b = b, a + b
    return numbers


def is_fibonacci(self, number):
    """Check whether a number is a Fibonacci number.

    Also: fibonacci test; does the number belong to the fibonacci sequence
    Tags: numbers, series

    >>> is_fibonacci(21)
    True
    >>> is_fibonacci(22)
    False
    >>> is_fibonacci(0)
    True
    """
    a, b = 0, 1
    while a < number:
        a, b = b, a + b
    return a == number


def tribonacci(self, count):
    """List the first Tribonacci numbers, each the sum of the three before.

    Also: tribonacci sequence; 0, 0, 1, 1, 2, 4, 7
    Tags: numbers, series

    >>> tribonacci(7)
    [0, 0, 1, 1, 2, 4, 7]
    >>> tribonacci(2)
    [0, 0]
    >>> tribonacci(0)
    []
    """
    numbers = [0, 0, 1]
    while len(numbers) < count:
        numbers.append(sum(numbers[-3:]))
    return numbers[:count]


def lucas_numbers(self, count):
    """List the first Lucas numbers.

    Also: lucas sequence; 2, 1, 3, 4, 7, 11
    Tags: numbers, series

    >>> lucas_numbers(6)
    [2, 1, 3, 4, 7, 11]
    >>> lucas_numbers(1)
    [2]
    >>> lucas_numbers(0)
    []
    """
    numbers = []
    a, b = 2, 1
    for _ in range(count):
        numbers.append(a)
        a, b = b, a + b
    return numbers


def triangular_number(self, n):
    """Calculate the n-th triangular number.

    Also: triangle number; number of balls in a triangle with n rows
    Tags: numbers, series

    >>> triangular_number(4)
    10
    >>> triangular_number(1)
    1
    >>> triangular_number(0)
    0
    """
    return n * (n + 1) // 2


def collatz_steps(self, number):
    """Count the Collatz steps until a number reaches 1.

    Also: length of the 3n+1 sequence; halve even and triple odd numbers; hailstone steps
    Tags: numbers, series

    >>> collatz_steps(6)
    8
    >>> collatz_steps(1)
    0
    >>> collatz_steps(27)
    111
    """
    steps = 0
    while number != 1:
        number = number // 2 if number % 2 == 0 else 3 * number + 1
        steps += 1
    return steps


def collatz_sequence(self, number):
    """List the Collatz sequence of a number down to 1.

    Also: hailstone numbers; 3n+1 sequence
    Tags: numbers, series

    >>> collatz_sequence(6)
    [6, 3, 10, 5, 16, 8, 4, 2, 1]
    >>> collatz_sequence(1)
    [1]
    >>> collatz_sequence(4)
    [4, 2, 1]
    """
    numbers = [number]
    while number != 1:
        number = number // 2 if number % 2 == 0 else 3 * number + 1
        numbers.append(number)
    return numbers


def combinations_count(self, n, k):
    """Count the ways to choose k of n things.

    Also: n choose k; binomial coefficient; number of combinations; lottery possibilities
    Tags: numbers, series

    >>> combinations_count(5, 2)
    10
    >>> combinations_count(49, 6)
    13983816
    >>> combinations_count(3, 0)
    1
    """
    return math.comb(n, k)


def permutations_count(self, n, k):
    """Count the ways to arrange k of n things in order.

    Also: number of permutations; how many orders are possible
    Tags: numbers, series

    >>> permutations_count(5, 2)
    20
    >>> permutations_count(4, 4)
    24
    >>> permutations_count(3, 0)
    1
    """
    return math.perm(n, k)


def pascal_row(self, row):
    """List a row of Pascal's triangle, counting from 0.

    Also: binomial coefficients of a row; 1 4 6 4 1
    Tags: numbers, series

    >>> pascal_row(4)
    [1, 4, 6, 4, 1]
    >>> pascal_row(0)
    [1]
    >>> pascal_row(1)
    [1, 1]
    """
    return [math.comb(row, place) for place in range(row + 1)]


def catalan_number(self, n):
    """Calculate the n-th Catalan number.

    Also: catalan sequence; number of ways to nest n pairs of brackets
    Tags: numbers, series

    >>> catalan_number(4)
    14
    >>> catalan_number(0)
    1
    >>> catalan_number(5)
    42
    """
    return math.comb(2 * n, n) // (n + 1)


def handshakes(self, people):
    """Count the handshakes when everybody greets everybody once.

    Also: number of pairs in a group; games of a round robin tournament
    Tags: numbers, series

    >>> handshakes(4)
    6
    >>> handshakes(1)
    0
    >>> handshakes(10)
    45
    """
    return people * (people - 1) // 2


def climb_stairs(self, steps):
    """Count the ways to climb stairs by one or two steps at a time.

    Also: staircase problem; how many ways to reach the top
    Tags: numbers, series

    >>> climb_stairs(4)
    5
    >>> climb_stairs(1)
    1
    >>> climb_stairs(0)
    1
    """
    a, b = 1, 1
    for _ in range(steps):
        a, b = b, a + b
    return a


def coin_ways(self, amount, coins):
    """Count the ways to pay an amount with coins.

    Also: number of ways to make change; coin combinations for a sum
    Tags: numbers, series

    >>> coin_ways(5, [1, 2, 5])
    4
    >>> coin_ways(3, [2])
    0
    >>> coin_ways(0, [1])
    1
    """
    ways = [1] + [0] * amount
    for coin in coins:
        for total in range(coin, amount + 1):
            ways[total] += ways[total - coin]
    return ways[amount]


def power_modulo(self, base, exponent, modulus):
    """Calculate a power modulo a number.

    Also: modular exponentiation; remainder of a large power
    Tags: numbers, series

    >>> power_modulo(2, 10, 1000)
    24
    >>> power_modulo(3, 200, 13)
    9
    >>> power_modulo(5, 0, 7)
    1
    """
    return pow(base, exponent, modulus)
