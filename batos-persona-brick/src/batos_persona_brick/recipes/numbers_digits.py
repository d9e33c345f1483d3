"""Recipes about the digits of a number."""


def sum_of_digits(self, number):
    """Add up the digits of a number.

    Also: digit sum; cross sum; total of the digits of an integer
    Tags: numbers, digits

    >>> sum_of_digits(1234)
    10
    >>> sum_of_digits(0)
    0
    >>> sum_of_digits(-56)
    11
    """
    return sum(int(digit) for digit in str(abs(number)))


def product_of_digits(self, number):
    """Multiply the digits of a number.

    Also: digit product; multiply all figures of an integer
    Tags: numbers, digits

    >>> product_of_digits(234)
    24
    >>> product_of_digits(105)
    0
    >>> product_of_digits(7)
    7
    """
    product = 1
    for digit in str(abs(number)):
        product *= int(digit)
    return product


def count_digits(self, number):
    """Count the digits of a number.

    Also: how many digits has an integer; length of a number
    Tags: numbers, digits

    >>> count_digits(12345)
    5
    >>> count_digits(-99)
    2
    >>> count_digits(0)
    1
    """
    return len(str(abs(number)))


def list_digits(self, number):
    """List the digits of a number.

    Also: split a number into its digits; digits as a list
    Tags: numbers, digits

    >>> list_digits(1234)
    [1, 2, 3, 4]
    >>> list_digits(0)
    [0]
    >>> list_digits(-70)
    [7, 0]
    """
    return [int(digit) for digit in str(abs(number))]


def number_from_digits(self, digits):
    """Build a number from a list of digits.

    Also: join digits to an integer; [1, 2, 3] becomes 123
    Tags: numbers, digits

    >>> number_from_digits([1, 2, 3])
    123
    >>> number_from_digits([0, 5])
    5
    >>> number_from_digits([])
    0
    """
    number = 0
    for digit in digits:
        number = number * 10 + digit
    return number


def reverse_number(self, number):
    """Reverse the digits of a number.

    Also: write an integer backwards; 123 becomes 321
    Tags: numbers, digits

    >>> reverse_number(123)
    321
    >>> reverse_number(-45)
    -54
    >>> reverse_number(100)
    1
    """
    reverse = int(str(abs(number))[::-1])
    return reverse if number >= 0 else -reverse


def is_palindrome_number(self, number):
    """Check whether a number reads the same backwards.

    Also: palindrome number test; is 121 a palindrome
    Tags: numbers, digits

    >>> is_palindrome_number(121)
    True
    >>> is_palindrome_number(123)
    False
    >>> is_palindrome_number(-121)
    False
    """
    return str(number) == str(number)[::-1]


def digital_root(self, number):
    """Calculate the digital root of a number.

    Also: repeat the digit sum until one digit is left; single digit sum
    Tags: numbers, digits

    >>> digital_root(942)
    6
    >>> digital_root(0)
    0
    >>> digital_root(38)
    2
    """
    while number > 9:
        number = sum(int(digit) for digit in str(number))
    return number


def multiplicative_persistence(self, number):
    """Count how often the digits must be multiplied until one digit is left.

    Also: multiplicative persistence; steps to a single digit by multiplying
    Tags: numbers, digits

    >>> multiplicative_persistence(39)
    3
    >>> multiplicative_persistence(4)
    0
    >>> multiplicative_persistence(999)
    4
    """
    steps = 0
    while number > 9:
        number = math.prod(int(digit) for digit in str(number))
        steps += 1
    return steps


def largest_digit(self, number):
    """Find the largest digit of a number.

    Also: biggest figure of an integer; maximum digit
    Tags: numbers, digits

    >>> largest_digit(3917)
    9
    >>> largest_digit(0)
    0
    >>> largest_digit(-25)
    5
    """
    return max(int(digit) for digit in str(abs(number)))


def smallest_digit(self, number):
    """Find the smallest digit of a number.

    Also: least figure of an integer; minimum digit
    Tags: numbers, digits

    >>> smallest_digit(3917)
    1
    >>> smallest_digit(50)
    0
    >>> smallest_digit(7)
    7
    """
    return min(int(digit) for digit in str(abs(number)))


