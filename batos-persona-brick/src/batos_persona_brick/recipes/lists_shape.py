"""Recipes that cut, join and rearrange lists."""


def split_into_chunks(self, items, size):
    """Split a list into chunks of a given size.

    Also: batches of n items; cut a list into pieces; groups of equal size
    Tags: list, slice

    >>> split_into_chunks([1, 2, 3, 4, 5], 2)
    [[1, 2], [3, 4], [5]]
    >>> split_into_chunks([1], 3)
    [[1]]
    >>> split_into_chunks([], 2)
    []
    """
    return [items[start : start + size] for start in range(0, len(items), size)]


def split_in_half(self, items):
    """Split a list into two halves.

    Also: divide a list in the middle; first and second half
    Tags: list, slice

    >>> split_in_half([1, 2, 3, 4])
    [[1, 2], [3, 4]]
    >>> split_in_half([1, 2, 3])
    [[1, 2], [3]]
    >>> split_in_half([])
    [[], []]
    """
    middle = (len(items) + 1) // 2
    return [items[:middle], items[middle:]]


def deal_into_teams(self, people, teams):
    """Deal people one by one into a number of teams.

    Also: divide players into groups; distribute items round robin
    Tags: list, groups

    >>> deal_into_teams(["a", "b", "c", "d", "e"], 2)
    [['a', 'c', 'e'], ['b', 'd']]
    >>> deal_into_teams(["a"], 2)
    [['a'], []]
    >>> deal_into_teams([], 1)
    [[]]
    """
    return [people[start::teams] for start in range(teams)]


def flatten_list(self, lists):
    """Flatten a list of lists into one list.

    Also: join inner lists; one level of flattening; concatenate lists
    Tags: list, nested

    >>> flatten_list([[1, 2], [3], []])
    [1, 2, 3]
    >>> flatten_list([["a"]])
    ['a']
    >>> flatten_list([])
    []
    """
    return [item for inner in lists for item in inner]


def flatten_deeply(self, items):
    """Flatten a list with lists inside lists of any depth.

    Also: deep flatten; unpack nested lists completely
    Tags: list, nested

    >>> flatten_deeply([1, [2, [3, [4]]]])
    [1, 2, 3, 4]
    >>> flatten_deeply([[], [[]]])
    []
    >>> flatten_deeply(["ab", ["c"]])
    ['ab', 'c']
    """
    flat = []
    rest = list(items)
    while rest:
        item = rest.pop(0)
        if isinstance(item, list):
            rest = item + rest
        else:
            flat.append(item)
    return flat


def nesting_depth(self, items):
    """Tell how deeply lists are nested in a list.

    Also: depth of a nested list; how many levels of lists
    Tags: list, nested

    >>> nesting_depth([1, [2, [3]]])
    3
    >>> nesting_depth([1, 2])
    1
    >>> nesting_depth([])
    1
    """

    def depth(value):
        if not isinstance(value, list):
            return 0
        return 1 + max([depth(part) for part in value], default=0)

    return depth(items)


def rotate_list(self, items, steps):
    """Rotate a list to the left by a number of steps.

    Also: shift items around; move the first items to the end
    Tags: list

    >>> rotate_list([1, 2, 3, 4], 1)
    [2, 3, 4, 1]
    >>> rotate_list([1, 2, 3], -1)
    [3, 1, 2]
    >>> rotate_list([], 2)
    []
    """
    if not items:
        return []
    steps = steps % len(items)
    return items[steps:] + items[:steps]


def pair_up_lists(self, first, second):
    """Pair the items of two lists.

    Also: zip two lists; combine lists item by item into pairs
    Tags: list, pairs

    >>> pair_up_lists([1, 2], ["a", "b"])
    [[1, 'a'], [2, 'b']]
    >>> pair_up_lists([1, 2, 3], ["x"])
    [[1, 'x']]
    >>> pair_up_lists([], [])
    []
    """
    return [[a, b] for a, b in zip(first, second)]


def interleave_lists(self, first, second):
    """Interleave two lists, one item from each in turn.

    Also: alternate the items of two lists; weave lists together
    Tags: list

    >>> interleave_lists([1, 3], [2, 4])
    [1, 2, 3, 4]
    >>> interleave_lists([1, 2, 3], [9])
    [1, 9, 2, 3]
    >>> interleave_lists([], ["a"])
    ['a']
    """
    mixed = []
    for i in range(max(len(first), len(second))):
        mixed.extend(first[i : i + 1])
        mixed.extend(second[i : i + 1])
    return mixed


