"""Recipes that count things in a text."""


def count_vowels(self, text):
    """Count the vowels in a text.

    Also: number of vowels in a string; how many vowels a word has; tell how often a, e, i, o, u
        appear
    Tags: text, counting

    >>> count_vowels("hello world")
    3
    >>> count_vowels("AEIOU")
    5
    >>> count_vowels("")
    0
    """
    return sum(1 for letter in text.lower() if letter in "aeiou")


def count_consonants(self, text):
    """Count the consonants in a text.

    Also: number of consonants in a string; how many letters are not vowels
    Tags: text, counting

    >>> count_consonants("hello world")
    7
    >>> count_consonants("AEIOU")
    0
    >>> count_consonants("3 Cats!")
    3
    """
    return sum(1 for letter in text.lower() if letter.isalpha() and letter not in "aeiou")


def count_words(self, text):
    """Count the words in a text.

    Also: number of words in a sentence; word count of a string; how many words did I write
    Tags: text, counting

    >>> count_words("the quick brown fox")
    4
    >>> count_words("  two   words ")
    2
    >>> count_words("")
    0
    """
    return len(text.split())


def count_characters(self, text):
    """Count the characters in a text.

    Also: length of a string; how long is this text; number of characters
    Tags: text, counting

    >>> count_characters("hello")
    5
    >>> count_characters("a b")
    3
    >>> count_characters("")
    0
    """
    return len(text)


def count_characters_without_spaces(self, text):
    """Count the characters in a text without the spaces.

    Also: length of a string ignoring blanks; number of non-space characters
    Tags: text, counting

    >>> count_characters_without_spaces("a b c")
    3
    >>> count_characters_without_spaces("hello")
    5
    >>> count_characters_without_spaces("   ")
    0
    """
    return sum(1 for character in text if not character.isspace())


def count_letters(self, text):
    """Count the letters in a text.

    Also: number of alphabetic characters; how many letters of the alphabet a string has
    Tags: text, counting

    >>> count_letters("Room 101!")
    4
    >>> count_letters("abc")
    3
    >>> count_letters("123")
    0
    """
    return sum(1 for character in text if character.isalpha())


def count_digits_in_text(self, text):
    """Count the digits in a text.

    Also: number of numeric characters in a string; how many digits does the text contain
    Tags: text, counting

    >>> count_digits_in_text("Room 101")
    3
    >>> count_digits_in_text("2024-05-17")
    8
    >>> count_digits_in_text("none")
    0
    """
    return sum(1 for character in text if character.isdigit())


def count_spaces(self, text):
    """Count the spaces in a text.

    Also: number of blanks in a string; how many space characters are there
    Tags: text, counting

    >>> count_spaces("a b c")
    2
    >>> count_spaces("hello")
    0
    >>> count_spaces("   ")
    3
    """
    return text.count(" ")


def count_lines(self, text):
    r"""Count the lines of a text.

    Also: number of lines in a string; how many rows does this text have
    Tags: text, counting

    >>> count_lines("one\ntwo\nthree")
    3
    >>> count_lines("one")
    1
    >>> count_lines("")
    0
    """
    return len(text.splitlines())


def count_sentences(self, text):
    """Count the sentences in a text.

    Also: number of sentences in a paragraph; how many phrases end with a period, ! or ?
    Tags: text, counting

    >>> count_sentences("Hello there. How are you? Fine!")
    3
    >>> count_sentences("Wait... what?")
    2
    >>> count_sentences("")
    0
    """
    return len(re.findall(r"[^.!?]+[.!?]+", text))


def count_paragraphs(self, text):
    r"""Count the paragraphs of a text.

    Also: number of blocks separated by blank lines; how many paragraphs are there
    Tags: text, counting

    >>> count_paragraphs("first\n\nsecond\nstill second")
    2
    >>> count_paragraphs("only one")
    1
    >>> count_paragraphs("")
    0
    """
    return len([part for part in text.split("\n\n") if part.strip()])


