"""Recipes that build, compare and rearrange dicts."""


def lists_to_dict(self, keys, values):
    """Make a dict from a list of keys and a list of values.

    Also: zip two lists into a dictionary; combine names and values
    Tags: dict, list

    >>> lists_to_dict(["a", "b"], [1, 2])
    {'a': 1, 'b': 2}
    >>> lists_to_dict(["a"], [1, 2])
    {'a': 1}
    >>> lists_to_dict([], [])
    {}
    """
    return dict(zip(keys, values))


def pairs_to_dict(self, pairs):
    """Make a dict from a list of pairs.

    Also: key value pairs to dictionary; convert rows of two to a mapping
    Tags: dict, list, pairs

    >>> pairs_to_dict([["a", 1], ["b", 2]])
    {'a': 1, 'b': 2}
    >>> pairs_to_dict([["x", 1], ["x", 9]])
    {'x': 9}
    >>> pairs_to_dict([])
    {}
    """
    return {key: value for key, value in pairs}


def dict_to_pairs(self, data):
    """Make a list of pairs from a dict.

    Also: dictionary to list of key and value; items of a dict as rows
    Tags: dict, list, pairs

    >>> dict_to_pairs({"a": 1, "b": 2})
    [['a', 1], ['b', 2]]
    >>> dict_to_pairs({"x": None})
    [['x', None]]
    >>> dict_to_pairs({})
    []
    """
    return [[key, value] for key, value in data.items()]


def same_value_for_keys(self, keys, value):
    """Make a dict that gives every key the same value.

    Also: dictionary with a default value for each name; set all keys to one value
    Tags: dict, list

    >>> same_value_for_keys(["Ann", "Bob"], 0)
    {'Ann': 0, 'Bob': 0}
    >>> same_value_for_keys(["x"], True)
    {'x': True}
    >>> same_value_for_keys([], 1)
    {}
    """
    return {key: value for key in keys}


def words_with_lengths(self, words):
    """Make a dict from each word to its length.

    Also: map words to their number of letters; word lengths by word
    Tags: dict, list, text

    >>> words_with_lengths(["fig", "pear"])
    {'fig': 3, 'pear': 4}
    >>> words_with_lengths([""])
    {'': 0}
    >>> words_with_lengths([])
    {}
    """
    return {word: len(word) for word in words}


def items_with_positions(self, items):
    """Make a dict from each item of a list to its position.

    Also: index of every item; position lookup table
    Tags: dict, list

    >>> items_with_positions(["a", "b"])
    {'a': 0, 'b': 1}
    >>> items_with_positions([7])
    {7: 0}
    >>> items_with_positions([])
    {}
    """
    return {item: position for position, item in enumerate(items)}


def rename_key(self, data, old, new):
    """Rename a key of a dict.

    Also: change a field name; give an entry another key
    Tags: dict

    >>> rename_key({"a": 1, "b": 2}, "a", "x")
    {'x': 1, 'b': 2}
    >>> rename_key({"a": 1}, "z", "y")
    {'a': 1}
    >>> rename_key({}, "a", "b")
    {}
    """
    return {new if key == old else key: value for key, value in data.items()}


def translate_keys(self, data, new_names):
    """Rename several keys of a dict with a table of new names.

    Also: map old field names to new ones; translate column names
    Tags: dict

    >>> translate_keys({"nom": "Ann", "age": 5}, {"nom": "first_name"})
    {'first_name': 'Ann', 'age': 5}
    >>> translate_keys({"a": 1}, {})
    {'a': 1}
    >>> translate_keys({}, {"a": "b"})
    {}
    """
    return {new_names.get(key, key): value for key, value in data.items()}


def lower_case_keys(self, data):
    """Write all keys of a dict in lower case.

    Also: normalise the keys; lowercase field names
    Tags: dict, text

    >>> lower_case_keys({"Name": 1, "AGE": 2})
    {'name': 1, 'age': 2}
    >>> lower_case_keys({"x": 1})
    {'x': 1}
    >>> lower_case_keys({})
    {}
    """
    return {key.lower(): value for key, value in data.items()}


