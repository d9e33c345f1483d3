"""Recipes that split a text and read simple formats."""


def split_words(self, text):
    """Split a text into words without punctuation.

    Also: list the words of a sentence; tokenize a string; words as a list
    Tags: text, splitting

    >>> split_words("Hello, big world!")
    ['Hello', 'big', 'world']
    >>> split_words("it's ok")
    ["it's", 'ok']
    >>> split_words("")
    []
    """
    return re.findall(r"[\w']+", text)


def split_sentences(self, text):
    """Split a text into sentences.

    Also: list the sentences of a paragraph; break a text after . ! or ?
    Tags: text, splitting

    >>> split_sentences("Hello there. How are you? Fine!")
    ['Hello there.', 'How are you?', 'Fine!']
    >>> split_sentences("one")
    ['one']
    >>> split_sentences("")
    []
    """
    return [part for part in re.split(r"(?<=[.!?])\s+", text.strip()) if part]


def split_lines(self, text):
    r"""Split a text into lines.

    Also: list the lines of a string; rows of a text as a list
    Tags: text, splitting

    >>> split_lines("one\ntwo")
    ['one', 'two']
    >>> split_lines("one")
    ['one']
    >>> split_lines("")
    []
    """
    return text.splitlines()


def split_list(self, text):
    """Split a comma separated text into trimmed items.

    Also: parse a list with commas; a, b, c as list; split at commas and strip blanks
    Tags: text, splitting

    >>> split_list("tea, milk,  sugar")
    ['tea', 'milk', 'sugar']
    >>> split_list("one")
    ['one']
    >>> split_list("a,,b")
    ['a', 'b']
    """
    return [item.strip() for item in text.split(",") if item.strip()]


def parse_numbers(self, text):
    """Read a list of numbers separated by commas.

    Also: comma separated integers to a list; parse 1,2,3
    Tags: text, splitting

    >>> parse_numbers("1, 2,3")
    [1, 2, 3]
    >>> parse_numbers("-4")
    [-4]
    >>> parse_numbers("")
    []
    """
    return [int(part) for part in text.split(",") if part.strip()]


def parse_key_values(self, text):
    """Read key=value pairs separated by semicolons.

    Also: parse settings with semicolons to a dictionary; key value text to dict
    Tags: text, splitting

    >>> parse_key_values("a=1; b=two")
    {'a': '1', 'b': 'two'}
    >>> parse_key_values("x=y=z")
    {'x': 'y=z'}
    >>> parse_key_values("")
    {}
    """
    result = {}
    for part in text.split(";"):
        if "=" in part:
            key, value = part.split("=", 1)
            result[key.strip()] = value.strip()
    return result


def parse_settings(self, text):
    r"""Read lines of the form name: value.

    Also: parse a simple config file; headers to a dictionary; colon separated lines to dict
    Tags: text, splitting

    >>> parse_settings("name: Ada\nage: 36")
    {'name': 'Ada', 'age': '36'}
    >>> parse_settings("# no pair\nurl: http://x.org")
    {'url': 'http://x.org'}
    >>> parse_settings("")
    {}
    """
    result = {}
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon and not line.startswith("#"):
            result[name.strip()] = value.strip()
    return result


def parse_query_string(self, query):
    """Read the parameters of a web address query.

    Also: parse a=1&b=2 to a dictionary; url parameters to dict
    Tags: text, splitting

    >>> parse_query_string("a=1&b=two")
    {'a': '1', 'b': 'two'}
    >>> parse_query_string("?page=3")
    {'page': '3'}
    >>> parse_query_string("")
    {}
    """
    pairs = [part.partition("=") for part in query.lstrip("?").split("&") if part]
    return {key: value for key, equals, value in pairs}


def parse_csv_line(self, line):
    """Read one line of CSV into fields, with double quotes around fields that have commas.

    Also: parse a comma separated row; split a csv line respecting quotes
    Tags: text, splitting

    >>> parse_csv_line("a,b,c")
    ['a', 'b', 'c']
    >>> parse_csv_line('1,"x, y",2')
    ['1', 'x, y', '2']
    >>> parse_csv_line("")
    ['']
    """
    fields, field, quoted = [], "", False
    for character in line:
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            fields.append(field)
            field = ""
        else:
            field += character
    fields.append(field)
    return fields


