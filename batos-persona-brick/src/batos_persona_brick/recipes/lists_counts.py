"""Recipes that count the items of a list."""


def count_item(self, items, wanted):
    """Count how often an item occurs in a list.

    Also: number of times a value is in a list; occurrences of an item
    Tags: list, counting

    >>> count_item([1, 2, 1, 1], 1)
    3
    >>> count_item(["a", "b"], "c")
    0
    >>> count_item([], 1)
    0
    """
    return items.count(wanted)


def count_each_item(self, items):
    """Count how often each item occurs in a list.

    Also: tally the items; frequency of every value; how many of each
    Tags: list, dict, counting

    >>> count_each_item(["red", "blue", "red"])
    {'red': 2, 'blue': 1}
    >>> count_each_item(["x"])
    {'x': 1}
    >>> count_each_item([])
    {}
    """
    counts = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    return counts


def count_different_items(self, items):
    """Count how many different items a list has.

    Also: number of unique values; how many distinct items
    Tags: list, counting

    >>> count_different_items([1, 2, 2, 3])
    3
    >>> count_different_items(["a", "a"])
    1
    >>> count_different_items([])
    0
    """
    return len(set(items))


def most_frequent_item(self, items):
    """Find the item that occurs most often in a list.

    Also: mode of a list; most common value; favourite answer
    Tags: list, counting, statistics

    >>> most_frequent_item([1, 3, 3, 2])
    3
    >>> most_frequent_item(["tea", "coffee", "tea"])
    'tea'
    >>> most_frequent_item([]) is None
    True
    """
    if not items:
        return None
    return max(items, key=items.count)


def least_frequent_item(self, items):
    """Find the item that occurs least often in a list.

    Also: rarest value; least common item
    Tags: list, counting

    >>> least_frequent_item(["a", "a", "b"])
    'b'
    >>> least_frequent_item([1, 1, 2, 2, 3])
    3
    >>> least_frequent_item([]) is None
    True
    """
    if not items:
        return None
    return min(items, key=items.count)


def most_frequent_items(self, items, amount):
    """List the most frequent items of a list, most frequent first.

    Also: top n most common values; n most popular items
    Tags: list, counting, ranking

    >>> most_frequent_items(["a", "b", "a", "c", "a", "b"], 2)
    ['a', 'b']
    >>> most_frequent_items([5], 3)
    [5]
    >>> most_frequent_items([], 1)
    []
    """
    return [item for item, count in Counter(items).most_common(amount)]


def majority_item(self, items):
    """Find the item that makes up more than half of a list.

    Also: majority element; who has the absolute majority
    Tags: list, counting

    >>> majority_item(["a", "b", "a"])
    'a'
    >>> majority_item([1, 2]) is None
    True
    >>> majority_item([]) is None
    True
    """
    for item in set(items):
        if items.count(item) > len(items) / 2:
            return item
    return None
