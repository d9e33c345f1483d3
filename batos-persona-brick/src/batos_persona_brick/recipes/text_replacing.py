"""Recipes that replace or hide parts of a text."""


def replace_text(self, text, old, new):
    """Replace a part of a text by another.

    Also: substitute one string with another; change every occurrence; find and replace
    Tags: text, replacing

    >>> replace_text("I like tea", "tea", "coffee")
    'I like coffee'
    >>> replace_text("banana", "a", "o")
    'bonono'
    >>> replace_text("hello", "x", "y")
    'hello'
    """
    return text.replace(old, new)


def replace_word(self, text, old, new):
    """Replace a whole word of a text by another word.

    Also: swap one word for another without touching longer words; substitute a word
    Tags: text, replacing

    >>> replace_word("cat concat cat", "cat", "dog")
    'dog concat dog'
    >>> replace_word("hello world", "moon", "sun")
    'hello world'
    >>> replace_word("", "a", "b")
    ''
    """
    return " ".join(new if word == old else word for word in text.split(" "))


def replace_first(self, text, old, new):
    """Replace the first occurrence of a part of a text.

    Also: change only the first match; substitute once
    Tags: text, replacing

    >>> replace_first("one one one", "one", "two")
    'two one one'
    >>> replace_first("hello", "l", "L")
    'heLlo'
    >>> replace_first("hello", "x", "y")
    'hello'
    """
    return text.replace(old, new, 1)


def replace_last(self, text, old, new):
    """Replace the last occurrence of a part of a text.

    Also: change only the final match; substitute the last one
    Tags: text, replacing

    >>> replace_last("one one one", "one", "two")
    'one one two'
    >>> replace_last("a.b.c", ".", "!")
    'a.b!c'
    >>> replace_last("hello", "x", "y")
    'hello'
    """
    return new.join(text.rsplit(old, 1))


def replace_spaces(self, text, sign):
    """Replace the spaces of a text by another sign.

    Also: put dashes or underscores in place of blanks; turn spaces into hyphens
    Tags: text, replacing

    >>> replace_spaces("a b c", "-")
    'a-b-c'
    >>> replace_spaces("my file name", "_")
    'my_file_name'
    >>> replace_spaces("abc", "-")
    'abc'
    """
    return text.replace(" ", sign)


def replace_vowels(self, text, sign):
    """Replace each vowel of a text by a sign.

    Also: put a star for every vowel; swap a, e, i, o, u for a character
    Tags: text, replacing

    >>> replace_vowels("hello", "*")
    'h*ll*'
    >>> replace_vowels("AbE", "-")
    '-b-'
    >>> replace_vowels("rhythm", "*")
    'rhythm'
    """
    return re.sub(r"[aeiouAEIOU]", sign, text)


def replace_many(self, text, replacements):
    """Replace several words of a text with the help of a dictionary.

    Also: substitute many strings at once; translate words by a table
    Tags: text, replacing

    >>> replace_many("red or blue", {"red": "rot", "blue": "blau"})
    'rot or blau'
    >>> replace_many("hello", {})
    'hello'
    >>> replace_many("aab", {"a": "x"})
    'xxb'
    """
    for old, new in replacements.items():
        text = text.replace(old, new)
    return text


def digits_to_signs(self, text):
    """Replace each digit of a text by a hash sign.

    Also: hide the numbers of a text; mask digits with #
    Tags: text, replacing

    >>> digits_to_signs("Room 101")
    'Room ###'
    >>> digits_to_signs("abc")
    'abc'
    >>> digits_to_signs("2024-05")
    '####-##'
    """
    return re.sub(r"\d", "#", text)


def censor_words(self, text, words):
    """Replace forbidden words of a text by stars.

    Also: hide bad words; censor a list of words; mask swear words with asterisks
    Tags: text, replacing

    >>> censor_words("you silly goose", ["silly"])
    'you ***** goose'
    >>> censor_words("Darn it, darn!", ["darn"])
    '**** it, ****!'
    >>> censor_words("all fine", [])
    'all fine'
    """
    for word in words:
        text = re.sub(rf"(?i)\b{re.escape(word)}\b", "*" * len(word), text)
    return text


def censor_word(self, text, word):
    """Replace a word of a text by stars of the same length.

    Also: hide one given word; mask a word with asterisks
    Tags: text, replacing

    >>> censor_word("my secret plan", "secret")
    'my ****** plan'
    >>> censor_word("top top", "top")
    '*** ***'
    >>> censor_word("hello", "bye")
    'hello'
    """
    return text.replace(word, "*" * len(word))


