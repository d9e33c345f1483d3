"""Recipes that clean a text or take something out of it."""


def trim_text(self, text):
    r"""Remove the spaces at the start and the end of a text.

    Also: strip whitespace around a string; trim leading and trailing blanks
    Tags: text, cleaning

    >>> trim_text("  hello  ")
    'hello'
    >>> trim_text("\thi there\n")
    'hi there'
    >>> trim_text("   ")
    ''
    """
    return text.strip()


def collapse_spaces(self, text):
    r"""Replace runs of spaces by one space.

    Also: remove extra spaces between words; normalize whitespace; clean up double blanks
    Tags: text, cleaning

    >>> collapse_spaces("  too   many    spaces ")
    'too many spaces'
    >>> collapse_spaces("a\n b\tc")
    'a b c'
    >>> collapse_spaces("")
    ''
    """
    return " ".join(text.split())


def remove_spaces(self, text):
    """Remove all spaces from a text.

    Also: delete blanks; join the words without gaps; strip every space
    Tags: text, cleaning

    >>> remove_spaces("a b c")
    'abc'
    >>> remove_spaces(" hello ")
    'hello'
    >>> remove_spaces("")
    ''
    """
    return text.replace(" ", "")


def remove_vowels(self, text):
    """Remove the vowels from a text.

    Also: delete a, e, i, o, u; text without vowels; disemvowel
    Tags: text, cleaning

    >>> remove_vowels("hello world")
    'hll wrld'
    >>> remove_vowels("AEIou")
    ''
    >>> remove_vowels("rhythm")
    'rhythm'
    """
    return "".join(letter for letter in text if letter.lower() not in "aeiou")


def remove_punctuation(self, text):
    """Remove the punctuation from a text.

    Also: delete commas, dots and other marks; strip punctuation signs; keep words only
    Tags: text, cleaning

    >>> remove_punctuation("Hello, world!")
    'Hello world'
    >>> remove_punctuation("it's (not) done...")
    'its not done'
    >>> remove_punctuation("")
    ''
    """
    return "".join(character for character in text if character not in string.punctuation)


def remove_digits(self, text):
    """Remove the digits from a text.

    Also: delete numbers from a string; text without figures
    Tags: text, cleaning

    >>> remove_digits("a1b2c3")
    'abc'
    >>> remove_digits("Room 101")
    'Room '
    >>> remove_digits("123")
    ''
    """
    return "".join(character for character in text if not character.isdigit())


def keep_digits(self, text):
    """Keep only the digits of a text.

    Also: extract all digits as a string; remove everything that is not a number
    Tags: text, cleaning

    >>> keep_digits("+1 (555) 010-99")
    '155501099'
    >>> keep_digits("abc")
    ''
    >>> keep_digits("2024-05-17")
    '20240517'
    """
    return "".join(character for character in text if character.isdigit())


def keep_letters(self, text):
    """Keep only the letters of a text.

    Also: remove everything that is not alphabetic; strip digits, spaces and symbols
    Tags: text, cleaning

    >>> keep_letters("a1b2 c!")
    'abc'
    >>> keep_letters("Hello World")
    'HelloWorld'
    >>> keep_letters("123")
    ''
    """
    return "".join(character for character in text if character.isalpha())


def keep_letters_and_digits(self, text):
    """Keep only the letters and digits of a text.

    Also: remove special characters; alphanumeric characters only; delete symbols
    Tags: text, cleaning

    >>> keep_letters_and_digits("a-b_c 1!")
    'abc1'
    >>> keep_letters_and_digits("#$%")
    ''
    >>> keep_letters_and_digits("R2-D2")
    'R2D2'
    """
    return "".join(character for character in text if character.isalnum())


def remove_character(self, text, character):
    """Remove every occurrence of a character from a text.

    Also: delete a given letter; take all x out of a string
    Tags: text, cleaning

    >>> remove_character("banana", "a")
    'bnn'
    >>> remove_character("a-b-c", "-")
    'abc'
    >>> remove_character("hello", "z")
    'hello'
    """
    return text.replace(character, "")


def remove_duplicate_letters(self, text):
    """Remove repeated letters, keeping the first of each.

    Also: unique characters of a string in order; drop duplicate characters
    Tags: text, cleaning

    >>> remove_duplicate_letters("banana")
    'ban'
    >>> remove_duplicate_letters("hello")
    'helo'
    >>> remove_duplicate_letters("")
    ''
    """
    return "".join(dict.fromkeys(text))


def squeeze_letters(self, text):
    """Replace runs of the same letter by one letter.

    Also: remove consecutive duplicate characters; shorten sooo to so; compress repeated letters
    Tags: text, cleaning

    >>> squeeze_letters("aaabbc")
    'abc'
    >>> squeeze_letters("sooo goood")
    'so god'
    >>> squeeze_letters("")
    ''
    """
    result = ""
    for letter in text:
        if letter != result[-1:]:
            result += letter
    return result


