"""Recipes that lay out a text: width, padding, lists, frames."""


def truncate_text(self, text, length):
    """Shorten a text to a length and end it with three dots.

    Also: cut a long string and add an ellipsis; truncate with dots; limit the number of characters
    Tags: text, layout

    >>> truncate_text("a very long sentence", 10)
    'a very ...'
    >>> truncate_text("short", 10)
    'short'
    >>> truncate_text("", 5)
    ''
    """
    if len(text) <= length:
        return text
    return text[: length - 3] + "..."


def truncate_words(self, text, count):
    """Shorten a text to a number of words and end it with three dots.

    Also: first n words followed by an ellipsis; limit a text to some words; teaser of an article
    Tags: text, layout

    >>> truncate_words("one two three four", 2)
    'one two...'
    >>> truncate_words("one two", 2)
    'one two'
    >>> truncate_words("", 3)
    ''
    """
    words = text.split()
    if len(words) <= count:
        return text
    return " ".join(words[:count]) + "..."


def first_words(self, text, count):
    """Take the first few words of a text.

    Also: beginning of a sentence up to n words; keep only the leading words
    Tags: text, layout

    >>> first_words("one two three four", 2)
    'one two'
    >>> first_words("one", 3)
    'one'
    >>> first_words("one two", 0)
    ''
    """
    return " ".join(text.split()[:count])


def wrap_text(self, text, width):
    r"""Wrap a text into lines of a given width.

    Also: break long lines; word wrap; lines of at most n characters
    Tags: text, layout

    >>> wrap_text("the quick brown fox", 10)
    'the quick\nbrown fox'
    >>> wrap_text("short", 10)
    'short'
    >>> wrap_text("", 10)
    ''
    """
    return "\n".join(textwrap.wrap(text, width))


def center_text(self, text, width):
    """Center a text in a given width.

    Also: put a string in the middle with spaces on both sides; pad left and right equally
    Tags: text, layout

    >>> center_text("hi", 6)
    '  hi  '
    >>> center_text("title", 9)
    '  title  '
    >>> center_text("long", 2)
    'long'
    """
    return text.center(width)


def pad_left(self, text, width):
    """Fill a text with spaces on the left up to a width.

    Also: right align a string; right justify in a column
    Tags: text, layout

    >>> pad_left("42", 5)
    '   42'
    >>> pad_left("hello", 3)
    'hello'
    >>> pad_left("", 2)
    '  '
    """
    return text.rjust(width)


def pad_right(self, text, width):
    """Fill a text with spaces on the right up to a width.

    Also: left align a string; left justify in a column
    Tags: text, layout

    >>> pad_right("42", 5)
    '42   '
    >>> pad_right("hello", 3)
    'hello'
    >>> pad_right("", 2)
    '  '
    """
    return text.ljust(width)


def pad_with_zeros(self, number, width):
    """Write a number with leading zeros up to a width.

    Also: zero padding; 7 becomes 007; fill a number with zeros on the left
    Tags: text, layout

    >>> pad_with_zeros(7, 3)
    '007'
    >>> pad_with_zeros(1234, 3)
    '1234'
    >>> pad_with_zeros(-5, 4)
    '-005'
    """
    return str(number).zfill(width)


def quote_text(self, text):
    """Put double quotes around a text.

    Also: surround a string with quotation marks; wrap a word in quotes
    Tags: text, layout

    >>> quote_text("hello")
    '"hello"'
    >>> quote_text("two words")
    '"two words"'
    >>> quote_text("")
    '""'
    """
    return f'"{text}"'


def surround_text(self, text, sign):
    """Put a sign before and after a text.

    Also: wrap a word in stars; add the same characters on both sides
    Tags: text, layout

    >>> surround_text("hello", "*")
    '*hello*'
    >>> surround_text("title", "==")
    '==title=='
    >>> surround_text("", "-")
    '--'
    """
    return sign + text + sign


