"""Recipes that find, count and compare things in a list."""


def largest_in_list(self, numbers):
    """Find the largest number in a list.

    Also: maximum of a list; highest value; biggest number
    Tags: list, numbers

    >>> largest_in_list([3, 9, 2])
    9
    >>> largest_in_list([-5, -1])
    -1
    >>> largest_in_list([]) is None
    True
    """
    if not numbers:
        return None
    return max(numbers)


def smallest_in_list(self, numbers):
    """Find the smallest number in a list.

    Also: minimum of a list; lowest value
    Tags: list, numbers

    >>> smallest_in_list([3, 9, 2])
    2
    >>> smallest_in_list([-5, -1])
    -5
    >>> smallest_in_list([]) is None
    True
    """
    if not numbers:
        return None
    return min(numbers)


def smallest_and_largest(self, numbers):
    """Find both the smallest and the largest number in a list.

    Also: minimum and maximum; lowest and highest value
    Tags: list, numbers

    >>> smallest_and_largest([3, 9, 2])
    [2, 9]
    >>> smallest_and_largest([4])
    [4, 4]
    >>> smallest_and_largest([-1, 0, 1])
    [-1, 1]
    """
    return [min(numbers), max(numbers)]


def second_largest(self, numbers):
    """Find the second largest number in a list.

    Also: runner-up value; second highest score
    Tags: list, numbers

    >>> second_largest([3, 9, 7])
    7
    >>> second_largest([5, 5, 1])
    1
    >>> second_largest([4]) is None
    True
    """
    ordered = sorted(set(numbers), reverse=True)
    if len(ordered) < 2:
        return None
    return ordered[1]


def second_smallest(self, numbers):
    """Find the second smallest number in a list.

    Also: second lowest value; next to the minimum
    Tags: list, numbers

    >>> second_smallest([3, 9, 7])
    7
    >>> second_smallest([1, 1, 2])
    2
    >>> second_smallest([4]) is None
    True
    """
    ordered = sorted(set(numbers))
    if len(ordered) < 2:
        return None
    return ordered[1]


def position_of_item(self, items, wanted):
    """Tell the position of an item in a list, or -1 if it is not there.

    Also: index of a value; where is the item; find an item
    Tags: list, search

    >>> position_of_item(["a", "b", "c"], "b")
    1
    >>> position_of_item([1, 1], 1)
    0
    >>> position_of_item([], 5)
    -1
    """
    if wanted not in items:
        return -1
    return items.index(wanted)


def all_positions_of_item(self, items, wanted):
    """List all the positions at which an item occurs in a list.

    Also: every index of a value; all places of an item
    Tags: list, search

    >>> all_positions_of_item([1, 2, 1], 1)
    [0, 2]
    >>> all_positions_of_item(["a"], "b")
    []
    >>> all_positions_of_item([], 1)
    []
    """
    return [position for position, item in enumerate(items) if item == wanted]


def position_of_largest(self, numbers):
    """Tell the position of the largest number in a list.

    Also: index of the maximum; where is the highest value; argmax
    Tags: list, numbers, search

    >>> position_of_largest([3, 9, 2])
    1
    >>> position_of_largest([5, 5])
    0
    >>> position_of_largest([])
    -1
    """
    if not numbers:
        return -1
    return numbers.index(max(numbers))


def contains_item(self, items, wanted):
    """Check whether a list contains an item.

    Also: is the value in the list; does the list have this item
    Tags: list, search, check

    >>> contains_item([1, 2, 3], 2)
    True
    >>> contains_item(["a"], "b")
    False
    >>> contains_item([], 1)
    False
    """
    return wanted in items


def binary_search(self, items, wanted):
    """Find the position of an item in a sorted list with binary search.

    Also: search a sorted list by halving; fast lookup in an ordered list, -1 if missing
    Tags: list, search, algorithm

    >>> binary_search([1, 3, 5, 7, 9], 7)
    3
    >>> binary_search([1, 3], 2)
    -1
    >>> binary_search([], 1)
    -1
    """
    low = 0
    high = len(items) - 1
    while low <= high:
        middle = (low + high) // 2
        if items[middle] == wanted:
            return middle
        if items[middle] < wanted:
            low = middle + 1
        else:
            high = middle - 1
    return -1


def longest_word_in_list(self, words):
    """Find the longest word in a list of words.

    Also: longest text in a list; word with the most letters
    Tags: list, text

    >>> longest_word_in_list(["fig", "banana", "pear"])
    'banana'
    >>> longest_word_in_list(["one", "two"])
    'one'
    >>> longest_word_in_list([])
    ''
    """
    return max(words, key=len, default="")


def shortest_word_in_list(self, words):
    """Find the shortest word in a list of words.

    Also: shortest text in a list; word with the fewest letters
    Tags: list, text

    >>> shortest_word_in_list(["fig", "banana", "pear"])
    'fig'
    >>> shortest_word_in_list(["one", "two"])
    'one'
    >>> shortest_word_in_list([])
    ''
    """
    return min(words, key=len, default="")


def closest_number(self, numbers, target):
    """Find the number in a list that is closest to a target.

    Also: nearest value; which number comes nearest
    Tags: list, numbers

    >>> closest_number([1, 5, 10], 6)
    5
    >>> closest_number([-3, 4], 0)
    -3
    >>> closest_number([7], 100)
    7
    """
    return min(numbers, key=lambda number: abs(number - target))


def missing_number(self, numbers):
    """Find the number that is missing from the list of the numbers 1 to n.

    Also: which number is left out; gap in 1 to n
    Tags: list, numbers, search

    >>> missing_number([1, 2, 4, 5])
    3
    >>> missing_number([2])
    1
    >>> missing_number([1, 2, 3])
    4
    """
    wanted = 1
    while wanted in numbers:
        wanted += 1
    return wanted
