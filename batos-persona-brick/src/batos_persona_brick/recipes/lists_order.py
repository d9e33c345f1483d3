"""Recipes that put a list in order, or ask about its order."""


def sort_ascending(self, items):
    """Sort a list from small to large.

    Also: sort in ascending order; put in order; sort alphabetically
    Tags: list, sorting

    >>> sort_ascending([3, 1, 2])
    [1, 2, 3]
    >>> sort_ascending(["pear", "apple"])
    ['apple', 'pear']
    >>> sort_ascending([])
    []
    """
    return sorted(items)


def sort_descending(self, items):
    """Sort a list from large to small.

    Also: sort in descending order; order from high to low; highest first
    Tags: list, sorting

    >>> sort_descending([3, 1, 2])
    [3, 2, 1]
    >>> sort_descending(["a", "c", "b"])
    ['c', 'b', 'a']
    >>> sort_descending([])
    []
    """
    return sorted(items, reverse=True)


def sort_by_length(self, words):
    """Sort words from the shortest to the longest.

    Also: order words by length; sort texts by number of letters
    Tags: list, sorting, text

    >>> sort_by_length(["banana", "fig", "pear"])
    ['fig', 'pear', 'banana']
    >>> sort_by_length(["bb", "aa"])
    ['bb', 'aa']
    >>> sort_by_length([])
    []
    """
    return sorted(words, key=len)


def sort_by_absolute_value(self, numbers):
    """Sort numbers by their size without the sign.

    Also: order by absolute value; sort by distance from zero
    Tags: list, sorting, numbers

    >>> sort_by_absolute_value([-5, 2, -1])
    [-1, 2, -5]
    >>> sort_by_absolute_value([3, -4])
    [3, -4]
    >>> sort_by_absolute_value([])
    []
    """
    return sorted(numbers, key=abs)


def sort_ignoring_case(self, words):
    """Sort words alphabetically without regard to capital letters.

    Also: case-insensitive sort; alphabetical order ignoring upper and lower case
    Tags: list, sorting, text

    >>> sort_ignoring_case(["banana", "Apple", "cherry"])
    ['Apple', 'banana', 'cherry']
    >>> sort_ignoring_case(["b", "A"])
    ['A', 'b']
    >>> sort_ignoring_case([])
    []
    """
    return sorted(words, key=lambda word: word.lower())


def sort_by_last_name(self, people):
    """Sort full names by the last name.

    Also: order people by surname; sort by the last word
    Tags: list, sorting, text

    >>> sort_by_last_name(["Grace Hopper", "Alan Turing", "Ada Byron"])
    ['Ada Byron', 'Grace Hopper', 'Alan Turing']
    >>> sort_by_last_name(["Plato"])
    ['Plato']
    >>> sort_by_last_name([])
    []
    """
    return sorted(people, key=lambda person: person.split()[-1])


def sort_pairs_by_second(self, pairs):
    """Sort pairs by their second part.

    Also: order a list of pairs by the second value; sort by the last element of each pair
    Tags: list, sorting, pairs

    >>> sort_pairs_by_second([["a", 3], ["b", 1]])
    [['b', 1], ['a', 3]]
    >>> sort_pairs_by_second([["x", 2], ["y", 2]])
    [['x', 2], ['y', 2]]
    >>> sort_pairs_by_second([])
    []
    """
    return sorted(pairs, key=lambda pair: pair[1])


def sort_by_frequency(self, items):
    """Sort a list so that the most frequent items come first.

    Also: order by how often each item occurs; frequency sort
    Tags: list, sorting, counting

    >>> sort_by_frequency([1, 2, 2, 3, 3, 3])
    [3, 3, 3, 2, 2, 1]
    >>> sort_by_frequency(["b", "a", "b"])
    ['b', 'b', 'a']
    >>> sort_by_frequency([])
    []
    """
    counts = Counter(items)
    return sorted(items, key=lambda item: (-counts[item], item))


