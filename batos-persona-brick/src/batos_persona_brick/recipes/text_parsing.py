"""Recipes that read values out of a text."""


def extract_numbers(self, text):
    """Extract all whole numbers from a text.

    Also: find the integers in a string; list every number mentioned; get the numbers out of a text
    Tags: text, parsing

    >>> extract_numbers("3 cats and 12 dogs")
    [3, 12]
    >>> extract_numbers("minus -5 degrees")
    [-5]
    >>> extract_numbers("none")
    []
    """
    return [int(number) for number in re.findall(r"-?\d+", text)]


def extract_decimals(self, text):
    """Extract all numbers with their decimals from a text.

    Also: find floats in a string; list decimal numbers; prices and measures in a text as floats
    Tags: text, parsing

    >>> extract_decimals("1.5 kg for 3 euro")
    [1.5, 3.0]
    >>> extract_decimals("-2.25")
    [-2.25]
    >>> extract_decimals("none")
    []
    """
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def sum_numbers_in_text(self, text):
    """Add up all whole numbers in a text.

    Also: sum of the numbers mentioned in a string; total of numbers in a sentence
    Tags: text, parsing

    >>> sum_numbers_in_text("2 apples and 3 pears")
    5
    >>> sum_numbers_in_text("1+2+3")
    6
    >>> sum_numbers_in_text("none")
    0
    """
    return sum(int(number) for number in re.findall(r"\d+", text))


def sum_digits_in_text(self, text):
    """Add up all digits in a text.

    Also: total of the single digits of a string; sum every numeric character
    Tags: text, parsing

    >>> sum_digits_in_text("a1b23")
    6
    >>> sum_digits_in_text("99")
    18
    >>> sum_digits_in_text("abc")
    0
    """
    return sum(int(character) for character in text if character.isdigit())


def first_number(self, text):
    """Find the first number in a text.

    Also: leading integer of a string; which number comes first; None when there is no number
    Tags: text, parsing

    >>> first_number("room 12, floor 3")
    12
    >>> first_number("007")
    7
    >>> first_number("none") is None
    True
    """
    match = re.search(r"\d+", text)
    return int(match.group()) if match else None


def largest_number_in_text(self, text):
    """Find the largest number in a text.

    Also: biggest integer mentioned in a string; maximum of the numbers in a sentence
    Tags: text, parsing

    >>> largest_number_in_text("3 cats, 12 dogs, 7 birds")
    12
    >>> largest_number_in_text("only 5")
    5
    >>> largest_number_in_text("none") is None
    True
    """
    return max((int(number) for number in re.findall(r"\d+", text)), default=None)


def extract_hashtags(self, text):
    """Extract the hashtags from a text.

    Also: list the words with a # sign; find tags in a post
    Tags: text, parsing

    >>> extract_hashtags("I love #tea and #coffee!")
    ['tea', 'coffee']
    >>> extract_hashtags("#one#two")
    ['one', 'two']
    >>> extract_hashtags("none")
    []
    """
    return re.findall(r"#(\w+)", text)


def extract_mentions(self, text):
    """Extract the @mentions from a text.

    Also: list the user names after an at sign; who is mentioned in a message
    Tags: text, parsing

    >>> extract_mentions("hi @anna and @bob_1!")
    ['anna', 'bob_1']
    >>> extract_mentions("@solo")
    ['solo']
    >>> extract_mentions("nobody")
    []
    """
    return re.findall(r"@(\w+)", text)