def all_pairs(self, items):
    """List all pairs that can be made from the items of a list.

    Also: every combination of two; who plays against whom; round robin matches
    Tags: list, pairs, combinations

    >>> all_pairs(["a", "b", "c"])
    [['a', 'b'], ['a', 'c'], ['b', 'c']]
    >>> all_pairs([1])
    []
    >>> all_pairs([])
    []
    """
    return [[items[i], items[j]] for i in range(len(items)) for j in range(i + 1, len(items))]


def neighbouring_pairs(self, items):
    """List the pairs of items that stand next to each other.

    Also: consecutive pairs; each item with the next one
    Tags: list, pairs

    >>> neighbouring_pairs([1, 2, 3])
    [[1, 2], [2, 3]]
    >>> neighbouring_pairs(["a"])
    []
    >>> neighbouring_pairs([])
    []
    """
    return [[a, b] for a, b in zip(items, items[1:])]


def sliding_windows(self, items, size):
    """List all the stretches of a given length in a list.

    Also: sliding window; overlapping slices; n-grams of a list
    Tags: list, slice

    >>> sliding_windows([1, 2, 3, 4], 3)
    [[1, 2, 3], [2, 3, 4]]
    >>> sliding_windows([1], 2)
    []
    >>> sliding_windows(["a", "b"], 1)
    [['a'], ['b']]
    """
    return [items[start : start + size] for start in range(len(items) - size + 1)]


def combinations_of_lists(self, first, second):
    """List every combination of an item of one list with an item of another.

    Also: cartesian product; all sizes in all colours; cross join
    Tags: list, combinations

    >>> combinations_of_lists(["S", "M"], ["red", "blue"])
    [['S', 'red'], ['S', 'blue'], ['M', 'red'], ['M', 'blue']]
    >>> combinations_of_lists([1], [2])
    [[1, 2]]
    >>> combinations_of_lists([], [1])
    []
    """
    return [[a, b] for a in first for b in second]


def all_orders(self, items):
    """List all the orders in which the items of a list can stand.

    Also: permutations of a list; every arrangement
    Tags: list, combinations

    >>> all_orders([1, 2, 3])
    [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]]
    >>> all_orders(["a"])
    [['a']]
    >>> all_orders([])
    [[]]
    """
    return [list(order) for order in itertools.permutations(items)]


def swap_items(self, items, first, second):
    """Swap the items at two positions of a list.

    Also: exchange two elements; switch places in a list
    Tags: list

    >>> swap_items([1, 2, 3], 0, 2)
    [3, 2, 1]
    >>> swap_items(["a", "b"], 0, 1)
    ['b', 'a']
    >>> swap_items([5], 0, 0)
    [5]
    """
    result = list(items)
    result[first], result[second] = result[second], result[first]
    return result


def repeat_list(self, items, times):
    """Repeat a list a number of times.

    Also: list several times in a row; duplicate the whole list
    Tags: list

    >>> repeat_list([1, 2], 2)
    [1, 2, 1, 2]
    >>> repeat_list(["a"], 0)
    []
    >>> repeat_list([], 3)
    []
    """
    return items * times


def pad_list(self, items, length, filler):
    """Fill up a list with a filler until it has a given length.

    Also: pad a list; extend a list to n items
    Tags: list

    >>> pad_list([1, 2], 4, 0)
    [1, 2, 0, 0]
    >>> pad_list([1, 2], 1, 0)
    [1, 2]
    >>> pad_list([], 2, "-")
    ['-', '-']
    """
    return items + [filler] * (length - len(items))


def split_list_at(self, items, separator):
    """Split a list at every occurrence of a separator item.

    Also: cut a list where a value occurs; sections between markers
    Tags: list, groups

    >>> split_list_at([1, 0, 2, 3, 0], 0)
    [[1], [2, 3], []]
    >>> split_list_at([1, 2], 0)
    [[1, 2]]
    >>> split_list_at([], 0)
    [[]]
    """
    parts = [[]]
    for item in items:
        if item == separator:
            parts.append([])
        else:
            parts[-1].append(item)
    return parts


def move_zeros_to_end(self, numbers):
    """Move all zeros of a list to its end.

    Also: zeros last; push the zeros to the back
    Tags: list, numbers

    >>> move_zeros_to_end([0, 1, 0, 3])
    [1, 3, 0, 0]
    >>> move_zeros_to_end([1, 2])
    [1, 2]
    >>> move_zeros_to_end([0])
    [0]
    """
    return sorted(numbers, key=lambda number: number == 0)
