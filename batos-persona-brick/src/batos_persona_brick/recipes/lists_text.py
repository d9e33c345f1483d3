"""Recipes that turn lists into text and text into lists, and that pick at random."""


def join_with_commas(self, items):
    """Join the items of a list with commas.

    Also: comma separated text; list to one line of text
    Tags: list, text

    >>> join_with_commas(["a", "b", "c"])
    'a, b, c'
    >>> join_with_commas([1, 2])
    '1, 2'
    >>> join_with_commas([])
    ''
    """
    return ", ".join(str(item) for item in items)


def join_with_separator(self, items, separator):
    """Join the items of a list with a separator.

    Also: glue texts together; list to text with dashes or slashes between
    Tags: list, text

    >>> join_with_separator(["2024", "02", "27"], "-")
    '2024-02-27'
    >>> join_with_separator([1, 2], " / ")
    '1 / 2'
    >>> join_with_separator([], ",")
    ''
    """
    return separator.join(str(item) for item in items)


def split_at_commas(self, text):
    """Split a text at its commas into a list.

    Also: comma separated values to a list; parse a list from text
    Tags: list, text

    >>> split_at_commas("tea, milk,sugar")
    ['tea', 'milk', 'sugar']
    >>> split_at_commas("tea")
    ['tea']
    >>> split_at_commas("")
    []
    """
    return [part.strip() for part in text.split(",") if part.strip()]


def markdown_table(self, header, rows):
    """Write a table in Markdown.

    Also: markdown table from rows; table with pipes and a header line
    Tags: list, text, table

    >>> markdown_table(["a", "b"], [[1, 2]])
    '| a | b |\\n| --- | --- |\\n| 1 | 2 |'
    >>> markdown_table(["x"], [])
    '| x |\\n| --- |'
    >>> markdown_table(["x"], [["y"], ["z"]])
    '| x |\\n| --- |\\n| y |\\n| z |'
    """
    lines = [header, ["---"] * len(header)] + rows
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def rows_to_csv(self, rows):
    """Write rows as lines of comma separated values.

    Also: table to CSV text; export rows as CSV
    Tags: list, text, csv

    >>> rows_to_csv([["id", "city"], [1, "Rome"]])
    'id,city\\n1,Rome'
    >>> rows_to_csv([["a"]])
    'a'
    >>> rows_to_csv([])
    ''
    """
    return "\n".join(",".join(str(value) for value in row) for row in rows)


def uppercase_list(self, words):
    """Write every word of a list in capital letters.

    Also: upper case all texts of a list; shout each word
    Tags: list, text

    >>> uppercase_list(["tea", "Milk"])
    ['TEA', 'MILK']
    >>> uppercase_list(["a1"])
    ['A1']
    >>> uppercase_list([])
    []
    """
    return [word.upper() for word in words]


def lengths_of_words(self, words):
    """List the length of each word in a list.

    Also: number of letters of every word; word lengths
    Tags: list, text

    >>> lengths_of_words(["fig", "banana"])
    [3, 6]
    >>> lengths_of_words([""])
    [0]
    >>> lengths_of_words([])
    []
    """
    return [len(word) for word in words]


def initials_of_list(self, words):
    """List the first letter of each word in a list.

    Also: initials; first characters of the words
    Tags: list, text

    >>> initials_of_list(["fig", "banana"])
    ['f', 'b']
    >>> initials_of_list(["X"])
    ['X']
    >>> initials_of_list([])
    []
    """
    return [word[0] for word in words if word]


def number_range_list(self, start, end):
    """List the whole numbers from a start to an end, both included.

    Also: count from one number to another; numbers between two limits
    Tags: list, numbers

    >>> number_range_list(3, 6)
    [3, 4, 5, 6]
    >>> number_range_list(-1, 1)
    [-1, 0, 1]
    >>> number_range_list(5, 4)
    []
    """
    return list(range(start, end + 1))


def count_down_from(self, start):
    """List the numbers from a start down to zero.

    Also: countdown; count backwards to 0
    Tags: list, numbers

    >>> count_down_from(3)
    [3, 2, 1, 0]
    >>> count_down_from(0)
    [0]
    >>> count_down_from(1)
    [1, 0]
    """
    return list(range(start, -1, -1))
