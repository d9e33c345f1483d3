"""Recipes about records: a list of dicts with the same fields."""


def values_of_field(self, records, field):
    """List the values of one field in a list of records.

    Also: pluck a column; get all emails from the users; one field of each dict
    Tags: dict, list, records

    >>> values_of_field([{"city": "Rome"}, {"city": "Oslo"}], "city")
    ['Rome', 'Oslo']
    >>> values_of_field([{"a": 1}], "b")
    [None]
    >>> values_of_field([], "a")
    []
    """
    return [record.get(field) for record in records]


def records_to_columns(self, records):
    """Turn a list of records into a dict of columns.

    Also: rows to columns; list of dicts to dict of lists
    Tags: dict, list, records

    >>> records_to_columns([{"a": 1, "b": 2}, {"a": 3, "b": 4}])
    {'a': [1, 3], 'b': [2, 4]}
    >>> records_to_columns([{"x": 0}])
    {'x': [0]}
    >>> records_to_columns([])
    {}
    """
    columns = {}
    for record in records:
        for field, value in record.items():
            columns.setdefault(field, []).append(value)
    return columns


def columns_to_records(self, columns):
    """Turn a dict of columns into a list of records.

    Also: columns to rows; dict of lists to list of dicts
    Tags: dict, list, records

    >>> columns_to_records({"a": [1, 3], "b": [2, 4]})
    [{'a': 1, 'b': 2}, {'a': 3, 'b': 4}]
    >>> columns_to_records({"x": []})
    []
    >>> columns_to_records({})
    []
    """
    return [dict(zip(columns, row)) for row in zip(*columns.values())]


def rows_to_records(self, header, rows):
    """Turn rows with a header into a list of records.

    Also: table to dicts; give each row the column names
    Tags: dict, list, records, table

    >>> rows_to_records(["id", "city"], [[1, "Rome"], [2, "Oslo"]])
    [{'id': 1, 'city': 'Rome'}, {'id': 2, 'city': 'Oslo'}]
    >>> rows_to_records(["a"], [])
    []
    >>> rows_to_records(["a"], [[None]])
    [{'a': None}]
    """
    return [dict(zip(header, row)) for row in rows]


def filter_records(self, records, field, wanted):
    """Keep the records whose field has a given value.

    Also: find records; select rows where a field equals; users from one city
    Tags: dict, list, records, filter

    >>> filter_records([{"id": 1, "city": "Rome"}, {"id": 2, "city": "Oslo"}], "city", "Oslo")
    [{'id': 2, 'city': 'Oslo'}]
    >>> filter_records([{"a": 1}], "b", 1)
    []
    >>> filter_records([], "a", 1)
    []
    """
    return [record for record in records if record.get(field) == wanted]


def find_record(self, records, field, wanted):
    """Find the first record whose field has a given value.

    Also: look up a user by id; get one record by a field
    Tags: dict, list, records, search

    >>> find_record([{"id": 1, "city": "Rome"}, {"id": 2, "city": "Oslo"}], "id", 2)
    {'id': 2, 'city': 'Oslo'}
    >>> find_record([{"id": 1}], "id", 9) is None
    True
    >>> find_record([], "id", 1) is None
    True
    """
    for record in records:
        if record.get(field) == wanted:
            return record
    return None


def sort_records(self, records, field):
    """Sort records by a field.

    Also: order dicts by a key; sort people by age
    Tags: dict, list, records, sorting

    >>> sort_records([{"age": 40}, {"age": 7}], "age")
    [{'age': 7}, {'age': 40}]
    >>> sort_records([{"a": 1}], "a")
    [{'a': 1}]
    >>> sort_records([], "a")
    []
    """
    return sorted(records, key=lambda record: record[field])


def record_with_largest(self, records, field):
    """Find the record with the largest value in a field.

    Also: oldest person; most expensive product; max of records by a field
    Tags: dict, list, records, search

    >>> record_with_largest([{"id": 1, "price": 5}, {"id": 2, "price": 8}], "price")
    {'id': 2, 'price': 8}
    >>> record_with_largest([{"a": 1}], "a")
    {'a': 1}
    >>> record_with_largest([], "a") is None
    True
    """
    if not records:
        return None
    return max(records, key=lambda record: record[field])


def index_records(self, records, field):
    """Make a dict of records with the values of a field as keys.

    Also: index by id; lookup table of records; list of dicts to dict by key
    Tags: dict, list, records

    >>> index_records([{"id": 7, "city": "Rome"}], "id")
    {7: {'id': 7, 'city': 'Rome'}}
    >>> index_records([{"k": "a"}, {"k": "b"}], "k")
    {'a': {'k': 'a'}, 'b': {'k': 'b'}}
    >>> index_records([], "id")
    {}
    """
    return {record[field]: record for record in records}


