"""Recipes that take a stretch of a list: its beginning, its end, its best items."""


def first_items(self, items, amount):
    """Take the first items of a list.

    Also: take the first n; beginning of a list; limit a list
    Tags: list, slice

    >>> first_items([1, 2, 3, 4], 2)
    [1, 2]
    >>> first_items([1], 5)
    [1]
    >>> first_items([], 3)
    []
    """
    return items[:amount]


def last_items(self, items, amount):
    """Take the last items of a list.

    Also: take the last n; end of a list; most recent items
    Tags: list, slice

    >>> last_items([1, 2, 3, 4], 2)
    [3, 4]
    >>> last_items([1], 5)
    [1]
    >>> last_items([1, 2], 0)
    []
    """
    if amount <= 0:
        return []
    return items[-amount:]


def drop_first_items(self, items, amount):
    """Leave out the first items of a list.

    Also: drop the first n; skip the beginning of a list
    Tags: list, slice

    >>> drop_first_items([1, 2, 3, 4], 1)
    [2, 3, 4]
    >>> drop_first_items([1], 5)
    []
    >>> drop_first_items([1, 2], 0)
    [1, 2]
    """
    return items[amount:]


def first_item_or(self, items, default):
    """Give the first item of a list, or a default if the list is empty.

    Also: first element or fallback; head of a list
    Tags: list

    >>> first_item_or([5, 6], 0)
    5
    >>> first_item_or([], 0)
    0
    >>> first_item_or([], "none")
    'none'
    """
    if not items:
        return default
    return items[0]


def every_nth_item(self, items, step):
    """Take every nth item of a list.

    Also: every second item; thin out a list; skip items regularly
    Tags: list, slice

    >>> every_nth_item([1, 2, 3, 4, 5], 2)
    [1, 3, 5]
    >>> every_nth_item(["a", "b", "c"], 3)
    ['a']
    >>> every_nth_item([], 2)
    []
    """
    return items[::step]


def largest_numbers(self, numbers, amount):
    """List the largest numbers of a list, highest first.

    Also: top n values; best three scores; highest n numbers
    Tags: list, numbers, ranking

    >>> largest_numbers([5, 1, 9, 7], 2)
    [9, 7]
    >>> largest_numbers([3], 2)
    [3]
    >>> largest_numbers([], 1)
    []
    """
    return sorted(numbers, reverse=True)[:amount]


def smallest_numbers(self, numbers, amount):
    """List the smallest numbers of a list, lowest first.

    Also: bottom n values; n cheapest prices; lowest n numbers
    Tags: list, numbers, ranking

    >>> smallest_numbers([5, 1, 9, 7], 2)
    [1, 5]
    >>> smallest_numbers([3], 2)
    [3]
    >>> smallest_numbers([], 1)
    []
    """
    return sorted(numbers)[:amount]


def take_while_below(self, numbers, limit):
    """Take numbers from the start of a list until one reaches a limit.

    Also: leading values below a threshold; stop at the first large number
    Tags: list, numbers, slice

    >>> take_while_below([1, 2, 8, 3], 5)
    [1, 2]
    >>> take_while_below([9], 5)
    []
    >>> take_while_below([], 1)
    []
    """
    taken = []
    for number in numbers:
        if number >= limit:
            break
        taken.append(number)
    return taken
