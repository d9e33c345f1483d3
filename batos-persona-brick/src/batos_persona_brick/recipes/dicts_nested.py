"""Recipes about dicts inside dicts, and dicts written as text."""


def get_nested(self, data, path):
    """Get a value out of nested dicts by a path with dots.

    Also: deep lookup; read a nested key like a.b.c; value inside a dict inside a dict
    Tags: dict, nested

    >>> get_nested({"a": {"b": {"c": 1}}}, "a.b.c")
    1
    >>> get_nested({"a": {"b": 2}}, "a.x") is None
    True
    >>> get_nested({}, "a") is None
    True
    """
    value = data
    for key in path.split("."):
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return value


def flatten_nested(self, data):
    """Flatten nested dicts into one dict with dotted keys.

    Also: nested dictionary to flat one; join inner keys with dots
    Tags: dict, nested

    >>> flatten_nested({"a": {"b": 1, "c": {"d": 2}}, "e": 3})
    {'a.b': 1, 'a.c.d': 2, 'e': 3}
    >>> flatten_nested({"x": 1})
    {'x': 1}
    >>> flatten_nested({})
    {}
    """
    flat = {}
    rest = list(data.items())
    while rest:
        key, value = rest.pop(0)
        if isinstance(value, dict):
            rest = [(f"{key}.{inner}", part) for inner, part in value.items()] + rest
        else:
            flat[key] = value
    return flat


def unflatten_keys(self, data):
    """Build nested dicts from a dict with dotted keys.

    Also: dotted keys to nested dictionary; undo flattening
    Tags: dict, nested

    >>> unflatten_keys({"a.b": 1, "a.c": 2})
    {'a': {'b': 1, 'c': 2}}
    >>> unflatten_keys({"x": 1})
    {'x': 1}
    >>> unflatten_keys({})
    {}
    """
    result = {}
    for path, value in data.items():
        keys = path.split(".")
        inner = result
        for key in keys[:-1]:
            inner = inner.setdefault(key, {})
        inner[keys[-1]] = value
    return result


def merge_nested(self, first, second):
    """Merge two nested dicts, joining inner dicts as well.

    Also: deep merge; combine nested settings
    Tags: dict, nested

    >>> merge_nested({"a": {"x": 1}}, {"a": {"y": 2}})
    {'a': {'x': 1, 'y': 2}}
    >>> merge_nested({"a": 1}, {"a": {"b": 2}})
    {'a': {'b': 2}}
    >>> merge_nested({}, {"n": 1})
    {'n': 1}
    """

    def merge(left, right):
        result = dict(left)
        for key, value in right.items():
            if isinstance(value, dict) and isinstance(result.get(key), dict):
                value = merge(result[key], value)
            result[key] = value
        return result

    return merge(first, second)


def depth_of_dict(self, data):
    """Tell how deeply dicts are nested in a dict.

    Also: number of levels of a nested dictionary; nesting level
    Tags: dict, nested

    >>> depth_of_dict({"a": {"b": {"c": 1}}})
    3
    >>> depth_of_dict({"a": 1})
    1
    >>> depth_of_dict({})
    1
    """

    def depth(value):
        if not isinstance(value, dict):
            return 0
        return 1 + max([depth(part) for part in value.values()], default=0)

    return depth(data)


def sum_nested_values(self, data):
    """Add up all numbers in nested dicts.

    Also: total of a nested dictionary; deep sum of values
    Tags: dict, nested, numbers

    >>> sum_nested_values({"a": 1, "b": {"c": 2, "d": {"e": 3}}})
    6
    >>> sum_nested_values({"x": {}})
    0
    >>> sum_nested_values({})
    0
    """
    total = 0
    rest = [data]
    while rest:
        for value in rest.pop().values():
            if isinstance(value, dict):
                rest.append(value)
            else:
                total += value
    return total


def dict_to_query_string(self, data):
    """Write a dict as a query string.

    Also: url parameters from a dictionary; key=value joined with &
    Tags: dict, text, web

    >>> dict_to_query_string({"page": 2, "q": "tea"})
    'page=2&q=tea'
    >>> dict_to_query_string({"a": ""})
    'a='
    >>> dict_to_query_string({})
    ''
    """
    return "&".join(f"{key}={value}" for key, value in data.items())


def dict_as_lines(self, data):
    """Write a dict as lines with "key: value".

    Also: dictionary as readable text; one line per entry
    Tags: dict, text

    >>> dict_as_lines({"color": "red", "size": 10})
    'color: red\\nsize: 10'
    >>> dict_as_lines({"a": None})
    'a: None'
    >>> dict_as_lines({})
    ''
    """
    return "\n".join(f"{key}: {value}" for key, value in data.items())


def dict_to_json(self, data):
    """Write a dict as JSON text.

    Also: to JSON; serialise a dictionary; convert data to a JSON string
    Tags: dict, text, json

    >>> dict_to_json({"a": 1, "b": [True, None]})
    '{"a": 1, "b": [true, null]}'
    >>> dict_to_json({"x": "y"})
    '{"x": "y"}'
    >>> dict_to_json({})
    '{}'
    """
    return json.dumps(data)


def apply_prices(self, order, prices):
    """Calculate what an order costs from a dict of amounts and a dict of prices.

    Also: bill from quantities and prices; total of an order; price list times amounts
    Tags: dict, numbers, money

    >>> apply_prices({"tea": 2, "cake": 1}, {"tea": 3, "cake": 5})
    11
    >>> apply_prices({"tea": 1}, {"tea": 2.5})
    2.5
    >>> apply_prices({}, {"tea": 3})
    0
    """
    return sum(amount * prices[item] for item, amount in order.items())
