"""Recipes that check a property of a text."""


def is_palindrome(self, text):
    """Check whether a text is a palindrome, ignoring case, spaces and punctuation.

    Also: reads the same forwards and backwards; is it a mirror word; palindrome test
    Tags: text, checks

    >>> is_palindrome("A man, a plan, a canal: Panama")
    True
    >>> is_palindrome("hello")
    False
    >>> is_palindrome("")
    True
    """
    letters = [character for character in text.lower() if character.isalnum()]
    return letters == letters[::-1]


def is_anagram(self, first, second):
    """Check whether two texts are anagrams, ignoring case and spaces.

    Also: do two words use the same letters; can one word be rearranged into the other
    Tags: text, checks

    >>> is_anagram("listen", "silent")
    True
    >>> is_anagram("Dormitory", "dirty room")
    True
    >>> is_anagram("abc", "abd")
    False
    """
    first = first.lower().replace(" ", "")
    second = second.lower().replace(" ", "")
    return sorted(first) == sorted(second)


def is_pangram(self, text):
    """Check whether a text uses every letter of the alphabet.

    Also: pangram test; does the sentence contain all letters from a to z
    Tags: text, checks

    >>> is_pangram("The quick brown fox jumps over the lazy dog")
    True
    >>> is_pangram("hello world")
    False
    >>> is_pangram("")
    False
    """
    return all(letter in text.lower() for letter in string.ascii_lowercase)


def is_isogram(self, word):
    """Check whether a word has no repeated letter.

    Also: isogram test; are all letters of the word different; no letter twice
    Tags: text, checks

    >>> is_isogram("planet")
    True
    >>> is_isogram("Alpha")
    False
    >>> is_isogram("")
    True
    """
    word = word.lower()
    return len(set(word)) == len(word)


def has_unique_characters(self, text):
    """Check whether all characters of a text are different.

    Also: no duplicate characters in a string; every character appears once
    Tags: text, checks

    >>> has_unique_characters("abc")
    True
    >>> has_unique_characters("hello")
    False
    >>> has_unique_characters("")
    True
    """
    return len(set(text)) == len(text)


def is_blank(self, text):
    """Check whether a text is empty or has only spaces.

    Also: is the string blank; nothing but whitespace; no visible characters
    Tags: text, checks

    >>> is_blank("   ")
    True
    >>> is_blank("a")
    False
    >>> is_blank("")
    True
    """
    return text.strip() == ""


def is_numeric(self, text):
    """Check whether a text is a number.

    Also: can the string be converted to a number; is this numeric; valid integer or decimal
    Tags: text, checks

    >>> is_numeric("12.5")
    True
    >>> is_numeric("-3")
    True
    >>> is_numeric("abc")
    False
    >>> is_numeric("")
    False
    """
    return re.fullmatch(r"[+-]?\d+(\.\d+)?", text.strip()) is not None


def is_whole_number(self, text):
    """Check whether a text is a whole number.

    Also: does the string hold an integer; digits with an optional sign
    Tags: text, checks

    >>> is_whole_number("42")
    True
    >>> is_whole_number("-7")
    True
    >>> is_whole_number("4.2")
    False
    """
    return re.fullmatch(r"[+-]?\d+", text) is not None


def has_digit(self, text):
    """Check whether a text contains a digit.

    Also: is there a number in the string; any numeric character
    Tags: text, checks

    >>> has_digit("abc1")
    True
    >>> has_digit("abc")
    False
    >>> has_digit("")
    False
    """
    return any(character.isdigit() for character in text)


def has_uppercase(self, text):
    """Check whether a text contains an uppercase letter.

    Also: is there a capital letter in the string; any big letter
    Tags: text, checks

    >>> has_uppercase("heLlo")
    True
    >>> has_uppercase("hello")
    False
    >>> has_uppercase("")
    False
    """
    return any(character.isupper() for character in text)


def is_all_uppercase(self, text):
    """Check whether all letters of a text are uppercase.

    Also: is the text shouting; only capital letters; written in caps
    Tags: text, checks

    >>> is_all_uppercase("HELLO YOU")
    True
    >>> is_all_uppercase("Hello")
    False
    >>> is_all_uppercase("")
    False
    """
    return text.isupper()