def change_all_values(self, data, factor):
    """Multiply every value of a dict by a factor.

    Also: raise all prices; scale the amounts of a recipe; double the values
    Tags: dict, numbers

    >>> change_all_values({"flour": 100, "eggs": 2}, 2)
    {'flour': 200, 'eggs': 4}
    >>> change_all_values({"a": 5}, 0)
    {'a': 0}
    >>> change_all_values({}, 3)
    {}
    """
    return {key: value * factor for key, value in data.items()}


def group_keys_by_value(self, data):
    """Group the keys of a dict by their value.

    Also: which names share the same value; invert a dict into lists
    Tags: dict, groups

    >>> group_keys_by_value({"Ann": "red", "Bob": "blue", "Cy": "red"})
    {'red': ['Ann', 'Cy'], 'blue': ['Bob']}
    >>> group_keys_by_value({"x": 1})
    {1: ['x']}
    >>> group_keys_by_value({})
    {}
    """
    groups = {}
    for key, value in data.items():
        groups.setdefault(value, []).append(key)
    return groups


def changed_keys(self, before, after):
    """List the keys whose values differ between two dicts.

    Also: diff of two dictionaries; what changed from before to after
    Tags: dict, compare

    >>> changed_keys({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4})
    ['b', 'c']
    >>> changed_keys({"x": 1}, {})
    ['x']
    >>> changed_keys({}, {})
    []
    """
    keys = sorted(set(before) | set(after))
    return [key for key in keys if before.get(key) != after.get(key)]


def compare_dicts(self, before, after):
    """Tell which keys were added, removed and changed between two dicts.

    Also: difference of two settings; compare old and new dictionary
    Tags: dict, compare

    >>> compare_dicts({"a": 1, "b": 2}, {"b": 3, "c": 4})
    {'added': ['c'], 'removed': ['a'], 'changed': ['b']}
    >>> compare_dicts({"x": 1}, {"x": 1})
    {'added': [], 'removed': [], 'changed': []}
    >>> compare_dicts({}, {"n": 0})
    {'added': ['n'], 'removed': [], 'changed': []}
    """
    added = [key for key in after if key not in before]
    removed = [key for key in before if key not in after]
    changed = [key for key in before if key in after and before[key] != after[key]]
    return {"added": added, "removed": removed, "changed": changed}


def missing_keys(self, data, required):
    """List the required keys that a dict does not have.

    Also: which fields are missing; check a form for missing entries
    Tags: dict, check

    >>> missing_keys({"email": "a@b.c"}, ["email", "phone"])
    ['phone']
    >>> missing_keys({"a": 1}, ["a"])
    []
    >>> missing_keys({}, ["x"])
    ['x']
    """
    return [key for key in required if key not in data]


def common_keys(self, first, second):
    """List the keys that two dicts have in common.

    Also: shared keys; fields in both dictionaries
    Tags: dict, compare

    >>> common_keys({"a": 1, "b": 2}, {"b": 5})
    ['b']
    >>> common_keys({"a": 1}, {"z": 1})
    []
    >>> common_keys({}, {})
    []
    """
    return [key for key in first if key in second]


def fill_in_defaults(self, data, defaults):
    """Fill in the missing keys of a dict from default values.

    Also: apply defaults; complete settings; use a default where nothing is given
    Tags: dict

    >>> fill_in_defaults({"size": "L"}, {"size": "M", "color": "red"})
    {'size': 'L', 'color': 'red'}
    >>> fill_in_defaults({}, {"a": 1})
    {'a': 1}
    >>> fill_in_defaults({"a": 0}, {})
    {'a': 0}
    """
    result = dict(data)
    for key, value in defaults.items():
        result.setdefault(key, value)
    return result
