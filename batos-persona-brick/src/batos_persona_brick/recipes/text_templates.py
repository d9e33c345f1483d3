"""Recipes that compose a text out of values."""


def greet(self, name):
    """Greet a person by name.

    Also: say hello to someone; write a welcome message; hello greeting
    Tags: text, templates

    >>> greet("Ada")
    'Hello, Ada!'
    >>> greet("big world")
    'Hello, big world!'
    >>> greet("")
    'Hello, !'
    """
    return f"Hello, {name}!"


def greet_politely(self, title, name):
    """Write a formal greeting for a letter.

    Also: salutation such as Dear Mrs Smith; polite opening of an email
    Tags: text, templates

    >>> greet_politely("Mrs", "Smith")
    'Dear Mrs Smith,'
    >>> greet_politely("Dr", "Who")
    'Dear Dr Who,'
    >>> greet_politely("", "Sam")
    'Dear Sam,'
    """
    return " ".join(f"Dear {title} {name},".split())


def fill_template(self, template, values):
    """Fill the {names} of a template with values.

    Also: replace placeholders in curly braces; mail merge; substitute variables in a text
    Tags: text, templates

    >>> fill_template("Hi {name}, you are {age}", {"name": "Bo", "age": 5})
    'Hi Bo, you are 5'
    >>> fill_template("no places", {})
    'no places'
    >>> fill_template("{a}{a}", {"a": "x"})
    'xx'
    """
    for name, value in values.items():
        template = template.replace("{" + name + "}", str(value))
    return template


def introduce_person(self, name, age):
    """Write a sentence that introduces a person with name and age.

    Also: say my name is and how old I am; describe a person in one line
    Tags: text, templates

    >>> introduce_person("Ada", 36)
    'My name is Ada and I am 36 years old.'
    >>> introduce_person("Bo", 1)
    'My name is Bo and I am 1 year old.'
    >>> introduce_person("Cy", 0)
    'My name is Cy and I am 0 years old.'
    """
    unit = "year" if age == 1 else "years"
    return f"My name is {name} and I am {age} {unit} old."


def pluralize(self, count, word):
    """Write a count with its word in singular or plural.

    Also: 1 apple but 2 apples; add an s when there are several; number and noun
    Tags: text, templates

    >>> pluralize(1, "apple")
    '1 apple'
    >>> pluralize(3, "apple")
    '3 apples'
    >>> pluralize(0, "cat")
    '0 cats'
    """
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def plural_of(self, word):
    """Form the plural of an English noun.

    Also: make a word plural; box becomes boxes and city becomes cities; several of a thing
    Tags: text, templates

    >>> plural_of("cat")
    'cats'
    >>> plural_of("box")
    'boxes'
    >>> plural_of("city")
    'cities'
    >>> plural_of("day")
    'days'
    """
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def add_article(self, word):
    """Put the right article a or an in front of a word.

    Also: a cat but an apple; indefinite article; choose a or an
    Tags: text, templates

    >>> add_article("apple")
    'an apple'
    >>> add_article("cat")
    'a cat'
    >>> add_article("Elephant")
    'an Elephant'
    """
    article = "an" if word[0].lower() in "aeiou" else "a"
    return f"{article} {word}"


def join_with_and(self, items):
    """Join words with commas and an and before the last.

    Also: enumerate in plain English; a, b and c; readable list of names
    Tags: text, templates

    >>> join_with_and(["Ann", "Bob", "Cy"])
    'Ann, Bob and Cy'
    >>> join_with_and(["Ann", "Bob"])
    'Ann and Bob'
    >>> join_with_and(["Ann"])
    'Ann'
    >>> join_with_and([])
    ''
    """
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


def full_name(self, first_name, last_name):
    """Join first name and last name to a full name.

    Also: combine given name and surname; complete name with capitals
    Tags: text, templates

    >>> full_name("ada", "lovelace")
    'Ada Lovelace'
    >>> full_name("JOHN", "doe")
    'John Doe'
    >>> full_name("cher", "")
    'Cher'
    """
    return f"{first_name.capitalize()} {last_name.capitalize()}".strip()


def last_name_first(self, name):
    """Write a name with the last name first and a comma.

    Also: John Doe becomes Doe, John; name for an index; surname before given name
    Tags: text, templates

    >>> last_name_first("John Doe")
    'Doe, John'
    >>> last_name_first("Ada King Lovelace")
    'Lovelace, Ada King'
    >>> last_name_first("Cher")
    'Cher'
    """
    first, space, last = name.strip().rpartition(" ")
    return f"{last}, {first}" if first else last


