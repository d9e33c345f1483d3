"""Recipes that treat lists as sets: unique items, common items, differences."""


def unique_items(self, items):
    """Remove duplicates from a list and keep the order.

    Also: unique values; deduplicate a list; each item only once
    Tags: list, unique

    >>> unique_items([3, 1, 3, 2, 1])
    [3, 1, 2]
    >>> unique_items(["a", "a"])
    ['a']
    >>> unique_items([])
    []
    """
    seen = []
    for item in items:
        if item not in seen:
            seen.append(item)
    return seen


def unique_ignoring_case(self, words):
    """Remove words that differ from an earlier one only in upper and lower case.

    Also: case-insensitive deduplication; unique names ignoring capitals
    Tags: list, unique, text

    >>> unique_ignoring_case(["Tea", "tea", "Milk"])
    ['Tea', 'Milk']
    >>> unique_ignoring_case(["a", "A", "a"])
    ['a']
    >>> unique_ignoring_case([])
    []
    """
    seen = []
    result = []
    for word in words:
        if word.lower() not in seen:
            seen.append(word.lower())
            result.append(word)
    return result


def duplicate_items(self, items):
    """List the items that occur more than once in a list.

    Also: find duplicates; which values are repeated
    Tags: list, unique, counting

    >>> duplicate_items([1, 2, 1, 3, 3])
    [1, 3]
    >>> duplicate_items(["a", "b"])
    []
    >>> duplicate_items([])
    []
    """
    return [item for item, count in Counter(items).items() if count > 1]


def items_occurring_once(self, items):
    """List the items that occur exactly once in a list.

    Also: values that are not repeated; singles in a list
    Tags: list, unique, counting

    >>> items_occurring_once([1, 2, 1, 3])
    [2, 3]
    >>> items_occurring_once(["a", "a"])
    []
    >>> items_occurring_once([])
    []
    """
    return [item for item in items if items.count(item) == 1]


def has_duplicates(self, items):
    """Check whether a list contains any item twice.

    Also: are there duplicates; is something repeated in the list
    Tags: list, unique, check

    >>> has_duplicates([1, 2, 1])
    True
    >>> has_duplicates(["a", "b"])
    False
    >>> has_duplicates([])
    False
    """
    return len(set(items)) < len(items)


def first_repeated_item(self, items):
    """Find the first item of a list that was already there before.

    Also: first duplicate; first value seen twice
    Tags: list, unique, search

    >>> first_repeated_item([1, 2, 3, 2, 1])
    2
    >>> first_repeated_item(["a", "a"])
    'a'
    >>> first_repeated_item([1, 2]) is None
    True
    """
    seen = []
    for item in items:
        if item in seen:
            return item
        seen.append(item)
    return None


def remove_repeats_in_a_row(self, items):
    """Remove items that are equal to the one just before them.

    Also: collapse consecutive duplicates; drop repeats next to each other
    Tags: list, unique, runs

    >>> remove_repeats_in_a_row([1, 1, 2, 2, 1])
    [1, 2, 1]
    >>> remove_repeats_in_a_row(["a"])
    ['a']
    >>> remove_repeats_in_a_row([])
    []
    """
    result = []
    for item in items:
        if not result or result[-1] != item:
            result.append(item)
    return result


def common_items(self, first, second):
    """List the items that two lists have in common.

    Also: intersection of two lists; items in both lists; shared friends
    Tags: list, set

    >>> common_items([1, 2, 3], [3, 2, 5])
    [2, 3]
    >>> common_items(["a"], ["b"])
    []
    >>> common_items([], [1])
    []
    """
    return [item for item in first if item in second]


def all_items_of_both(self, first, second):
    """List the items that are in one or both of two lists, each once.

    Also: union of two lists; combine lists without duplicates
    Tags: list, set

    >>> all_items_of_both([1, 2], [2, 3])
    [1, 2, 3]
    >>> all_items_of_both([], ["a", "a"])
    ['a']
    >>> all_items_of_both([], [])
    []
    """
    return list(dict.fromkeys(first + second))


def items_only_in_first(self, first, second):
    """List the items of the first list that are not in the second.

    Also: difference of two lists; what is missing in the second list; subtract lists
    Tags: list, set

    >>> items_only_in_first([1, 2, 3], [2])
    [1, 3]
    >>> items_only_in_first(["a"], ["a"])
    []
    >>> items_only_in_first([], [1])
    []
    """
    return [item for item in first if item not in second]


def items_in_only_one(self, first, second):
    """List the items that are in exactly one of two lists.

    Also: symmetric difference; items the two lists do not share
    Tags: list, set

    >>> items_in_only_one([1, 2], [2, 3])
    [1, 3]
    >>> items_in_only_one(["a"], ["a"])
    []
    >>> items_in_only_one([], [4])
    [4]
    """
    left = [item for item in first if item not in second]
    right = [item for item in second if item not in first]
    return left + right


def is_subset(self, first, second):
    """Check whether every item of the first list is also in the second.

    Also: is one list part of another; are all items included; subset test
    Tags: list, set, check

    >>> is_subset([1, 2], [3, 2, 1])
    True
    >>> is_subset(["a", "z"], ["a"])
    False
    >>> is_subset([], [1])
    True
    """
    return all(item in second for item in first)


def have_common_item(self, first, second):
    """Check whether two lists share at least one item.

    Also: do the lists overlap; is there any common value
    Tags: list, set, check

    >>> have_common_item([1, 2], [2, 3])
    True
    >>> have_common_item(["a"], ["b"])
    False
    >>> have_common_item([], [])
    False
    """
    return any(item in second for item in first)


def same_items_in_any_order(self, first, second):
    """Check whether two lists have the same items in any order.

    Also: are the lists equal ignoring order; is one a permutation of the other
    Tags: list, set, check

    >>> same_items_in_any_order([1, 2, 2], [2, 1, 2])
    True
    >>> same_items_in_any_order([1, 2], [1, 1])
    False
    >>> same_items_in_any_order([], [])
    True
    """
    return sorted(first) == sorted(second)


def all_items_equal(self, items):
    """Check whether all items of a list are the same.

    Also: are all values equal; is every item identical
    Tags: list, check

    >>> all_items_equal([5, 5, 5])
    True
    >>> all_items_equal([1, 2])
    False
    >>> all_items_equal([])
    True
    """
    return all(item == items[0] for item in items)