def underline_text(self, text):
    r"""Underline a heading with dashes.

    Also: heading with a line of the same length below; underscore a title with hyphens
    Tags: text, layout

    >>> underline_text("Title")
    'Title\n-----'
    >>> underline_text("ab")
    'ab\n--'
    >>> underline_text("")
    '\n'
    """
    return text + "\n" + "-" * len(text)


def frame_text(self, text):
    r"""Draw a box of stars around a text.

    Also: frame a word with asterisks; banner with a border
    Tags: text, layout

    >>> frame_text("hi")
    '******\n* hi *\n******'
    >>> frame_text("a")
    '*****\n* a *\n*****'
    >>> frame_text("")
    '****\n*  *\n****'
    """
    border = "*" * (len(text) + 4)
    return f"{border}\n* {text} *\n{border}"


def bullet_list(self, items):
    r"""Write items as a bullet list, one per line.

    Also: list with dashes; markdown list of entries; bullet points
    Tags: text, layout

    >>> bullet_list(["tea", "milk"])
    '- tea\n- milk'
    >>> bullet_list(["one"])
    '- one'
    >>> bullet_list([])
    ''
    """
    return "\n".join(f"- {item}" for item in items)


def numbered_list(self, items):
    r"""Write items as a numbered list, one per line.

    Also: enumerate entries from 1; ordered list of lines; number the items
    Tags: text, layout

    >>> numbered_list(["tea", "milk"])
    '1. tea\n2. milk'
    >>> numbered_list(["one"])
    '1. one'
    >>> numbered_list([])
    ''
    """
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))


def number_lines(self, text):
    r"""Put the line number in front of each line.

    Also: add line numbers to a text; number the rows of a listing
    Tags: text, layout

    >>> number_lines("one\ntwo")
    '1: one\n2: two'
    >>> number_lines("x")
    '1: x'
    >>> number_lines("")
    ''
    """
    lines = text.splitlines()
    return "\n".join(f"{number}: {line}" for number, line in enumerate(lines, 1))


def indent_text(self, text, spaces):
    r"""Indent each line of a text by a number of spaces.

    Also: shift lines to the right; add a left margin
    Tags: text, layout

    >>> indent_text("one\ntwo", 2)
    '  one\n  two'
    >>> indent_text("x", 4)
    '    x'
    >>> indent_text("", 2)
    ''
    """
    return "\n".join(" " * spaces + line for line in text.splitlines())


def quote_lines(self, text):
    r"""Put a quote sign in front of each line, as in an email reply.

    Also: prefix lines with >; quote a message; markdown block quote
    Tags: text, layout

    >>> quote_lines("one\ntwo")
    '> one\n> two'
    >>> quote_lines("hi")
    '> hi'
    >>> quote_lines("")
    ''
    """
    return "\n".join("> " + line for line in text.splitlines())


def split_in_chunks(self, text, size):
    """Split a text into pieces of a given size.

    Also: cut a string into chunks of n characters; break a text in equal parts
    Tags: text, layout

    >>> split_in_chunks("abcdefg", 3)
    ['abc', 'def', 'g']
    >>> split_in_chunks("ab", 5)
    ['ab']
    >>> split_in_chunks("", 2)
    []
    """
    return [text[start : start + size] for start in range(0, len(text), size)]


def group_letters(self, text, size, sign):
    """Insert a sign after every few characters of a text.

    Also: put a dash between groups of characters; group a serial number in blocks
    Tags: text, layout

    >>> group_letters("ABCDEFGH", 4, "-")
    'ABCD-EFGH'
    >>> group_letters("12345", 2, " ")
    '12 34 5'
    >>> group_letters("", 3, "-")
    ''
    """
    return sign.join(text[start : start + size] for start in range(0, len(text), size))


def space_letters(self, text):
    """Put a space between the letters of a text.

    Also: spread a word out; w i d e text; separate characters by blanks
    Tags: text, layout

    >>> space_letters("hello")
    'h e l l o'
    >>> space_letters("a")
    'a'
    >>> space_letters("")
    ''
    """
    return " ".join(text)