def remove_duplicate_words(self, text):
    """Remove repeated words from a text, keeping the first of each.

    Also: drop duplicate words of a sentence; every word only once
    Tags: text, cleaning

    >>> remove_duplicate_words("the cat the dog")
    'the cat dog'
    >>> remove_duplicate_words("a a a")
    'a'
    >>> remove_duplicate_words("")
    ''
    """
    return " ".join(dict.fromkeys(text.split()))


def remove_word(self, text, word):
    """Remove a word from a text.

    Also: delete all occurrences of a word; drop a given word of a sentence
    Tags: text, cleaning

    >>> remove_word("this is very very good", "very")
    'this is good'
    >>> remove_word("hello world", "moon")
    'hello world'
    >>> remove_word("only", "only")
    ''
    """
    return " ".join(part for part in text.split() if part != word)


def remove_short_words(self, text, length):
    """Remove the words shorter than a given length.

    Also: drop small words; keep words with at least n letters
    Tags: text, cleaning

    >>> remove_short_words("a big elephant is here", 4)
    'elephant here'
    >>> remove_short_words("to be", 2)
    'to be'
    >>> remove_short_words("", 3)
    ''
    """
    return " ".join(word for word in text.split() if len(word) >= length)


def remove_stop_words(self, text):
    """Remove common filler words such as the, a, and, of from a text.

    Also: strip stop words; keep only the meaningful words; drop articles
    Tags: text, cleaning

    >>> remove_stop_words("the cat and a dog in the house")
    'cat dog house'
    >>> remove_stop_words("The End of it")
    'End'
    >>> remove_stop_words("")
    ''
    """
    filler = {"a", "an", "the", "and", "or", "of", "in", "on", "to", "is", "it", "at", "for"}
    return " ".join(word for word in text.split() if word.lower() not in filler)


def remove_accents(self, text):
    """Remove the accents from the letters of a text.

    Also: replace é by e; plain ascii letters; strip diacritics
    Tags: text, cleaning

    >>> remove_accents("café")
    'cafe'
    >>> remove_accents("Ångström über")
    'Angstrom uber'
    >>> remove_accents("plain")
    'plain'
    """
    parts = unicodedata.normalize("NFD", text)
    return "".join(c for c in parts if unicodedata.category(c) != "Mn")


def remove_emoji(self, text):
    """Remove emoji and other symbols that are not plain text.

    Also: clean a message from smileys; drop pictures and icons from a string
    Tags: text, cleaning

    >>> remove_emoji("Hi 😀 there")
    'Hi there'
    >>> remove_emoji("café 100%")
    'café 100%'
    >>> remove_emoji("🎉")
    ''
    """
    kept = "".join(c for c in text if unicodedata.category(c) not in ("So", "Sk", "Cn", "Cf"))
    return " ".join(kept.split())


def remove_non_ascii(self, text):
    """Remove the characters that are not ASCII.

    Also: keep only plain keyboard characters; drop unicode characters
    Tags: text, cleaning

    >>> remove_non_ascii("héllo")
    'hllo'
    >>> remove_non_ascii("ok ✓")
    'ok '
    >>> remove_non_ascii("plain")
    'plain'
    """
    return "".join(character for character in text if ord(character) < 128)


def remove_html_tags(self, text):
    """Remove the HTML tags from a text.

    Also: strip markup; plain text of a web page; delete everything in angle brackets
    Tags: text, cleaning

    >>> remove_html_tags("<p>Hello <b>you</b></p>")
    'Hello you'
    >>> remove_html_tags("no tags")
    'no tags'
    >>> remove_html_tags("<br/>")
    ''
    """
    return re.sub(r"<[^>]+>", "", text)


def remove_brackets(self, text):
    """Remove the parts of a text that stand in round brackets.

    Also: delete parentheses and what is inside; drop remarks in parentheses
    Tags: text, cleaning

    >>> remove_brackets("tea (green) please")
    'tea please'
    >>> remove_brackets("no brackets")
    'no brackets'
    >>> remove_brackets("(all)")
    ''
    """
    return " ".join(re.sub(r"\([^)]*\)", " ", text).split())


def remove_urls(self, text):
    """Remove the web addresses from a text.

    Also: delete links from a message; strip http urls
    Tags: text, cleaning

    >>> remove_urls("see https://example.com now")
    'see now'
    >>> remove_urls("no link")
    'no link'
    >>> remove_urls("http://a.org/x?y=1")
    ''
    """
    return " ".join(re.sub(r"https?://\S+", "", text).split())
