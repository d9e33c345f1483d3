"""Recipes that round numbers and take them apart at the point."""


def round_to_decimals(self, number, decimals):
    """Round a number to some decimals.

    Also: limit the digits after the point; round to two decimal places
    Tags: numbers, rounding

    >>> round_to_decimals(3.14159, 2)
    3.14
    >>> round_to_decimals(2.7, 0)
    3.0
    >>> round_to_decimals(1.005, 1)
    1.0
    """
    return round(number, decimals)


def round_half_up(self, number):
    """Round a number to the nearest whole number, halves up.

    Also: commercial rounding; 2.5 becomes 3; round to integer
    Tags: numbers, rounding

    >>> round_half_up(2.5)
    3
    >>> round_half_up(2.4)
    2
    >>> round_half_up(-1.2)
    -1
    """
    return math.floor(number + 0.5)


def round_up(self, number):
    """Round a number up to the next whole number.

    Also: ceiling of a value; smallest integer not below
    Tags: numbers, rounding

    >>> round_up(2.1)
    3
    >>> round_up(5)
    5
    >>> round_up(-1.5)
    -1
    """
    return math.ceil(number)


def round_down(self, number):
    """Round a number down to a whole number.

    Also: floor of a value; largest integer not above
    Tags: numbers, rounding

    >>> round_down(2.9)
    2
    >>> round_down(5)
    5
    >>> round_down(-1.5)
    -2
    """
    return math.floor(number)


def round_to_multiple(self, number, step):
    """Round a number to the nearest multiple of a step.

    Also: round to the nearest 5 or 10; snap a value to a grid
    Tags: numbers, rounding

    >>> round_to_multiple(23, 5)
    25
    >>> round_to_multiple(22, 5)
    20
    >>> round_to_multiple(7, 10)
    10
    """
    return step * math.floor(number / step + 0.5)


def round_up_to_multiple(self, number, step):
    """Round a number up to the next multiple of a step.

    Also: next multiple of ten; fill up to a full dozen
    Tags: numbers, rounding

    >>> round_up_to_multiple(21, 5)
    25
    >>> round_up_to_multiple(20, 5)
    20
    >>> round_up_to_multiple(1, 12)
    12
    """
    return math.ceil(number / step) * step


def decimal_part(self, number):
    """Get the decimal part of a number, rounded to six decimals.

    Also: digits after the point; fractional part of a value
    Tags: numbers, rounding

    >>> decimal_part(3.25)
    0.25
    >>> decimal_part(5.0)
    0.0
    >>> decimal_part(10.1)
    0.1
    """
    return round(abs(number) % 1, 6)


def is_whole(self, number):
    """Check whether a number has no decimal part.

    Also: is the value an integer; 3.0 is whole but 3.5 is not
    Tags: numbers, rounding

    >>> is_whole(3.0)
    True
    >>> is_whole(3.5)
    False
    >>> is_whole(-2)
    True
    """
    return number % 1 == 0


def truncate_decimals(self, number, decimals):
    """Cut off the decimals of a number after some places, without rounding.

    Also: drop digits after the point; truncate a float; 3.149 becomes 3.14
    Tags: numbers, rounding

    >>> truncate_decimals(3.149, 2)
    3.14
    >>> truncate_decimals(-2.79, 1)
    -2.7
    >>> truncate_decimals(5, 2)
    5.0
    """
    factor = 10**decimals
    return math.trunc(number * factor) / factor


def whole_part(self, number):
    """Get the whole part of a number.

    Also: integer part of a decimal; digits before the point
    Tags: numbers, rounding

    >>> whole_part(3.99)
    3
    >>> whole_part(-2.5)
    -2
    >>> whole_part(7)
    7
    """
    return int(number)


def round_significant(self, number, digits):
    """Round a number to a count of significant digits.

    Also: significant figures; keep only the leading digits of a value
    Tags: numbers, rounding

    >>> round_significant(12345, 2)
    12000
    >>> round_significant(0.012345, 3)
    0.0123
    >>> round_significant(0, 3)
    0
    """
    if number == 0:
        return 0
    places = digits - 1 - math.floor(math.log10(abs(number)))
    return round(number, places)


def round_to_half(self, number):
    """Round a number to the nearest half.

    Also: steps of 0.5; half-star rating; nearest .5
    Tags: numbers, rounding

    >>> round_to_half(3.3)
    3.5
    >>> round_to_half(4.1)
    4.0
    >>> round_to_half(-1.2)
    -1.0
    """
    return round(number * 2) / 2