def make_username(self, first_name, last_name):
    """Make a user name out of first and last name.

    Also: login name from a person's name; first letter plus surname in lowercase
    Tags: text, templates

    >>> make_username("John", "Doe")
    'jdoe'
    >>> make_username("Ada", "Lovelace")
    'alovelace'
    >>> make_username("", "Smith")
    'smith'
    """
    return (first_name[:1] + last_name).lower()


def make_email(self, name, domain):
    """Make an email address out of a name and a domain.

    Also: build a mail address like first.last@company.com; e-mail from a person's name
    Tags: text, templates

    >>> make_email("John Doe", "example.com")
    'john.doe@example.com'
    >>> make_email("Cher", "music.org")
    'cher@music.org'
    >>> make_email("Ada King Lovelace", "math.uk")
    'ada.king.lovelace@math.uk'
    """
    return ".".join(name.lower().split()) + "@" + domain


def format_phone(self, digits):
    """Format ten digits as a phone number.

    Also: write a telephone number as (555) 123-4567; pretty print a phone number
    Tags: text, templates

    >>> format_phone("5551234567")
    '(555) 123-4567'
    >>> format_phone("0123456789")
    '(012) 345-6789'
    >>> format_phone("12")
    Traceback (most recent call last):
    ValueError: ten digits are needed
    """
    if len(digits) != 10:
        raise ValueError("ten digits are needed")
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"


def format_card_number(self, digits):
    """Write a card number in groups of four digits.

    Also: space out a credit card number; split sixteen digits in blocks
    Tags: text, templates

    >>> format_card_number("4111111111111111")
    '4111 1111 1111 1111'
    >>> format_card_number("12345")
    '1234 5'
    >>> format_card_number("")
    ''
    """
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def make_hashtag(self, text):
    """Turn a phrase into a hashtag.

    Also: # followed by the capitalized words; social media tag of a title
    Tags: text, templates

    >>> make_hashtag("good morning world")
    '#GoodMorningWorld'
    >>> make_hashtag("tea")
    '#Tea'
    >>> make_hashtag("")
    '#'
    """
    return "#" + "".join(word.capitalize() for word in text.split())


def wrap_in_tag(self, text, tag):
    """Wrap a text in an HTML tag.

    Also: put html markup around a string; make an element such as <b>text</b>
    Tags: text, templates

    >>> wrap_in_tag("hello", "b")
    '<b>hello</b>'
    >>> wrap_in_tag("Title", "h1")
    '<h1>Title</h1>'
    >>> wrap_in_tag("", "p")
    '<p></p>'
    """
    return f"<{tag}>{text}</{tag}>"


def escape_html(self, text):
    """Escape the special characters of HTML in a text.

    Also: make a text safe for a web page; replace < > & by entities
    Tags: text, templates

    >>> escape_html("a < b & c")
    'a &lt; b &amp; c'
    >>> escape_html("<b>")
    '&lt;b&gt;'
    >>> escape_html("plain")
    'plain'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def markdown_link(self, text, url):
    """Write a Markdown link.

    Also: link with title in square brackets; format a url for markdown
    Tags: text, templates

    >>> markdown_link("Home", "https://example.com")
    '[Home](https://example.com)'
    >>> markdown_link("a b", "/x")
    '[a b](/x)'
    >>> markdown_link("", "u")
    '[](u)'
    """
    return f"[{text}]({url})"


def markdown_heading(self, text, level):
    """Write a Markdown heading of a level.

    Also: title with hash signs; format a heading for markdown
    Tags: text, templates

    >>> markdown_heading("Intro", 2)
    '## Intro'
    >>> markdown_heading("Top", 1)
    '# Top'
    >>> markdown_heading("Deep", 4)
    '#### Deep'
    """
    return "#" * level + " " + text


def progress_bar(self, percent):
    """Draw a progress bar of ten signs for a percentage.

    Also: text progress indicator; show how much is done with # signs
    Tags: text, templates

    >>> progress_bar(40)
    '[####------] 40%'
    >>> progress_bar(0)
    '[----------] 0%'
    >>> progress_bar(100)
    '[##########] 100%'
    """
    done = int(percent // 10)
    return "[" + "#" * done + "-" * (10 - done) + f"] {percent}%"


def star_rating(self, stars):
    """Draw a rating out of five stars.

    Also: show a score as ★ and ☆; rating symbols; stars for a review
    Tags: text, templates

    >>> star_rating(3)
    '★★★☆☆'
    >>> star_rating(5)
    '★★★★★'
    >>> star_rating(0)
    '☆☆☆☆☆'
    """
    return "★" * stars + "☆" * (5 - stars)