def extract_emails(self, text):
    """Extract the email addresses from a text.

    Also: find all e-mails in a string; list mail addresses of a message
    Tags: text, parsing

    >>> extract_emails("write to anna@example.com or bob@site.org.")
    ['anna@example.com', 'bob@site.org']
    >>> extract_emails("a.b+c@d-e.co.uk")
    ['a.b+c@d-e.co.uk']
    >>> extract_emails("none")
    []
    """
    return re.findall(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", text)


def extract_urls(self, text):
    """Extract the web addresses from a text.

    Also: find all links in a string; list the urls of a message
    Tags: text, parsing

    >>> extract_urls("see https://example.com/a and http://b.org now")
    ['https://example.com/a', 'http://b.org']
    >>> extract_urls("https://x.io")
    ['https://x.io']
    >>> extract_urls("none")
    []
    """
    return re.findall(r"https?://\S+", text)


def extract_phone_numbers(self, text):
    """Extract phone numbers such as 555-123-4567 from a text.

    Also: find telephone numbers in a string; list the phone numbers of a message
    Tags: text, parsing

    >>> extract_phone_numbers("call 555-123-4567 or 555-765-4321")
    ['555-123-4567', '555-765-4321']
    >>> extract_phone_numbers("12-34")
    []
    >>> extract_phone_numbers("")
    []
    """
    return re.findall(r"\d{3}-\d{3}-\d{4}", text)


def extract_dates(self, text):
    """Extract dates such as 2024-05-17 from a text.

    Also: find iso dates in a string; list the dates mentioned
    Tags: text, parsing

    >>> extract_dates("from 2024-05-17 to 2024-06-01")
    ['2024-05-17', '2024-06-01']
    >>> extract_dates("in 2024")
    []
    >>> extract_dates("")
    []
    """
    return re.findall(r"\d{4}-\d{2}-\d{2}", text)


def extract_prices(self, text):
    """Extract the dollar prices from a text.

    Also: find amounts of money in a string; list the prices with a $ sign as numbers
    Tags: text, parsing

    >>> extract_prices("tea $3.50, cake $4")
    [3.5, 4.0]
    >>> extract_prices("only $10!")
    [10.0]
    >>> extract_prices("free")
    []
    """
    return [float(price) for price in re.findall(r"\$(\d+(?:\.\d+)?)", text)]


def extract_capitalized_words(self, text):
    """Extract the words that start with a capital letter.

    Also: find proper names in a text; list capitalized words
    Tags: text, parsing

    >>> extract_capitalized_words("Anna met Bob in Paris.")
    ['Anna', 'Bob', 'Paris']
    >>> extract_capitalized_words("no names")
    []
    >>> extract_capitalized_words("")
    []
    """
    return re.findall(r"\b[A-Z]\w*", text)


def extract_acronyms(self, text):
    """Extract the words written in capital letters only.

    Also: find acronyms in a text; list abbreviations such as NASA
    Tags: text, parsing

    >>> extract_acronyms("NASA and ESA met a US team")
    ['NASA', 'ESA', 'US']
    >>> extract_acronyms("I am here")
    []
    >>> extract_acronyms("")
    []
    """
    return re.findall(r"\b[A-Z]{2,}\b", text)


def extract_quoted(self, text):
    """Extract the parts of a text that stand in double quotes.

    Also: find quotations; list what is between quotation marks
    Tags: text, parsing

    >>> extract_quoted('he said "yes" and "no"')
    ['yes', 'no']
    >>> extract_quoted("none")
    []
    >>> extract_quoted('""')
    ['']
    """
    return re.findall(r'"([^"]*)"', text)


def extract_bracketed(self, text):
    """Extract the parts of a text that stand in round brackets.

    Also: find what is in parentheses; list the remarks between ( and )
    Tags: text, parsing

    >>> extract_bracketed("tea (green) or coffee (black)")
    ['green', 'black']
    >>> extract_bracketed("none")
    []
    >>> extract_bracketed("()")
    ['']
    """
    return re.findall(r"\(([^)]*)\)", text)


def text_between(self, text, start, end):
    """Find the text between two marks.

    Also: substring between two words; cut out what is between start and end
    Tags: text, parsing

    >>> text_between("a [b] c", "[", "]")
    'b'
    >>> text_between("<b>hi</b>", "<b>", "</b>")
    'hi'
    >>> text_between("none", "[", "]")
    ''
    """
    if start not in text:
        return ""
    rest = text.split(start, 1)[1]
    return rest.split(end, 1)[0] if end in rest else ""


def text_before(self, text, mark):
    """Get the part of a text before a mark.

    Also: everything up to a character; left side of a separator
    Tags: text, parsing

    >>> text_before("name=Ada", "=")
    'name'
    >>> text_before("a:b:c", ":")
    'a'
    >>> text_before("abc", "=")
    'abc'
    """
    return text.split(mark, 1)[0]


def text_after(self, text, mark):
    """Get the part of a text after a mark.

    Also: everything behind a character; right side of a separator
    Tags: text, parsing

    >>> text_after("name=Ada", "=")
    'Ada'
    >>> text_after("a:b:c", ":")
    'b:c'
    >>> text_after("abc", "=")
    ''
    """
    return text.partition(mark)[2]
