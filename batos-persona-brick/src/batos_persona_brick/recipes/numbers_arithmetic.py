"""Recipes for plain arithmetic with numbers."""


def add(self, a, b):
    """Add two numbers.

    Also: sum of two values; a plus b; addition
    Tags: numbers, arithmetic

    >>> add(2, 3)
    5
    >>> add(-1, 1)
    0
    >>> add(1.5, 2)
    3.5
    """
    return a + b


def subtract(self, a, b):
    """Subtract one number from another.

    Also: difference of two values; a minus b; take away
    Tags: numbers, arithmetic

    >>> subtract(5, 3)
    2
    >>> subtract(3, 5)
    -2
    >>> subtract(1.5, 0.5)
    1.0
    """
    return a - b


def multiply(self, a, b):
    """Multiply two numbers.

    Also: product of two values; a times b; multiplication
    Tags: numbers, arithmetic

    >>> multiply(4, 3)
    12
    >>> multiply(-2, 5)
    -10
    >>> multiply(7, 0)
    0
    """
    return a * b


def divide(self, a, b):
    """Divide one number by another.

    Also: quotient of two values; a over b; division that refuses zero
    Tags: numbers, arithmetic

    >>> divide(10, 4)
    2.5
    >>> divide(9, 3)
    3.0
    >>> divide(1, 0)
    Traceback (most recent call last):
    ValueError: cannot divide by zero
    """
    if b == 0:
        raise ValueError("cannot divide by zero")
    return a / b


def safe_divide(self, a, b):
    """Divide two numbers and return 0 when the divisor is zero.

    Also: division without an error; quotient or 0 for division by zero
    Tags: numbers, arithmetic

    >>> safe_divide(10, 4)
    2.5
    >>> safe_divide(5, 0)
    0
    >>> safe_divide(0, 3)
    0.0
    """
    return a / b if b != 0 else 0