def is_capitalized(self, text):
    """Check whether a text starts with a capital letter.

    Also: does the word begin in uppercase; is the first letter big
    Tags: text, checks

    >>> is_capitalized("Hello")
    True
    >>> is_capitalized("hello")
    False
    >>> is_capitalized("")
    False
    """
    return text[:1].isupper()


def only_letters(self, text):
    """Check whether a text has only letters.

    Also: is the string alphabetic; no digits, spaces or symbols
    Tags: text, checks

    >>> only_letters("hello")
    True
    >>> only_letters("hello1")
    False
    >>> only_letters("")
    False
    """
    return text.isalpha()


def only_letters_and_digits(self, text):
    """Check whether a text has only letters and digits.

    Also: is the string alphanumeric; no special characters
    Tags: text, checks

    >>> only_letters_and_digits("abc123")
    True
    >>> only_letters_and_digits("abc 123")
    False
    >>> only_letters_and_digits("")
    False
    """
    return text.isalnum()


def contains_text(self, text, part):
    """Check whether a text contains another, ignoring case.

    Also: is the substring in the string; does the sentence include a word; search in a text
    Tags: text, checks

    >>> contains_text("Hello World", "world")
    True
    >>> contains_text("abc", "d")
    False
    >>> contains_text("abc", "")
    True
    """
    return part.lower() in text.lower()


def contains_word(self, text, word):
    """Check whether a text contains a whole word, ignoring case.

    Also: is the word in the sentence; find a word but not inside longer words
    Tags: text, checks

    >>> contains_word("The cat sat", "cat")
    True
    >>> contains_word("concatenate", "cat")
    False
    >>> contains_word("", "cat")
    False
    """
    return word.lower() in re.findall(r"[\w']+", text.lower())


def contains_any(self, text, words):
    """Check whether a text contains at least one of some words.

    Also: does a message mention any keyword; one of several strings is included
    Tags: text, checks

    >>> contains_any("I like green tea", ["coffee", "tea"])
    True
    >>> contains_any("just water", ["coffee", "tea"])
    False
    >>> contains_any("anything", [])
    False
    """
    return any(word in text for word in words)


def starts_with(self, text, prefix):
    """Check whether a text starts with another.

    Also: does the string begin with this; has it the prefix
    Tags: text, checks

    >>> starts_with("hello", "he")
    True
    >>> starts_with("hello", "lo")
    False
    >>> starts_with("", "a")
    False
    """
    return text.startswith(prefix)


def ends_with(self, text, suffix):
    """Check whether a text ends with another.

    Also: does the string finish with this; has it the suffix
    Tags: text, checks

    >>> ends_with("photo.jpg", ".jpg")
    True
    >>> ends_with("hello", "he")
    False
    >>> ends_with("", "a")
    False
    """
    return text.endswith(suffix)


def starts_with_vowel(self, text):
    """Check whether a text starts with a vowel.

    Also: is the first letter a, e, i, o or u; vowel at the beginning
    Tags: text, checks

    >>> starts_with_vowel("apple")
    True
    >>> starts_with_vowel("Banana")
    False
    >>> starts_with_vowel("")
    False
    """
    return text.lower().startswith(("a", "e", "i", "o", "u"))


def is_vowel(self, letter):
    """Check whether a letter is a vowel.

    Also: vowel or consonant; is it one of a, e, i, o, u
    Tags: text, checks

    >>> is_vowel("a")
    True
    >>> is_vowel("E")
    True
    >>> is_vowel("b")
    False
    """
    return letter.lower() in ("a", "e", "i", "o", "u")


def is_question(self, text):
    """Check whether a text is a question.

    Also: does the sentence end with a question mark; is someone asking
    Tags: text, checks

    >>> is_question("How are you?")
    True
    >>> is_question("I am fine.")
    False
    >>> is_question("Really? ")
    True
    """
    return text.strip().endswith("?")


def has_double_letter(self, word):
    """Check whether a word has the same letter twice in a row.

    Also: double letters such as ll or oo; are there two equal neighbours in a string
    Tags: text, checks

    >>> has_double_letter("hello")
    True
    >>> has_double_letter("world")
    False
    >>> has_double_letter("")
    False
    """
    return any(first == second for first, second in zip(word, word[1:]))