def first_digit(self, number):
    """Get the first digit of a number.

    Also: leading figure of an integer; digit on the left
    Tags: numbers, digits

    >>> first_digit(3917)
    3
    >>> first_digit(-80)
    8
    >>> first_digit(0)
    0
    """
    return int(str(abs(number))[0])


def last_digit(self, number):
    """Get the last digit of a number.

    Also: ones digit; final figure of an integer; units place
    Tags: numbers, digits

    >>> last_digit(3917)
    7
    >>> last_digit(-25)
    5
    >>> last_digit(80)
    0
    """
    return abs(number) % 10


def digit_at_place(self, number, place):
    """Get the digit of a number at a place, counting from the right with 1.

    Also: tens digit, hundreds digit; digit at a position of an integer
    Tags: numbers, digits

    >>> digit_at_place(3917, 1)
    7
    >>> digit_at_place(3917, 3)
    9
    >>> digit_at_place(5, 4)
    0
    """
    return abs(number) // 10 ** (place - 1) % 10


def sort_digits_descending(self, number):
    """Sort the digits of a number from large to small.

    Also: largest number made of the same digits; rearrange digits to the maximum
    Tags: numbers, digits

    >>> sort_digits_descending(2736)
    7632
    >>> sort_digits_descending(100)
    100
    >>> sort_digits_descending(0)
    0
    """
    return int("".join(sorted(str(number), reverse=True)))


def sort_digits_ascending(self, number):
    """Sort the digits of a number from small to large.

    Also: smallest arrangement of the digits; digits in rising order
    Tags: numbers, digits

    >>> sort_digits_ascending(2736)
    2367
    >>> sort_digits_ascending(100)
    1
    >>> sort_digits_ascending(0)
    0
    """
    return int("".join(sorted(str(number))))


def count_digit(self, number, digit):
    """Count how often a digit appears in a number.

    Also: occurrences of a figure in an integer; how many sevens are in a number
    Tags: numbers, digits

    >>> count_digit(17727, 7)
    3
    >>> count_digit(123, 9)
    0
    >>> count_digit(0, 0)
    1
    """
    return str(number).count(str(digit))


def count_even_digits(self, number):
    """Count the even digits of a number.

    Also: how many digits are divisible by two; number of even figures
    Tags: numbers, digits

    >>> count_even_digits(12345)
    2
    >>> count_even_digits(135)
    0
    >>> count_even_digits(0)
    1
    """
    return sum(1 for digit in str(abs(number)) if digit in "02468")


def has_repeated_digit(self, number):
    """Check whether a number has a digit more than once.

    Also: are there duplicate digits; repeated figures in an integer
    Tags: numbers, digits

    >>> has_repeated_digit(1231)
    True
    >>> has_repeated_digit(123)
    False
    >>> has_repeated_digit(0)
    False
    """
    digits = str(abs(number))
    return len(set(digits)) < len(digits)


def is_armstrong(self, number):
    """Check whether a number is an Armstrong number.

    Also: narcissistic number; sum of the digits raised to the number of digits equals the number
    Tags: numbers, digits

    >>> is_armstrong(153)
    True
    >>> is_armstrong(154)
    False
    >>> is_armstrong(9474)
    True
    """
    digits = str(number)
    return number == sum(int(digit) ** len(digits) for digit in digits)


def is_harshad(self, number):
    """Check whether a number is divisible by the sum of its digits.

    Also: harshad number; niven number; digit sum divides the number
    Tags: numbers, digits

    >>> is_harshad(18)
    True
    >>> is_harshad(19)
    False
    >>> is_harshad(7)
    True
    """
    return number % sum(int(digit) for digit in str(number)) == 0


def is_happy_number(self, number):
    """Check whether a number is happy: squaring and adding digits leads to 1.

    Also: happy number test; replace a number by the sum of the squares of its digits until 1
    Tags: numbers, digits

    >>> is_happy_number(19)
    True
    >>> is_happy_number(4)
    False
    >>> is_happy_number(1)
    True
    """
    seen = set()
    while number != 1 and number not in seen:
        seen.add(number)
        number = sum(int(digit) ** 2 for digit in str(number))
    return number == 1
