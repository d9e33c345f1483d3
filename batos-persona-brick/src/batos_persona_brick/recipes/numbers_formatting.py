"""Recipes that write numbers for people to read."""


def format_thousands(self, number):
    """Write a number with commas between the thousands.

    Also: thousands separator; 1234567 becomes 1,234,567; readable large number
    Tags: numbers, formatting

    >>> format_thousands(1234567)
    '1,234,567'
    >>> format_thousands(999)
    '999'
    >>> format_thousands(-1000)
    '-1,000'
    """
    return f"{number:,}"


def format_decimals(self, number):
    """Write a number with exactly two decimals.

    Also: two digits after the point as text; 3 becomes 3.00
    Tags: numbers, formatting

    >>> format_decimals(3)
    '3.00'
    >>> format_decimals(2.345)
    '2.35'
    >>> format_decimals(-0.5)
    '-0.50'
    """
    return f"{number:.2f}"


def format_percent(self, share):
    """Write a share between 0 and 1 as percent text.

    Also: 0.25 becomes 25%; format a ratio as a percentage
    Tags: numbers, formatting

    >>> format_percent(0.25)
    '25.0%'
    >>> format_percent(1)
    '100.0%'
    >>> format_percent(0.333)
    '33.3%'
    """
    return f"{share:.1%}"


def format_scientific(self, number):
    """Write a number in scientific notation with two decimals.

    Also: exponent notation; 12345 becomes 1.23e+04; powers of ten format
    Tags: numbers, formatting

    >>> format_scientific(12345)
    '1.23e+04'
    >>> format_scientific(0.00052)
    '5.20e-04'
    >>> format_scientific(0)
    '0.00e+00'
    """
    return f"{number:.2e}"


def format_with_sign(self, number):
    """Write a number with its sign, also when it is positive.

    Also: plus sign for positive numbers; +5 or -5; signed text
    Tags: numbers, formatting

    >>> format_with_sign(5)
    '+5'
    >>> format_with_sign(-3)
    '-3'
    >>> format_with_sign(0)
    '+0'
    """
    return f"{number:+}"


def abbreviate_number(self, number):
    """Shorten a large number with K, M or B.

    Also: 1500 becomes 1.5K; human readable count; followers display
    Tags: numbers, formatting

    >>> abbreviate_number(1500)
    '1.5K'
    >>> abbreviate_number(2000000)
    '2.0M'
    >>> abbreviate_number(950)
    '950'
    """
    for limit, letter in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if number >= limit:
            return f"{number / limit:.1f}{letter}"
    return str(number)


def format_bytes(self, size):
    """Write a number of bytes as KB, MB or GB.

    Also: human readable file size; bytes to kilobytes text
    Tags: numbers, formatting

    >>> format_bytes(2048)
    '2.0 KB'
    >>> format_bytes(500)
    '500.0 B'
    >>> format_bytes(1572864)
    '1.5 MB'
    """
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1024:
            return f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} TB"


def format_fraction(self, top, bottom):
    """Write a fraction in lowest terms.

    Also: simplify a fraction; reduce 6/8 to 3/4; cancel numerator and denominator
    Tags: numbers, formatting

    >>> format_fraction(6, 8)
    '3/4'
    >>> format_fraction(5, 5)
    '1/1'
    >>> format_fraction(0, 3)
    '0/1'
    """
    divisor = math.gcd(top, bottom)
    return f"{top // divisor}/{bottom // divisor}"


def format_mixed_number(self, top, bottom):
    """Write an improper fraction as a mixed number.

    Also: 7/4 becomes 1 3/4; whole part and fraction
    Tags: numbers, formatting

    >>> format_mixed_number(7, 4)
    '1 3/4'
    >>> format_mixed_number(8, 4)
    '2'
    >>> format_mixed_number(3, 4)
    '3/4'
    """
    whole, rest = divmod(top, bottom)
    if rest == 0:
        return str(whole)
    return f"{whole} {rest}/{bottom}" if whole else f"{rest}/{bottom}"


def decimal_to_fraction(self, number):
    """Write a decimal number as a fraction.

    Also: 0.75 becomes 3/4; decimal to simplified fraction
    Tags: numbers, formatting

    >>> decimal_to_fraction(0.75)
    '3/4'
    >>> decimal_to_fraction(2.5)
    '5/2'
    >>> decimal_to_fraction(3)
    '3/1'
    """
    top, bottom = round(number * 1000000), 1000000
    divisor = math.gcd(top, bottom)
    return f"{top // divisor}/{bottom // divisor}"


def add_fractions(self, first_top, first_bottom, second_top, second_bottom):
    """Add two fractions and simplify the result.

    Also: sum of fractions; 1/2 + 1/3 is 5/6
    Tags: numbers, formatting

    >>> add_fractions(1, 2, 1, 3)
    '5/6'
    >>> add_fractions(1, 4, 1, 4)
    '1/2'
    >>> add_fractions(0, 1, 2, 3)
    '2/3'
    """
    top = first_top * second_bottom + second_top * first_bottom
    bottom = first_bottom * second_bottom
    divisor = math.gcd(top, bottom)
    return f"{top // divisor}/{bottom // divisor}"


def multiply_fractions(self, first_top, first_bottom, second_top, second_bottom):
    """Multiply two fractions and simplify the result.

    Also: product of fractions; 2/3 times 3/4 is 1/2
    Tags: numbers, formatting

    >>> multiply_fractions(2, 3, 3, 4)
    '1/2'
    >>> multiply_fractions(1, 2, 1, 2)
    '1/4'
    >>> multiply_fractions(0, 5, 2, 3)
    '0/1'
    """
    top = first_top * second_top
    bottom = first_bottom * second_bottom
    divisor = math.gcd(top, bottom)
    return f"{top // divisor}/{bottom // divisor}"


def simplify_ratio(self, a, b):
    """Simplify the ratio of two numbers.

    Also: aspect ratio; 1920 to 1080 is 16:9; reduce a proportion
    Tags: numbers, formatting

    >>> simplify_ratio(1920, 1080)
    '16:9'
    >>> simplify_ratio(4, 2)
    '2:1'
    >>> simplify_ratio(7, 7)
    '1:1'
    """
    divisor = math.gcd(a, b)
    return f"{a // divisor}:{b // divisor}"


def plus_minus_text(self, old, new):
    """Describe a change from an old to a new number.

    Also: up by 5 or down by 3; say how much a value rose or fell
    Tags: numbers, formatting

    >>> plus_minus_text(10, 15)
    'up by 5'
    >>> plus_minus_text(10, 7)
    'down by 3'
    >>> plus_minus_text(4, 4)
    'unchanged'
    """
    if new == old:
        return "unchanged"
    return f"up by {new - old}" if new > old else f"down by {old - new}"


def equation_text(self, a, b):
    """Write the sum of two numbers as an equation.

    Also: addition as a sentence; 2 + 3 = 5 as text
    Tags: numbers, formatting

    >>> equation_text(2, 3)
    '2 + 3 = 5'
    >>> equation_text(0, 0)
    '0 + 0 = 0'
    >>> equation_text(10, -4)
    '10 + -4 = 6'
    """
    return f"{a} + {b} = {a + b}"


def number_as_text(self, number):
    """Write a number as text without needless decimals.

    Also: 3.0 becomes 3 but 3.5 stays; drop trailing zeros of a float
    Tags: numbers, formatting

    >>> number_as_text(3.0)
    '3'
    >>> number_as_text(3.5)
    '3.5'
    >>> number_as_text(-2)
    '-2'
    """
    return f"{number:g}"
