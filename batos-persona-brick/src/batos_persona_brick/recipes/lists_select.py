"""Recipes that keep some items of a list and leave the others."""


def keep_even_numbers(self, numbers):
    """Keep only the even numbers of a list.

    Also: filter even numbers; which numbers can be divided by two
    Tags: list, numbers, filter

    >>> keep_even_numbers([1, 2, 3, 4])
    [2, 4]
    >>> keep_even_numbers([0, -3, -6])
    [0, -6]
    >>> keep_even_numbers([1])
    []
    """
    return [number for number in numbers if number % 2 == 0]


def keep_odd_numbers(self, numbers):
    """Keep only the odd numbers of a list.

    Also: filter odd numbers; remove the even numbers
    Tags: list, numbers, filter

    >>> keep_odd_numbers([1, 2, 3, 4])
    [1, 3]
    >>> keep_odd_numbers([-5, 0])
    [-5]
    >>> keep_odd_numbers([2])
    []
    """
    return [number for number in numbers if number % 2 == 1]


def keep_positive_numbers(self, numbers):
    """Keep only the positive numbers of a list.

    Also: filter numbers above zero; remove negative numbers and zeros
    Tags: list, numbers, filter

    >>> keep_positive_numbers([3, -1, 0, 7])
    [3, 7]
    >>> keep_positive_numbers([-2])
    []
    >>> keep_positive_numbers([])
    []
    """
    return [number for number in numbers if number > 0]


def keep_negative_numbers(self, numbers):
    """Keep only the negative numbers of a list.

    Also: filter numbers below zero; which values are negative
    Tags: list, numbers, filter

    >>> keep_negative_numbers([3, -1, 0, -7])
    [-1, -7]
    >>> keep_negative_numbers([2])
    []
    >>> keep_negative_numbers([])
    []
    """
    return [number for number in numbers if number < 0]


def keep_above(self, numbers, limit):
    """Keep the numbers of a list that are larger than a limit.

    Also: filter values greater than a threshold; numbers over a minimum
    Tags: list, numbers, filter

    >>> keep_above([1, 5, 10], 4)
    [5, 10]
    >>> keep_above([4], 4)
    []
    >>> keep_above([], 0)
    []
    """
    return [number for number in numbers if number > limit]


def keep_between(self, numbers, low, high):
    """Keep the numbers of a list that lie between a low and a high limit.

    Also: filter values in a range; numbers from low to high, both included
    Tags: list, numbers, filter

    >>> keep_between([1, 5, 10, 15], 5, 10)
    [5, 10]
    >>> keep_between([1, 2], 3, 4)
    []
    >>> keep_between([], 0, 9)
    []
    """
    return [number for number in numbers if low <= number <= high]


def keep_divisible(self, numbers, divisor):
    """Keep the numbers of a list that can be divided by a divisor.

    Also: filter multiples; numbers divisible by a number without remainder
    Tags: list, numbers, filter

    >>> keep_divisible([3, 4, 9, 10], 3)
    [3, 9]
    >>> keep_divisible([0, 7], 5)
    [0]
    >>> keep_divisible([], 2)
    []
    """
    return [number for number in numbers if number % divisor == 0]


def count_above(self, numbers, limit):
    """Count how many numbers in a list are larger than a limit.

    Also: how many values exceed a threshold; number of scores over a mark
    Tags: list, numbers, counting

    >>> count_above([1, 5, 10], 4)
    2
    >>> count_above([4], 4)
    0
    >>> count_above([], 0)
    0
    """
    return sum(1 for number in numbers if number > limit)


def count_even_numbers(self, numbers):
    """Count the even numbers in a list.

    Also: how many numbers are even; number of values divisible by two
    Tags: list, numbers, counting

    >>> count_even_numbers([1, 2, 4])
    2
    >>> count_even_numbers([7])
    0
    >>> count_even_numbers([])
    0
    """
    return sum(1 for number in numbers if number % 2 == 0)


def above_average(self, numbers):
    """Keep the numbers of a list that are above its average.

    Also: values larger than the mean; which scores are better than average
    Tags: list, numbers, filter, statistics

    >>> above_average([1, 2, 9])
    [9]
    >>> above_average([5, 5])
    []
    >>> above_average([])
    []
    """
    if not numbers:
        return []
    mean = sum(numbers) / len(numbers)
    return [number for number in numbers if number > mean]


def remove_empty_items(self, items):
    """Remove empty items such as empty texts, zeros and None from a list.

    Also: compact a list; drop falsy values; clean up missing values
    Tags: list, filter

    >>> remove_empty_items([1, "", None, "a", 0, []])
    [1, 'a']
    >>> remove_empty_items([None])
    []
    >>> remove_empty_items([])
    []
    """
    return [item for item in items if item]


def remove_item(self, items, unwanted):
    """Remove every occurrence of an item from a list.

    Also: delete a value from a list; list without a given item
    Tags: list, filter

    >>> remove_item([1, 2, 1, 3], 1)
    [2, 3]
    >>> remove_item(["a"], "b")
    ['a']
    >>> remove_item([], 1)
    []
    """
    return [item for item in items if item != unwanted]


def replace_item(self, items, old, new):
    """Replace every occurrence of an item in a list by another.

    Also: swap a value for another one; substitute in a list
    Tags: list

    >>> replace_item([1, 2, 1], 1, 9)
    [9, 2, 9]
    >>> replace_item(["a"], "b", "c")
    ['a']
    >>> replace_item([], 1, 2)
    []
    """
    return [new if item == old else item for item in items]


def keep_texts(self, items):
    """Keep only the texts of a mixed list.

    Also: filter strings; remove everything that is not a text
    Tags: list, filter, text

    >>> keep_texts([1, "a", None, "b"])
    ['a', 'b']
    >>> keep_texts([1, 2])
    []
    >>> keep_texts([])
    []
    """
    return [item for item in items if isinstance(item, str)]


def keep_numbers(self, items):
    """Keep only the numbers of a mixed list.

    Also: filter numeric values; remove texts from a list
    Tags: list, filter, numbers

    >>> keep_numbers([1, "a", 2.5, None, True])
    [1, 2.5]
    >>> keep_numbers(["x"])
    []
    >>> keep_numbers([])
    []
    """
    return [item for item in items if isinstance(item, (int, float)) and not isinstance(item, bool)]


def items_containing(self, items, part):
    """Keep the texts of a list that contain a given part.

    Also: search a list of texts; filter by keyword, ignoring case
    Tags: list, filter, text, search

    >>> items_containing(["Red car", "blue bike", "old CAR"], "car")
    ['Red car', 'old CAR']
    >>> items_containing(["tea"], "milk")
    []
    >>> items_containing([], "a")
    []
    """
    return [item for item in items if part.lower() in item.lower()]
