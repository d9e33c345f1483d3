"""Recipes that compare and bound numbers."""


def is_even(self, number):
    """Check whether a number is even.

    Also: can it be divided by two; even number test
    Tags: numbers, comparing

    >>> is_even(4)
    True
    >>> is_even(7)
    False
    >>> is_even(0)
    True
    """
    return number % 2 == 0


def is_odd(self, number):
    """Check whether a number is odd.

    Also: not divisible by two; odd number test
    Tags: numbers, comparing

    >>> is_odd(7)
    True
    >>> is_odd(4)
    False
    >>> is_odd(-1)
    True
    """
    return number % 2 == 1


def even_or_odd(self, number):
    """Tell whether a number is even or odd.

    Also: parity of a number as a word; say even or odd
    Tags: numbers, comparing

    >>> even_or_odd(4)
    'even'
    >>> even_or_odd(7)
    'odd'
    >>> even_or_odd(0)
    'even'
    """
    return "even" if number % 2 == 0 else "odd"


def sign_of(self, number):
    """Tell the sign of a number: 1, 0 or -1.

    Also: signum; is the value above or below zero as a number
    Tags: numbers, comparing

    >>> sign_of(5)
    1
    >>> sign_of(-2.5)
    -1
    >>> sign_of(0)
    0
    """
    return (number > 0) - (number < 0)


def describe_sign(self, number):
    """Tell whether a number is positive, negative or zero.

    Also: sign of a number as a word; above, below or equal to zero
    Tags: numbers, comparing

    >>> describe_sign(5)
    'positive'
    >>> describe_sign(-1)
    'negative'
    >>> describe_sign(0)
    'zero'
    """
    if number > 0:
        return "positive"
    if number < 0:
        return "negative"
    return "zero"


def is_divisible(self, number, divisor):
    """Check whether a number is divisible by another.

    Also: does the division leave no rest; is it a multiple of a number
    Tags: numbers, comparing

    >>> is_divisible(12, 4)
    True
    >>> is_divisible(13, 4)
    False
    >>> is_divisible(0, 5)
    True
    """
    return number % divisor == 0


def is_between(self, number, low, high):
    """Check whether a number lies between two bounds, bounds included.

    Also: is the value in a range; within limits; from low to high
    Tags: numbers, comparing

    >>> is_between(5, 1, 10)
    True
    >>> is_between(10, 1, 10)
    True
    >>> is_between(11, 1, 10)
    False
    """
    return low <= number <= high


def clamp(self, number, low, high):
    """Limit a number to a range.

    Also: clamp a value; keep a number between minimum and maximum
    Tags: numbers, comparing

    >>> clamp(15, 0, 10)
    10
    >>> clamp(-3, 0, 10)
    0
    >>> clamp(5, 0, 10)
    5
    """
    return max(low, min(number, high))


def wrap_number(self, number, low, high):
    """Wrap a number around inside a range, both ends included.

    Also: cyclic value; count on from the start after the maximum
    Tags: numbers, comparing

    >>> wrap_number(13, 1, 12)
    1
    >>> wrap_number(0, 1, 12)
    12
    >>> wrap_number(5, 1, 12)
    5
    """
    size = high - low + 1
    return (number - low) % size + low


def larger_of_two(self, a, b):
    """Find the larger of two numbers.

    Also: maximum of two values; which number is bigger
    Tags: numbers, comparing

    >>> larger_of_two(3, 7)
    7
    >>> larger_of_two(-1, -5)
    -1
    >>> larger_of_two(2, 2)
    2
    """
    return a if a > b else b


def smaller_of_two(self, a, b):
    """Find the smaller of two numbers.

    Also: minimum of two values; which number is less
    Tags: numbers, comparing

    >>> smaller_of_two(3, 7)
    3
    >>> smaller_of_two(-1, -5)
    -5
    >>> smaller_of_two(2, 2)
    2
    """
    return a if a < b else b


def largest_of_three(self, a, b, c):
    """Find the largest of three numbers.

    Also: maximum of three values; biggest of a, b and c
    Tags: numbers, comparing

    >>> largest_of_three(3, 9, 5)
    9
    >>> largest_of_three(-3, -1, -2)
    -1
    >>> largest_of_three(4, 4, 4)
    4
    """
    return max(a, b, c)


def middle_of_three(self, a, b, c):
    """Find the middle one of three numbers.

    Also: median of three values; neither the largest nor the smallest
    Tags: numbers, comparing

    >>> middle_of_three(3, 9, 5)
    5
    >>> middle_of_three(1, 1, 2)
    1
    >>> middle_of_three(-1, 0, -2)
    -1
    """
    return sorted([a, b, c])[1]


def compare_numbers(self, a, b):
    """Tell whether the first number is greater, less or equal.

    Also: compare two values in words; which of two numbers is greater
    Tags: numbers, comparing

    >>> compare_numbers(5, 3)
    'greater'
    >>> compare_numbers(3, 5)
    'less'
    >>> compare_numbers(4, 4)
    'equal'
    """
    if a > b:
        return "greater"
    return "less" if a < b else "equal"


def nearly_equal(self, a, b):
    """Check whether two numbers are almost equal.

    Also: compare floats with a tolerance; approximately the same value
    Tags: numbers, comparing

    >>> nearly_equal(0.1, 0.1000000000001)
    True
    >>> nearly_equal(1, 1.1)
    False
    >>> nearly_equal(0, 0)
    True
    """
    return abs(a - b) < 0.000001
