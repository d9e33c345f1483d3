"""Recipes that work through lists of numbers place by place."""


def dot_product(self, first, second):
    """Calculate the dot product of two lists of numbers.

    Also: scalar product of two vectors; multiply pairwise and add up
    Tags: list, numbers, vector

    >>> dot_product([1, 2, 3], [4, 5, 6])
    32
    >>> dot_product([1, 0], [0, 1])
    0
    >>> dot_product([], [])
    0
    """
    return sum(a * b for a, b in zip(first, second))


def add_lists(self, first, second):
    """Add two lists of numbers item by item.

    Also: vector addition; sum of the numbers at the same place
    Tags: list, numbers, vector

    >>> add_lists([1, 2], [10, 20])
    [11, 22]
    >>> add_lists([0.5], [0.5])
    [1.0]
    >>> add_lists([], [])
    []
    """
    return [a + b for a, b in zip(first, second)]


def scale_list(self, numbers, factor):
    """Multiply every number in a list by a factor.

    Also: scale a list; double each number; times each item by a number
    Tags: list, numbers, vector

    >>> scale_list([1, 2, 3], 2)
    [2, 4, 6]
    >>> scale_list([4, -2], 0.5)
    [2.0, -1.0]
    >>> scale_list([], 3)
    []
    """
    return [number * factor for number in numbers]


def square_list(self, numbers):
    """Square every number in a list.

    Also: list of squares; raise each number to the power of two
    Tags: list, numbers

    >>> square_list([1, 2, 3])
    [1, 4, 9]
    >>> square_list([-4])
    [16]
    >>> square_list([])
    []
    """
    return [number**2 for number in numbers]


def normalise_list(self, numbers):
    """Scale a list of numbers to the range from 0 to 1.

    Also: normalise values; min-max scaling; rescale so that the smallest is 0 and the largest is 1
    Tags: list, numbers, statistics

    >>> normalise_list([0, 5, 10])
    [0.0, 0.5, 1.0]
    >>> normalise_list([-1, 1])
    [0.0, 1.0]
    >>> normalise_list([3, 3])
    [0.0, 0.0]
    """
    low = min(numbers)
    width = max(numbers) - low
    if width == 0:
        return [0.0 for number in numbers]
    return [(number - low) / width for number in numbers]


def round_list(self, numbers, digits):
    """Round every number in a list to a number of decimals.

    Also: round all values; shorten the decimals in a list
    Tags: list, numbers, rounding

    >>> round_list([1.234, 5.678], 1)
    [1.2, 5.7]
    >>> round_list([2.0], 2)
    [2.0]
    >>> round_list([], 2)
    []
    """
    return [round(number, digits) for number in numbers]


def distance_between_points(self, first, second):
    """Calculate the distance between two points given as lists of coordinates.

    Also: euclidean distance; how far apart two points are
    Tags: list, numbers, geometry

    >>> distance_between_points([0, 0], [3, 4])
    5.0
    >>> distance_between_points([1, 2, 3], [1, 2, 3])
    0.0
    >>> distance_between_points([2], [-1])
    3.0
    """
    return math.sqrt(sum((a - b) ** 2 for a, b in zip(first, second)))
