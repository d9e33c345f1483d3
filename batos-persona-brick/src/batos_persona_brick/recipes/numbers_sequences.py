"""Recipes for sequences and sums of numbers."""


def sum_to_n(self, n):
    """Add up the whole numbers from 1 to n.

    Also: sum of the first n numbers; 1 + 2 + 3 up to a number; gauss sum
    Tags: numbers, sequences

    >>> sum_to_n(10)
    55
    >>> sum_to_n(1)
    1
    >>> sum_to_n(0)
    0
    """
    return sum(range(1, n + 1))


def sum_between(self, first, last):
    """Add up all whole numbers from a first to a last.

    Also: sum of a range; total of the integers between two numbers
    Tags: numbers, sequences

    >>> sum_between(3, 5)
    12
    >>> sum_between(-2, 2)
    0
    >>> sum_between(7, 7)
    7
    """
    return sum(range(first, last + 1))


def sum_of_evens(self, n):
    """Add up the even numbers up to n.

    Also: sum of all even numbers from 2 to a limit; 2 + 4 + 6
    Tags: numbers, sequences

    >>> sum_of_evens(10)
    30
    >>> sum_of_evens(7)
    12
    >>> sum_of_evens(1)
    0
    """
    return sum(range(2, n + 1, 2))


def sum_of_odds(self, n):
    """Add up the odd numbers up to n.

    Also: sum of all odd numbers from 1 to a limit; 1 + 3 + 5
    Tags: numbers, sequences

    >>> sum_of_odds(5)
    9
    >>> sum_of_odds(10)
    25
    >>> sum_of_odds(0)
    0
    """
    return sum(range(1, n + 1, 2))


def sum_of_squares_to(self, n):
    """Add up the squares from 1 to n.

    Also: 1 + 4 + 9 up to n squared; sum of square numbers
    Tags: numbers, sequences

    >>> sum_of_squares_to(3)
    14
    >>> sum_of_squares_to(1)
    1
    >>> sum_of_squares_to(0)
    0
    """
    return sum(number**2 for number in range(1, n + 1))


def sum_of_multiples(self, limit, first, second):
    """Add up the numbers below a limit that are multiples of one of two numbers.

    Also: sum of multiples of 3 or 5; project euler problem one
    Tags: numbers, sequences

    >>> sum_of_multiples(10, 3, 5)
    23
    >>> sum_of_multiples(1000, 3, 5)
    233168
    >>> sum_of_multiples(3, 3, 5)
    0
    """
    return sum(n for n in range(limit) if n % first == 0 or n % second == 0)


def count_up(self, first, last):
    """List the whole numbers from a first to a last.

    Also: range of numbers with both ends; count from a to b
    Tags: numbers, sequences

    >>> count_up(3, 6)
    [3, 4, 5, 6]
    >>> count_up(-1, 1)
    [-1, 0, 1]
    >>> count_up(5, 4)
    []
    """
    return list(range(first, last + 1))


def count_in_steps(self, start, stop, step):
    """List the numbers from a start to a stop in steps.

    Also: range with a step; count by twos or fives; skip counting
    Tags: numbers, sequences

    >>> count_in_steps(0, 10, 5)
    [0, 5, 10]
    >>> count_in_steps(1, 8, 3)
    [1, 4, 7]
    >>> count_in_steps(5, 1, 2)
    []
    """
    return list(range(start, stop + 1, step))


def even_numbers(self, n):
    """List the even numbers from 2 to n.

    Also: all even numbers up to a limit; numbers divisible by two
    Tags: numbers, sequences

    >>> even_numbers(10)
    [2, 4, 6, 8, 10]
    >>> even_numbers(5)
    [2, 4]
    >>> even_numbers(1)
    []
    """
    return [number for number in range(1, n + 1) if number % 2 == 0]


def odd_numbers(self, n):
    """List the odd numbers from 1 to n.

    Also: all odd numbers up to a limit; numbers not divisible by two
    Tags: numbers, sequences

    >>> odd_numbers(7)
    [1, 3, 5, 7]
    >>> odd_numbers(2)
    [1]
    >>> odd_numbers(0)
    []
    """
    return [number for number in range(1, n + 1) if number % 2 == 1]


def multiples_of(self, number, count):
    """List the first multiples of a number.

    Also: times table as a list; 3, 6, 9; n multiples of a value
    Tags: numbers, sequences

    >>> multiples_of(3, 4)
    [3, 6, 9, 12]
    >>> multiples_of(7, 1)
    [7]
    >>> multiples_of(5, 0)
    []
    """
    return [number * factor for factor in range(1, count + 1)]


def square_numbers(self, n):
    """List the squares of the numbers from 1 to n.

    Also: 1, 4, 9, 16; first n square numbers
    Tags: numbers, sequences

    >>> square_numbers(4)
    [1, 4, 9, 16]
    >>> square_numbers(1)
    [1]
    >>> square_numbers(0)
    []
    """
    return [number**2 for number in range(1, n + 1)]


def powers_of(self, base, count):
    """List the first powers of a number, starting with 1.

    Also: 1, 2, 4, 8; geometric series of a base; powers of two as a list
    Tags: numbers, sequences

    >>> powers_of(2, 5)
    [1, 2, 4, 8, 16]
    >>> powers_of(10, 3)
    [1, 10, 100]
    >>> powers_of(3, 0)
    []
    """
    return [base**exponent for exponent in range(count)]


def arithmetic_sequence(self, start, step, count):
    """List the terms of an arithmetic sequence.

    Also: numbers with a constant difference; start, start plus step and so on
    Tags: numbers, sequences

    >>> arithmetic_sequence(2, 3, 4)
    [2, 5, 8, 11]
    >>> arithmetic_sequence(10, -5, 3)
    [10, 5, 0]
    >>> arithmetic_sequence(1, 1, 0)
    []
    """
    return [start + step * place for place in range(count)]


def geometric_sequence(self, start, ratio, count):
    """List the terms of a geometric sequence.

    Also: numbers with a constant ratio; multiply by the same factor each time
    Tags: numbers, sequences

    >>> geometric_sequence(3, 2, 4)
    [3, 6, 12, 24]
    >>> geometric_sequence(5, 1, 2)
    [5, 5]
    >>> geometric_sequence(1, 2, 0)
    []
    """
    return [start * ratio**place for place in range(count)]


def fizz_buzz(self, n):
    """Play FizzBuzz from 1 to n.

    Also: fizz for multiples of 3 and buzz for multiples of 5; fizzbuzz list
    Tags: numbers, sequences

    >>> fizz_buzz(5)
    ['1', '2', 'Fizz', '4', 'Buzz']
    >>> fizz_buzz(3)
    ['1', '2', 'Fizz']
    >>> fizz_buzz(0)
    []
    """
    result = []
    for number in range(1, n + 1):
        word = "Fizz" * (number % 3 == 0) + "Buzz" * (number % 5 == 0)
        result.append(word or str(number))
    return result


def fizz_buzz_word(self, number):
    """Say Fizz, Buzz, FizzBuzz or the number itself.

    Also: fizzbuzz for one number; divisible by 3 or 5 as a word
    Tags: numbers, sequences

    >>> fizz_buzz_word(9)
    'Fizz'
    >>> fizz_buzz_word(10)
    'Buzz'
    >>> fizz_buzz_word(15)
    'FizzBuzz'
    >>> fizz_buzz_word(7)
    '7'
    """
    if number % 15 == 0:
        return "FizzBuzz"
    if number % 3 == 0:
        return "Fizz"
    if number % 5 == 0:
        return "Buzz"
    return str(number)