def sort_evens_first(self, numbers):
    """Sort numbers so that the even ones come before the odd ones.

    Also: even numbers first; order by parity
    Tags: list, sorting, numbers

    >>> sort_evens_first([3, 2, 1, 4])
    [2, 4, 1, 3]
    >>> sort_evens_first([5, 1])
    [1, 5]
    >>> sort_evens_first([])
    []
    """
    return sorted(numbers, key=lambda number: (number % 2, number))


def reverse_list(self, items):
    """Reverse the order of a list.

    Also: list backwards; turn a list around; last item first
    Tags: list

    >>> reverse_list([1, 2, 3])
    [3, 2, 1]
    >>> reverse_list(["a"])
    ['a']
    >>> reverse_list([])
    []
    """
    return items[::-1]


def is_sorted(self, items):
    """Check whether a list is sorted from small to large.

    Also: is the list in ascending order; are the items in order
    Tags: list, sorting, check

    >>> is_sorted([1, 2, 2, 5])
    True
    >>> is_sorted([3, 1])
    False
    >>> is_sorted([])
    True
    """
    return all(before <= after for before, after in zip(items, items[1:]))


def is_strictly_increasing(self, numbers):
    """Check whether each number in a list is larger than the one before.

    Also: are the numbers always rising; strictly increasing sequence
    Tags: list, numbers, check

    >>> is_strictly_increasing([1, 2, 5])
    True
    >>> is_strictly_increasing([1, 2, 2])
    False
    >>> is_strictly_increasing([4])
    True
    """
    return all(before < after for before, after in zip(numbers, numbers[1:]))


def rank_numbers(self, numbers):
    """Give each number in a list its rank, the highest being 1.

    Also: ranking of scores; position of each value from the top
    Tags: list, numbers, ranking

    >>> rank_numbers([50, 90, 70])
    [3, 1, 2]
    >>> rank_numbers([5, 5, 1])
    [1, 1, 3]
    >>> rank_numbers([])
    []
    """
    ordered = sorted(numbers, reverse=True)
    return [ordered.index(number) + 1 for number in numbers]


def merge_sorted_lists(self, first, second):
    """Merge two sorted lists into one sorted list.

    Also: combine two ordered lists; join sorted lists in order
    Tags: list, sorting

    >>> merge_sorted_lists([1, 3, 5], [2, 4])
    [1, 2, 3, 4, 5]
    >>> merge_sorted_lists([], [1])
    [1]
    >>> merge_sorted_lists([1, 1], [1])
    [1, 1, 1]
    """
    merged = []
    i = 0
    j = 0
    while i < len(first) and j < len(second):
        if first[i] <= second[j]:
            merged.append(first[i])
            i += 1
        else:
            merged.append(second[j])
            j += 1
    return merged + first[i:] + second[j:]


def bubble_sort(self, items):
    """Sort a list with bubble sort.

    Also: sort by swapping neighbours; sort without using sorted
    Tags: list, sorting, algorithm

    >>> bubble_sort([5, 1, 4, 2])
    [1, 2, 4, 5]
    >>> bubble_sort([2, 2, 1])
    [1, 2, 2]
    >>> bubble_sort([])
    []
    """
    result = list(items)
    for end in range(len(result) - 1, 0, -1):
        for i in range(end):
            if result[i] > result[i + 1]:
                result[i], result[i + 1] = result[i + 1], result[i]
    return result


def insert_in_order(self, items, item):
    """Insert an item into a sorted list at the right place.

    Also: add a value to a sorted list; keep the list in order when adding
    Tags: list, sorting

    >>> insert_in_order([1, 3, 5], 4)
    [1, 3, 4, 5]
    >>> insert_in_order([2], 1)
    [1, 2]
    >>> insert_in_order([], 7)
    [7]
    """
    return sorted(items + [item])


def order_like(self, items, order):
    """Sort items in the order of a second list.

    Also: custom order; arrange by a given order
    Tags: list, sorting

    >>> order_like(["large", "small", "medium"], ["small", "medium", "large"])
    ['small', 'medium', 'large']
    >>> order_like(["b", "b", "a"], ["a", "b"])
    ['a', 'b', 'b']
    >>> order_like([], ["a"])
    []
    """
    return sorted(items, key=lambda item: order.index(item))
