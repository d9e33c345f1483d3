"""Recipes about a dict of names and values."""


def invert_dict(self, data):
    """Swap the keys and the values of a dict.

    Also: invert a mapping; look up keys by value; reverse a dictionary
    Tags: dict

    >>> invert_dict({"a": 1, "b": 2})
    {1: 'a', 2: 'b'}
    >>> invert_dict({"x": "y"})
    {'y': 'x'}
    >>> invert_dict({})
    {}
    """
    return {value: key for key, value in data.items()}


def merge_dicts(self, first, second):
    """Merge two dicts, the second one winning.

    Also: combine dictionaries; update a dict with another; override settings
    Tags: dict

    >>> merge_dicts({"a": 1, "b": 2}, {"b": 3})
    {'a': 1, 'b': 3}
    >>> merge_dicts({}, {"x": 1})
    {'x': 1}
    >>> merge_dicts({}, {})
    {}
    """
    return {**first, **second}


def add_up_dicts(self, first, second):
    """Merge two dicts of numbers and add up the values of shared keys.

    Also: sum two dictionaries key by key; combine counts
    Tags: dict, numbers

    >>> add_up_dicts({"a": 1, "b": 2}, {"b": 3})
    {'a': 1, 'b': 5}
    >>> add_up_dicts({}, {"x": 1})
    {'x': 1}
    >>> add_up_dicts({}, {})
    {}
    """
    result = dict(first)
    for key, value in second.items():
        result[key] = result.get(key, 0) + value
    return result


def sum_values(self, data):
    """Add up the values of a dict.

    Also: total of all amounts; sum of a dictionary of numbers
    Tags: dict, numbers

    >>> sum_values({"rent": 500, "food": 200})
    700
    >>> sum_values({"a": -1})
    -1
    >>> sum_values({})
    0
    """
    return sum(data.values())


def average_of_values(self, data):
    """Calculate the average of the values of a dict.

    Also: mean of a dictionary of numbers; average score over all names
    Tags: dict, numbers, statistics

    >>> average_of_values({"Ann": 10, "Bob": 20})
    15.0
    >>> average_of_values({"a": 3})
    3.0
    >>> average_of_values({})
    0
    """
    if not data:
        return 0
    return sum(data.values()) / len(data)


def key_with_largest_value(self, data):
    """Find the key with the largest value in a dict.

    Also: who has the highest score; best seller; max by value
    Tags: dict, search

    >>> key_with_largest_value({"Ann": 3, "Bob": 7})
    'Bob'
    >>> key_with_largest_value({"x": -1})
    'x'
    >>> key_with_largest_value({}) is None
    True
    """
    if not data:
        return None
    return max(data, key=lambda key: data[key])


def key_with_smallest_value(self, data):
    """Find the key with the smallest value in a dict.

    Also: cheapest product; who has the lowest score; min by value
    Tags: dict, search

    >>> key_with_smallest_value({"tea": 3, "coffee": 4})
    'tea'
    >>> key_with_smallest_value({"x": 9})
    'x'
    >>> key_with_smallest_value({}) is None
    True
    """
    if not data:
        return None
    return min(data, key=lambda key: data[key])


def keys_with_value(self, data, wanted):
    """List the keys of a dict that have a given value.

    Also: find keys by value; which names have this value
    Tags: dict, search

    >>> keys_with_value({"Ann": "red", "Bob": "blue", "Cy": "red"}, "red")
    ['Ann', 'Cy']
    >>> keys_with_value({"a": 1}, 2)
    []
    >>> keys_with_value({}, 0)
    []
    """
    return [key for key, value in data.items() if value == wanted]


def sort_by_key(self, data):
    """Sort a dict by its keys.

    Also: dictionary in alphabetical order; order the entries by key
    Tags: dict, sorting

    >>> sort_by_key({"b": 1, "a": 2})
    {'a': 2, 'b': 1}
    >>> sort_by_key({"x": 0})
    {'x': 0}
    >>> sort_by_key({})
    {}
    """
    return {key: data[key] for key in sorted(data)}


def sort_by_value(self, data):
    """List the keys of a dict from the largest value to the smallest.

    Also: ranking by score; order names by points; keys sorted by value
    Tags: dict, sorting, ranking

    >>> sort_by_value({"Ann": 3, "Bob": 7, "Cy": 5})
    ['Bob', 'Cy', 'Ann']
    >>> sort_by_value({"x": 1})
    ['x']
    >>> sort_by_value({})
    []
    """
    return sorted(data, key=lambda key: data[key], reverse=True)


def top_keys(self, data, amount):
    """List the keys with the largest values of a dict.

    Also: top n names by score; best n entries; podium
    Tags: dict, ranking

    >>> top_keys({"Ann": 3, "Bob": 7, "Cy": 5}, 2)
    ['Bob', 'Cy']
    >>> top_keys({"x": 1}, 3)
    ['x']
    >>> top_keys({}, 1)
    []
    """
    return sorted(data, key=lambda key: data[key], reverse=True)[:amount]


def keep_values_above(self, data, limit):
    """Keep the entries of a dict whose value is larger than a limit.

    Also: filter a dict by value; products dearer than a price; who scored more than
    Tags: dict, filter

    >>> keep_values_above({"tea": 3, "cake": 8}, 5)
    {'cake': 8}
    >>> keep_values_above({"a": 5}, 5)
    {}
    >>> keep_values_above({}, 0)
    {}
    """
    return {key: value for key, value in data.items() if value > limit}


def keep_keys(self, data, keys):
    """Keep only some keys of a dict.

    Also: pick fields; select entries by key; subset of a dictionary
    Tags: dict, filter

    >>> keep_keys({"a": 1, "b": 2, "c": 3}, ["a", "c"])
    {'a': 1, 'c': 3}
    >>> keep_keys({"a": 1}, ["z"])
    {}
    >>> keep_keys({}, ["a"])
    {}
    """
    return {key: value for key, value in data.items() if key in keys}


def drop_keys(self, data, keys):
    """Leave some keys out of a dict.

    Also: remove fields; omit entries; dictionary without certain keys
    Tags: dict, filter

    >>> drop_keys({"user": "ann", "password": "x"}, ["password"])
    {'user': 'ann'}
    >>> drop_keys({"a": 1}, ["z"])
    {'a': 1}
    >>> drop_keys({}, ["a"])
    {}
    """
    return {key: value for key, value in data.items() if key not in keys}


def drop_empty_values(self, data):
    """Remove the entries of a dict that have no value.

    Also: drop None and empty texts from a dict; clean up a form
    Tags: dict, filter

    >>> drop_empty_values({"a": 1, "b": None, "c": ""})
    {'a': 1}
    >>> drop_empty_values({"n": 0})
    {'n': 0}
    >>> drop_empty_values({})
    {}
    """
    return {key: value for key, value in data.items() if value is not None and value != ""}