def group_records(self, records, field):
    """Group records by the value of a field.

    Also: records per category; employees by department; split a list of dicts by key
    Tags: dict, list, records, groups

    >>> group_records([{"t": "a", "n": 1}, {"t": "b", "n": 2}, {"t": "a", "n": 3}], "t")
    {'a': [{'t': 'a', 'n': 1}, {'t': 'a', 'n': 3}], 'b': [{'t': 'b', 'n': 2}]}
    >>> group_records([{"x": 1}], "x")
    {1: [{'x': 1}]}
    >>> group_records([], "t")
    {}
    """
    groups = {}
    for record in records:
        groups.setdefault(record[field], []).append(record)
    return groups


def count_records_by_field(self, records, field):
    """Count the records for each value of a field.

    Also: how many per category; number of users in each city
    Tags: dict, list, records, counting

    >>> count_records_by_field([{"city": "Rome"}, {"city": "Oslo"}, {"city": "Rome"}], "city")
    {'Rome': 2, 'Oslo': 1}
    >>> count_records_by_field([{"a": 1}], "a")
    {1: 1}
    >>> count_records_by_field([], "a")
    {}
    """
    counts = {}
    for record in records:
        value = record[field]
        counts[value] = counts.get(value, 0) + 1
    return counts


def sum_of_field(self, records, field):
    """Add up a field over a list of records.

    Also: total price of all orders; sum of a column
    Tags: dict, list, records, numbers

    >>> sum_of_field([{"price": 5}, {"price": 7}], "price")
    12
    >>> sum_of_field([{"a": 1}], "b")
    0
    >>> sum_of_field([], "price")
    0
    """
    return sum(record.get(field, 0) for record in records)


def average_of_field(self, records, field):
    """Calculate the average of a field over a list of records.

    Also: mean age of the people; average price of the products
    Tags: dict, list, records, statistics

    >>> average_of_field([{"age": 20}, {"age": 40}], "age")
    30.0
    >>> average_of_field([{"a": 1}], "a")
    1.0
    >>> average_of_field([], "age")
    0
    """
    if not records:
        return 0
    return sum(record[field] for record in records) / len(records)


def totals_by_category(self, records, category, amount):
    """Add up an amount field of records for each category.

    Also: totals per group; sales by region; sum one field grouped by another
    Tags: dict, list, records, groups, numbers

    >>> totals_by_category([{"t": "a", "n": 1}, {"t": "b", "n": 2}, {"t": "a", "n": 3}], "t", "n")
    {'a': 4, 'b': 2}
    >>> totals_by_category([{"x": 1, "y": 0}], "x", "y")
    {1: 0}
    >>> totals_by_category([], "t", "n")
    {}
    """
    totals = {}
    for record in records:
        key = record[category]
        totals[key] = totals.get(key, 0) + record[amount]
    return totals


def averages_by_category(self, records, category, amount):
    """Calculate the average of an amount field of records for each category.

    Also: mean per group; average salary by department
    Tags: dict, list, records, groups, statistics

    >>> averages_by_category([{"t": "a", "n": 1}, {"t": "a", "n": 3}], "t", "n")
    {'a': 2.0}
    >>> averages_by_category([{"t": "x", "n": 5}], "t", "n")
    {'x': 5.0}
    >>> averages_by_category([], "t", "n")
    {}
    """
    groups = {}
    for record in records:
        groups.setdefault(record[category], []).append(record[amount])
    return {key: sum(values) / len(values) for key, values in groups.items()}


def join_records(self, first, second, field):
    """Join two lists of records that have a field in common.

    Also: merge tables on a key; combine orders with customers; inner join
    Tags: dict, list, records

    >>> join_records([{"id": 1, "a": "x"}], [{"id": 1, "b": "y"}, {"id": 2, "b": "z"}], "id")
    [{'id': 1, 'a': 'x', 'b': 'y'}]
    >>> join_records([{"id": 1}], [], "id")
    []
    >>> join_records([], [], "id")
    []
    """
    return [{**a, **b} for a in first for b in second if a[field] == b[field]]


def add_field(self, records, field, value):
    """Add a field with the same value to every record.

    Also: new column with a fixed value; tag all records
    Tags: dict, list, records

    >>> add_field([{"id": 1}, {"id": 2}], "open", True)
    [{'id': 1, 'open': True}, {'id': 2, 'open': True}]
    >>> add_field([{"a": 1}], "a", 2)
    [{'a': 2}]
    >>> add_field([], "a", 1)
    []
    """
    return [{**record, field: value} for record in records]
