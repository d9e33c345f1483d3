"""Recipes that tally the letters, words and kinds of characters of a text."""


def count_words_starting_with(self, text, letter):
    """Count the words that start with a letter, ignoring case.

    Also: number of words beginning with a given letter; how many words start with b
    Tags: text, tallies

    >>> count_words_starting_with("Big brown dogs bark", "b")
    3
    >>> count_words_starting_with("apple pie", "z")
    0
    >>> count_words_starting_with("", "a")
    0
    """
    return sum(1 for word in text.lower().split() if word.startswith(letter.lower()))


def count_words_ending_with(self, text, ending):
    """Count the words that end with a given ending, ignoring case.

    Also: number of words finishing in -ing; how many words have this suffix
    Tags: text, tallies

    >>> count_words_ending_with("singing and dancing all day", "ing")
    2
    >>> count_words_ending_with("Run RUNNING", "ing")
    1
    >>> count_words_ending_with("", "s")
    0
    """
    return sum(1 for word in text.lower().split() if word.endswith(ending.lower()))


def count_long_words(self, text, length):
    """Count the words longer than a given length.

    Also: number of words with more than n letters; how many long words are in the text
    Tags: text, tallies

    >>> count_long_words("a quick brown elephant", 4)
    3
    >>> count_long_words("tiny cat", 5)
    0
    >>> count_long_words("", 1)
    0
    """
    return sum(1 for word in text.split() if len(word) > length)


def count_words_of_length(self, text, length):
    """Count the words with exactly a given number of letters.

    Also: how many three-letter words; number of words of length n
    Tags: text, tallies

    >>> count_words_of_length("the cat sat down", 3)
    3
    >>> count_words_of_length("hello", 3)
    0
    >>> count_words_of_length("", 0)
    0
    """
    return sum(1 for word in text.split() if len(word) == length)


def count_capitalized_words(self, text):
    """Count the words that start with a capital letter.

    Also: number of capitalized words; how many words begin in uppercase; count proper names
    Tags: text, tallies

    >>> count_capitalized_words("Anna met Bob in Paris")
    3
    >>> count_capitalized_words("no names here")
    0
    >>> count_capitalized_words("")
    0
    """
    return sum(1 for word in text.split() if word[0].isupper())


def count_words_with_letter(self, text, letter):
    """Count the words that contain a letter, ignoring case.

    Also: how many words have an e in them; number of words including a given letter
    Tags: text, tallies

    >>> count_words_with_letter("The tree is green", "e")
    3
    >>> count_words_with_letter("Egg", "e")
    1
    >>> count_words_with_letter("sky", "e")
    0
    """
    return sum(1 for word in text.lower().split() if letter.lower() in word)


def count_questions(self, text):
    """Count the questions in a text.

    Also: number of question marks; how many sentences ask something
    Tags: text, tallies

    >>> count_questions("Who? What? I know.")
    2
    >>> count_questions("Nothing to ask.")
    0
    >>> count_questions("")
    0
    """
    return text.count("?")


def count_non_empty_lines(self, text):
    r"""Count the lines of a text that are not empty.

    Also: number of lines with content; how many rows are not blank
    Tags: text, tallies

    >>> count_non_empty_lines("one\n\ntwo\n  \nthree")
    3
    >>> count_non_empty_lines("\n\n")
    0
    >>> count_non_empty_lines("one")
    1
    """
    return sum(1 for line in text.splitlines() if line.strip())


def letter_counts(self, text):
    """Count how often each letter appears in a text, ignoring case.

    Also: letter frequency table; histogram of characters; occurrences of every letter as a dict
    Tags: text, tallies

    >>> letter_counts("Hello")
    {'h': 1, 'e': 1, 'l': 2, 'o': 1}
    >>> letter_counts("A a!")
    {'a': 2}
    >>> letter_counts("")
    {}
    """
    return dict(Counter(letter for letter in text.lower() if letter.isalpha()))


def character_counts(self, text):
    """Count how often each character appears in a text.

    Also: character frequency as a dictionary; tally all characters of a string
    Tags: text, tallies

    >>> character_counts("aab")
    {'a': 2, 'b': 1}
    >>> character_counts("1 1")
    {'1': 2, ' ': 1}
    >>> character_counts("")
    {}
    """
    counts = {}
    for character in text:
        counts[character] = counts.get(character, 0) + 1
    return counts