def count_uppercase(self, text):
    """Count the uppercase letters in a text.

    Also: number of capital letters in a string; how many capitals; count big letters
    Tags: text, counting

    >>> count_uppercase("Hello World")
    2
    >>> count_uppercase("ABC")
    3
    >>> count_uppercase("abc")
    0
    """
    return sum(1 for character in text if character.isupper())


def count_lowercase(self, text):
    """Count the lowercase letters in a text.

    Also: number of small letters in a string; how many letters are not capital
    Tags: text, counting

    >>> count_lowercase("Hello World")
    8
    >>> count_lowercase("ABC")
    0
    >>> count_lowercase("a1b2")
    2
    """
    return sum(1 for character in text if character.islower())


def count_punctuation(self, text):
    """Count the punctuation marks in a text.

    Also: number of commas, dots and other signs in a string; how many symbols are punctuation
    Tags: text, counting

    >>> count_punctuation("Hello, world!")
    2
    >>> count_punctuation("no marks")
    0
    >>> count_punctuation("...")
    3
    """
    return sum(1 for character in text if character in string.punctuation)


def count_special_characters(self, text):
    """Count the characters that are neither letters, digits nor spaces.

    Also: number of special characters in a string; how many symbols a text has
    Tags: text, counting

    >>> count_special_characters("a@b #c!")
    3
    >>> count_special_characters("abc 123")
    0
    >>> count_special_characters("")
    0
    """
    return sum(1 for c in text if not c.isalnum() and not c.isspace())


def count_substring(self, text, part):
    """Count how many times a part appears in a text.

    Also: number of occurrences of a substring; how often does this piece occur in the string
    Tags: text, counting

    >>> count_substring("banana", "an")
    2
    >>> count_substring("aaaa", "aa")
    2
    >>> count_substring("hello", "z")
    0
    """
    return text.count(part)


def count_overlapping(self, text, part):
    """Count the overlapping occurrences of a part in a text.

    Also: number of times a pattern appears with overlaps; occurrences that may share letters
    Tags: text, counting

    >>> count_overlapping("aaaa", "aa")
    3
    >>> count_overlapping("banana", "ana")
    2
    >>> count_overlapping("abc", "x")
    0
    """
    return sum(1 for start in range(len(text)) if text.startswith(part, start))


def count_letter(self, text, letter):
    """Count how often a letter appears in a text, ignoring case.

    Also: number of times a character occurs; frequency of one given letter; how many e are in a
        sentence
    Tags: text, counting

    >>> count_letter("Mississippi", "s")
    4
    >>> count_letter("Anna", "a")
    2
    >>> count_letter("", "a")
    0
    """
    return text.lower().count(letter.lower())


def count_word(self, text, word):
    """Count how often a word appears in a text, ignoring case.

    Also: number of occurrences of a whole word; how many times is the word used
    Tags: text, counting

    >>> count_word("The cat and the dog", "the")
    2
    >>> count_word("concatenate cat", "cat")
    1
    >>> count_word("", "cat")
    0
    """
    words = re.findall(r"[\w']+", text.lower())
    return words.count(word.lower())


def count_unique_words(self, text):
    """Count the different words in a text, ignoring case.

    Also: number of distinct words; how many unique words are used; size of the vocabulary
    Tags: text, counting

    >>> count_unique_words("the cat and the hat")
    4
    >>> count_unique_words("Yes yes YES")
    1
    >>> count_unique_words("")
    0
    """
    return len(set(text.lower().split()))


def count_unique_characters(self, text):
    """Count the different characters in a text.

    Also: number of distinct letters in a string; how many unique characters
    Tags: text, counting

    >>> count_unique_characters("hello")
    4
    >>> count_unique_characters("aaa")
    1
    >>> count_unique_characters("")
    0
    """
    return len(set(text))


def count_syllables(self, word):
    """Count the syllables of an English word.

    Also: number of syllables; estimate how many vowel groups a word has
    Tags: text, counting

    >>> count_syllables("banana")
    3
    >>> count_syllables("cake")
    1
    >>> count_syllables("rhythm")
    1
    """
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith("le") and groups > 1:
        groups -= 1
    return max(groups, 1)