def parse_csv(self, text):
    r"""Read CSV with a header line into a list of dictionaries.

    Also: table text to records; comma separated rows with column names
    Tags: text, splitting

    >>> parse_csv("name,age\nAda,36\nBo,5")
    [{'name': 'Ada', 'age': '36'}, {'name': 'Bo', 'age': '5'}]
    >>> parse_csv("a\n1")
    [{'a': '1'}]
    >>> parse_csv("a,b")
    []
    """
    header, *rows = text.strip().splitlines()
    names = header.split(",")
    return [dict(zip(names, row.split(","))) for row in rows]


def csv_column(self, text, name):
    r"""Read one column of a CSV text by its name.

    Also: values of a column in comma separated lines; pick a field of every row
    Tags: text, splitting

    >>> csv_column("name,age\nAda,36\nBo,5", "age")
    ['36', '5']
    >>> csv_column("a\n1\n2", "a")
    ['1', '2']
    >>> csv_column("a,b", "b")
    []
    """
    header, *rows = text.splitlines()
    place = header.split(",").index(name)
    return [row.split(",")[place] for row in rows]


def json_field(self, text, name):
    """Read a field of a JSON text.

    Also: get a value by key from json; parse json and return one entry
    Tags: text, splitting

    >>> json_field('{"name": "Ada", "age": 36}', "age")
    36
    >>> json_field('{"a": [1, 2]}', "a")
    [1, 2]
    >>> json_field("{}", "x") is None
    True
    """
    return json.loads(text).get(name)


def to_json(self, value):
    """Write a value as JSON text.

    Also: convert a dictionary or list to json; serialize data
    Tags: text, splitting

    >>> to_json({"a": 1, "b": [True, None]})
    '{"a": 1, "b": [true, null]}'
    >>> to_json([])
    '[]'
    >>> to_json("hi")
    '"hi"'
    """
    return json.dumps(value)


def parse_json(self, text):
    """Read a JSON text.

    Also: json to dictionary or list; load data from a json string
    Tags: text, splitting

    >>> parse_json('{"a": [1, true]}')
    {'a': [1, True]}
    >>> parse_json("[]")
    []
    >>> parse_json("null") is None
    True
    """
    return json.loads(text)


def parse_yes_no(self, text):
    """Read a yes or no answer as True or False.

    Also: parse a boolean text; is the answer yes, y, true, on or 1
    Tags: text, splitting

    >>> parse_yes_no("Yes")
    True
    >>> parse_yes_no("off")
    False
    >>> parse_yes_no(" y ")
    True
    """
    return text.strip().lower() in ("yes", "y", "true", "on", "1")


def parse_money(self, text):
    """Read an amount of money such as $1,234.50 as a number.

    Also: parse a price with currency sign and commas; money text to float
    Tags: text, splitting

    >>> parse_money("$1,234.50")
    1234.5
    >>> parse_money("20 EUR")
    20.0
    >>> parse_money("-$5")
    -5.0
    """
    return float(re.sub(r"[^\d.-]", "", text))


def parse_range(self, text):
    """Read a list of numbers and ranges such as 1-3,5.

    Also: page ranges to a list of pages; expand 1-3 to 1, 2, 3
    Tags: text, splitting

    >>> parse_range("1-3,5")
    [1, 2, 3, 5]
    >>> parse_range("7")
    [7]
    >>> parse_range("2-2")
    [2]
    """
    numbers = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        numbers.extend(range(int(first), int(last or first) + 1))
    return numbers


def parse_dimensions(self, text):
    """Read a size such as 1920x1080 as width and height.

    Also: parse width x height; resolution text to two numbers
    Tags: text, splitting

    >>> parse_dimensions("1920x1080")
    [1920, 1080]
    >>> parse_dimensions("3 x 4")
    [3, 4]
    >>> parse_dimensions("5X6")
    [5, 6]
    """
    return [int(part) for part in text.lower().split("x")]