def whole_division(self, a, b):
    """Divide two whole numbers and give quotient and remainder.

    Also: division with rest; how many times does it fit and what is left; divmod
    Tags: numbers, arithmetic

    >>> whole_division(17, 5)
    [3, 2]
    >>> whole_division(10, 5)
    [2, 0]
    >>> whole_division(3, 7)
    [0, 3]
    """
    return [a // b, a % b]


def remainder(self, a, b):
    """Calculate the remainder of a division.

    Also: a modulo b; rest after dividing; what is left over
    Tags: numbers, arithmetic

    >>> remainder(17, 5)
    2
    >>> remainder(10, 5)
    0
    >>> remainder(3, 7)
    3
    """
    return a % b


def divide_rounding_up(self, a, b):
    """Divide two whole numbers and round up.

    Also: how many boxes are needed; ceiling division; number of pages for n items
    Tags: numbers, arithmetic

    >>> divide_rounding_up(17, 5)
    4
    >>> divide_rounding_up(10, 5)
    2
    >>> divide_rounding_up(0, 5)
    0
    """
    return math.ceil(a / b)


def calculate(self, a, operator, b):
    """Calculate with two numbers and an operator + - * or /.

    Also: simple calculator; apply an arithmetic sign to two values
    Tags: numbers, arithmetic

    >>> calculate(3, "+", 4)
    7
    >>> calculate(10, "/", 4)
    2.5
    >>> calculate(2, "^", 3)
    Traceback (most recent call last):
    ValueError: unknown operator ^
    """
    if operator == "+":
        return a + b
    if operator == "-":
        return a - b
    if operator == "*":
        return a * b
    if operator == "/":
        return a / b
    raise ValueError(f"unknown operator {operator}")


def power(self, base, exponent):
    """Raise a number to a power.

    Also: base to the exponent; exponentiation; multiply a number by itself n times
    Tags: numbers, arithmetic

    >>> power(2, 10)
    1024
    >>> power(5, 0)
    1
    >>> power(2, -1)
    0.5
    """
    return base**exponent


def square(self, number):
    """Square a number.

    Also: number times itself; second power; n squared
    Tags: numbers, arithmetic

    >>> square(4)
    16
    >>> square(-3)
    9
    >>> square(0)
    0
    """
    return number * number


def cube(self, number):
    """Cube a number.

    Also: third power; number times itself three times; n cubed
    Tags: numbers, arithmetic

    >>> cube(3)
    27
    >>> cube(-2)
    -8
    >>> cube(0)
    0
    """
    return number**3


def square_root(self, number):
    """Calculate the square root of a number.

    Also: root of a value; which number times itself gives this
    Tags: numbers, arithmetic

    >>> square_root(16)
    4.0
    >>> square_root(2.25)
    1.5
    >>> square_root(-1)
    Traceback (most recent call last):
    ValueError: a negative number has no square root
    """
    if number < 0:
        raise ValueError("a negative number has no square root")
    return math.sqrt(number)


def cube_root(self, number):
    """Calculate the cube root of a number, rounded to six decimals.

    Also: third root of a value; which number cubed gives this
    Tags: numbers, arithmetic

    >>> cube_root(27)
    3.0
    >>> cube_root(-8)
    -2.0
    >>> cube_root(0)
    0.0
    """
    root = abs(number) ** (1 / 3)
    return round(math.copysign(root, number), 6)


def absolute_value(self, number):
    """Calculate the absolute value of a number.

    Also: number without its sign; distance from zero; make positive
    Tags: numbers, arithmetic

    >>> absolute_value(-5)
    5
    >>> absolute_value(3)
    3
    >>> absolute_value(0)
    0
    """
    return abs(number)


def absolute_difference(self, a, b):
    """Calculate the absolute difference of two numbers.

    Also: distance between two values; how far apart are two numbers
    Tags: numbers, arithmetic

    >>> absolute_difference(3, 10)
    7
    >>> absolute_difference(10, 3)
    7
    >>> absolute_difference(-2, 2)
    4
    """
    return abs(a - b)


def negate(self, number):
    """Change the sign of a number.

    Also: opposite of a value; negative of a number; minus n
    Tags: numbers, arithmetic

    >>> negate(5)
    -5
    >>> negate(-3)
    3
    >>> negate(0)
    0
    """
    return -number


def double(self, number):
    """Double a number.

    Also: two times a value; twice the number
    Tags: numbers, arithmetic

    >>> double(4)
    8
    >>> double(-1.5)
    -3.0
    >>> double(0)
    0
    """
    return number * 2


def half(self, number):
    """Halve a number.

    Also: number divided by two; fifty percent of a value
    Tags: numbers, arithmetic

    >>> half(5)
    2.5
    >>> half(8)
    4.0
    >>> half(0)
    0.0
    """
    return number / 2


def reciprocal(self, number):
    """Calculate the reciprocal of a number.

    Also: one divided by a value; inverse of a number; 1/n
    Tags: numbers, arithmetic

    >>> reciprocal(4)
    0.25
    >>> reciprocal(0.5)
    2.0
    >>> reciprocal(0)
    Traceback (most recent call last):
    ZeroDivisionError: division by zero
    """
    return 1 / number


def average_of_two(self, a, b):
    """Calculate the average of two numbers.

    Also: mean of two values; number in the middle between a and b
    Tags: numbers, arithmetic

    >>> average_of_two(2, 4)
    3.0
    >>> average_of_two(1, 2)
    1.5
    >>> average_of_two(-1, 1)
    0.0
    """
    return (a + b) / 2


def average_of_three(self, a, b, c):
    """Calculate the average of three numbers.

    Also: mean of three values; sum of three divided by three
    Tags: numbers, arithmetic

    >>> average_of_three(1, 2, 6)
    3.0
    >>> average_of_three(5, 5, 5)
    5.0
    >>> average_of_three(-1, 0, 1)
    0.0
    """
    return (a + b + c) / 3