def mask_text(self, text, visible):
    """Hide all but the last few characters of a text with stars.

    Also: mask a card number except the last four digits; show only the end of a secret
    Tags: text, replacing

    >>> mask_text("4111111111111111", 4)
    '************1111'
    >>> mask_text("secret", 2)
    '****et'
    >>> mask_text("abc", 5)
    'abc'
    """
    hidden = max(len(text) - visible, 0)
    return "*" * hidden + text[hidden:]


def mask_email(self, email):
    """Hide the name of an email address except its first letter.

    Also: obfuscate an e-mail; anonymize a mail address with stars
    Tags: text, replacing

    >>> mask_email("anna@example.com")
    'a***@example.com'
    >>> mask_email("bo@site.org")
    'b*@site.org'
    >>> mask_email("x@y.z")
    'x@y.z'
    """
    name, domain = email.split("@")
    return name[0] + "*" * (len(name) - 1) + "@" + domain


def mask_middle(self, text):
    """Hide the letters between the first and the last with stars.

    Also: show only the outer letters of a word; anonymize a name
    Tags: text, replacing

    >>> mask_middle("secret")
    's****t'
    >>> mask_middle("abc")
    'a*c'
    >>> mask_middle("ab")
    'ab'
    """
    if len(text) < 3:
        return text
    return text[0] + "*" * (len(text) - 2) + text[-1]


def hide_phone_numbers(self, text):
    """Replace phone numbers in a text by [phone].

    Also: redact telephone numbers; anonymize phone numbers of a message
    Tags: text, replacing

    >>> hide_phone_numbers("call 555-123-4567 now")
    'call [phone] now'
    >>> hide_phone_numbers("or (555) 123-4567")
    'or [phone]'
    >>> hide_phone_numbers("room 12")
    'room 12'
    """
    return re.sub(r"\(?\d{3}\)?[ -]?\d{3}[ -]?\d{4}", "[phone]", text)


def hide_emails(self, text):
    """Replace email addresses in a text by [email].

    Also: redact e-mail addresses; anonymize mails of a message
    Tags: text, replacing

    >>> hide_emails("write to anna@example.com please")
    'write to [email] please'
    >>> hide_emails("no address")
    'no address'
    >>> hide_emails("a@b.co, c@d.org")
    '[email], [email]'
    """
    return re.sub(r"[\w.+-]+@[\w-]+\.[\w.-]*\w", "[email]", text)


def remove_prefix(self, text, prefix):
    """Remove a beginning from a text if it is there.

    Also: strip a prefix; cut a given start off a string
    Tags: text, replacing

    >>> remove_prefix("unhappy", "un")
    'happy'
    >>> remove_prefix("happy", "un")
    'happy'
    >>> remove_prefix("www.site.org", "www.")
    'site.org'
    """
    return text.removeprefix(prefix)


def remove_suffix(self, text, suffix):
    """Remove an ending from a text if it is there.

    Also: strip a suffix; cut a given end off a string; drop the file extension
    Tags: text, replacing

    >>> remove_suffix("photo.jpg", ".jpg")
    'photo'
    >>> remove_suffix("photo", ".jpg")
    'photo'
    >>> remove_suffix("walking", "ing")
    'walk'
    """
    return text.removesuffix(suffix)


def remove_blank_lines(self, text):
    r"""Remove the blank lines from a text.

    Also: delete empty rows; keep only lines with content
    Tags: text, replacing

    >>> remove_blank_lines("one\n\ntwo\n \nthree")
    'one\ntwo\nthree'
    >>> remove_blank_lines("\n\n")
    ''
    >>> remove_blank_lines("one")
    'one'
    """
    return "\n".join(line for line in text.splitlines() if line.strip())


def remove_comments(self, text):
    r"""Remove comments that start with a hash sign from the lines of a text.

    Also: strip # remarks from a script; delete comment lines
    Tags: text, replacing

    >>> remove_comments("a = 1 # one\n# all gone\nb = 2")
    'a = 1\nb = 2'
    >>> remove_comments("no comment")
    'no comment'
    >>> remove_comments("# only")
    ''
    """
    lines = [line.split("#")[0].rstrip() for line in text.splitlines()]
    return "\n".join(line for line in lines if line)


def join_lines(self, text):
    r"""Join the lines of a text to one line.

    Also: replace line breaks by spaces; put everything on one line; unwrap a paragraph
    Tags: text, replacing

    >>> join_lines("one\ntwo\nthree")
    'one two three'
    >>> join_lines(" a \n b ")
    'a b'
    >>> join_lines("")
    ''
    """
    return " ".join(line.strip() for line in text.splitlines())


def unquote_text(self, text):
    """Remove the quotes around a text.

    Also: strip surrounding quotation marks; text without its outer quotes
    Tags: text, replacing

    >>> unquote_text('"hello"')
    'hello'
    >>> unquote_text("'hi'")
    'hi'
    >>> unquote_text("plain")
    'plain'
    """
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text