def word_counts(self, text):
    """Count how often each word appears in a text, ignoring case.

    Also: word frequency table; occurrences of every word as a dict; tally the words
    Tags: text, tallies

    >>> word_counts("the cat and the hat")
    {'the': 2, 'cat': 1, 'and': 1, 'hat': 1}
    >>> word_counts("Yes, yes!")
    {'yes': 2}
    >>> word_counts("")
    {}
    """
    counts = {}
    for word in re.findall(r"[\w']+", text.lower()):
        counts[word] = counts.get(word, 0) + 1
    return counts


def vowel_counts(self, text):
    """Count how often each vowel appears in a text.

    Also: tally of a, e, i, o, u; frequency of every vowel as a dict
    Tags: text, tallies

    >>> vowel_counts("banana split")
    {'a': 3, 'e': 0, 'i': 1, 'o': 0, 'u': 0}
    >>> vowel_counts("EE")
    {'a': 0, 'e': 2, 'i': 0, 'o': 0, 'u': 0}
    >>> vowel_counts("")
    {'a': 0, 'e': 0, 'i': 0, 'o': 0, 'u': 0}
    """
    return {vowel: text.lower().count(vowel) for vowel in "aeiou"}


def letters_and_digits(self, text):
    """Count the letters and the digits of a text.

    Also: how many letters and how many numbers a string has; alphabetic versus numeric characters
    Tags: text, tallies

    >>> letters_and_digits("abc 123")
    {'letters': 3, 'digits': 3}
    >>> letters_and_digits("Room 7")
    {'letters': 4, 'digits': 1}
    >>> letters_and_digits("")
    {'letters': 0, 'digits': 0}
    """
    letters = sum(1 for character in text if character.isalpha())
    digits = sum(1 for character in text if character.isdigit())
    return {"letters": letters, "digits": digits}


def text_statistics(self, text):
    r"""Report the number of lines, words and characters of a text.

    Also: text summary with counts; wc of a string; statistics about a document
    Tags: text, tallies

    >>> text_statistics("one two\nthree")
    {'lines': 2, 'words': 3, 'characters': 13}
    >>> text_statistics("hi")
    {'lines': 1, 'words': 1, 'characters': 2}
    >>> text_statistics("")
    {'lines': 0, 'words': 0, 'characters': 0}
    """
    return {
        "lines": len(text.splitlines()),
        "words": len(text.split()),
        "characters": len(text),
    }


def vowel_percentage(self, text):
    """Calculate the percentage of letters that are vowels.

    Also: share of vowels in a text; vowel ratio in percent
    Tags: text, tallies

    >>> vowel_percentage("area")
    75.0
    >>> vowel_percentage("hello world")
    30.0
    >>> vowel_percentage("")
    0.0
    """
    letters = [letter for letter in text.lower() if letter.isalpha()]
    if not letters:
        return 0.0
    vowels = [letter for letter in letters if letter in "aeiou"]
    return round(100 * len(vowels) / len(letters), 2)


def uppercase_percentage(self, text):
    """Calculate the percentage of letters that are uppercase.

    Also: share of capital letters in a text; how much of this is shouting
    Tags: text, tallies

    >>> uppercase_percentage("AbCd")
    50.0
    >>> uppercase_percentage("WOW!")
    100.0
    >>> uppercase_percentage("")
    0.0
    """
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return 0.0
    return round(100 * sum(1 for letter in letters if letter.isupper()) / len(letters), 2)


def reading_time(self, text):
    """Estimate the reading time of a text in minutes at 200 words per minute.

    Also: how many minutes does it take to read this; reading duration of an article
    Tags: text, tallies

    >>> reading_time("just a few words")
    1
    >>> reading_time("one")
    1
    >>> reading_time("")
    0
    """
    return math.ceil(len(text.split()) / 200)


def average_word_length(self, text):
    """Calculate the average word length of a text.

    Also: mean number of letters per word; how long are the words on average
    Tags: text, tallies

    >>> average_word_length("one three")
    4.0
    >>> average_word_length("a bb ccc")
    2.0
    >>> average_word_length("")
    0
    """
    words = text.split()
    if not words:
        return 0
    return sum(len(word) for word in words) / len(words)


def average_sentence_length(self, text):
    """Calculate the average number of words per sentence.

    Also: mean sentence length; how many words does a sentence have on average
    Tags: text, tallies

    >>> average_sentence_length("I am here. You are there too.")
    3.5
    >>> average_sentence_length("Stop!")
    1.0
    >>> average_sentence_length("")
    0
    """
    sentences = [part for part in re.split(r"[.!?]+", text) if part.strip()]
    if not sentences:
        return 0
    return sum(len(sentence.split()) for sentence in sentences) / len(sentences)
