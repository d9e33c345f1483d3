"""Recipes that make one number, or a row of numbers, from a list of numbers."""


def sum_list(self, numbers):
    """Add up all the numbers in a list.

    Also: total of a list; sum of the numbers; what do these numbers add up to
    Tags: list, numbers

    >>> sum_list([1, 2, 3])
    6
    >>> sum_list([2.5, -1])
    1.5
    >>> sum_list([])
    0
    """
    return sum(numbers)


def multiply_list(self, numbers):
    """Multiply all the numbers in a list together.

    Also: product of a list; multiply these numbers
    Tags: list, numbers

    >>> multiply_list([2, 3, 4])
    24
    >>> multiply_list([5, 0])
    0
    >>> multiply_list([])
    1
    """
    return math.prod(numbers)


def average_list(self, numbers):
    """Calculate the average of a list of numbers.

    Also: mean of a list; average value; arithmetic mean
    Tags: list, numbers, statistics

    >>> average_list([2, 4, 6])
    4.0
    >>> average_list([1, 2])
    1.5
    >>> average_list([])
    0
    """
    if not numbers:
        return 0
    return sum(numbers) / len(numbers)


def median_list(self, numbers):
    """Find the middle value of a list of numbers.

    Also: median of a list; the number in the middle when they are sorted
    Tags: list, numbers, statistics

    >>> median_list([5, 1, 3])
    3
    >>> median_list([4, 1, 3, 2])
    2.5
    >>> median_list([7])
    7
    """
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if len(ordered) % 2 == 1:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def standard_deviation(self, numbers):
    """Calculate the standard deviation of a list of numbers.

    Also: how spread out the numbers are; population standard deviation; spread around the mean
    Tags: list, numbers, statistics

    >>> standard_deviation([2, 4, 4, 4, 5, 5, 7, 9])
    2.0
    >>> standard_deviation([3, 3, 3])
    0.0
    >>> standard_deviation([1, 3])
    1.0
    """
    mean = sum(numbers) / len(numbers)
    return math.sqrt(sum((number - mean) ** 2 for number in numbers) / len(numbers))


def running_totals(self, numbers):
    """Make the list of running totals of a list of numbers.

    Also: cumulative sum; partial sums; add up step by step
    Tags: list, numbers

    >>> running_totals([1, 2, 3, 4])
    [1, 3, 6, 10]
    >>> running_totals([5, -5, 2])
    [5, 0, 2]
    >>> running_totals([])
    []
    """
    totals = []
    total = 0
    for number in numbers:
        total += number
        totals.append(total)
    return totals


def running_maximum(self, numbers):
    """Make the list of the highest number seen so far at each place of a list.

    Also: cumulative maximum; record highs; best so far
    Tags: list, numbers

    >>> running_maximum([1, 3, 2, 5, 4])
    [1, 3, 3, 5, 5]
    >>> running_maximum([4])
    [4]
    >>> running_maximum([])
    []
    """
    highest = []
    for number in numbers:
        if highest and highest[-1] > number:
            highest.append(highest[-1])
        else:
            highest.append(number)
    return highest


def differences_between_neighbours(self, numbers):
    """List the differences between each number and the one before it.

    Also: step sizes in a list; change from one number to the next; deltas
    Tags: list, numbers

    >>> differences_between_neighbours([1, 4, 9, 16])
    [3, 5, 7]
    >>> differences_between_neighbours([5, 2])
    [-3]
    >>> differences_between_neighbours([8])
    []
    """
    return [after - before for before, after in zip(numbers, numbers[1:])]


def moving_average(self, numbers, size):
    """Calculate the moving average of a list over a window of a given size.

    Also: rolling mean; smooth a list of numbers
    Tags: list, numbers, statistics

    >>> moving_average([1, 2, 3, 4, 5], 3)
    [2.0, 3.0, 4.0]
    >>> moving_average([10, 20], 2)
    [15.0]
    >>> moving_average([1], 2)
    []
    """
    averages = []
    for start in range(len(numbers) - size + 1):
        window = numbers[start : start + size]
        averages.append(sum(window) / size)
    return averages


def sum_of_even_numbers(self, numbers):
    """Add up only the even numbers in a list.

    Also: total of the even numbers; sum the numbers that can be divided by two
    Tags: list, numbers, filter

    >>> sum_of_even_numbers([1, 2, 3, 4])
    6
    >>> sum_of_even_numbers([1, 3])
    0
    >>> sum_of_even_numbers([-2, 5, 2])
    0
    """
    return sum(number for number in numbers if number % 2 == 0)


def sum_of_positive_numbers(self, numbers):
    """Add up only the positive numbers in a list.

    Also: total of the numbers above zero; sum without the negative numbers
    Tags: list, numbers, filter

    >>> sum_of_positive_numbers([1, -2, 3])
    4
    >>> sum_of_positive_numbers([-1, -5])
    0
    >>> sum_of_positive_numbers([])
    0
    """
    return sum(number for number in numbers if number > 0)


def sum_of_squares(self, numbers):
    """Add up the squares of the numbers in a list.

    Also: square each number and total them; sum of all squared values
    Tags: list, numbers

    >>> sum_of_squares([1, 2, 3])
    14
    >>> sum_of_squares([-2, 2])
    8
    >>> sum_of_squares([])
    0
    """
    return sum(number**2 for number in numbers)
