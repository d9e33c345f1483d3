"""Recipes about single letters and their places."""


def first_letter(self, text):
    """Get the first letter of a text.

    Also: initial character of a word; what does the string start with
    Tags: text, letters

    >>> first_letter("hello")
    'h'
    >>> first_letter("x")
    'x'
    >>> first_letter("")
    ''
    """
    return text[:1]


def last_letter(self, text):
    """Get the last letter of a text.

    Also: final character of a word; what does the string end with
    Tags: text, letters

    >>> last_letter("hello")
    'o'
    >>> last_letter("x")
    'x'
    >>> last_letter("")
    ''
    """
    return text[-1:]


def middle_letter(self, word):
    """Get the middle letter of a word, or the two middle letters.

    Also: character in the centre of a string; what is in the middle of a word
    Tags: text, letters

    >>> middle_letter("hello")
    'l'
    >>> middle_letter("test")
    'es'
    >>> middle_letter("")
    ''
    """
    half = len(word) // 2
    if len(word) % 2 == 1:
        return word[half]
    return word[max(half - 1, 0) : half + 1]


def first_letters(self, text, count):
    """Get the first few letters of a text.

    Also: beginning of a string; the leading n characters; cut a word after some letters
    Tags: text, letters

    >>> first_letters("elephant", 3)
    'ele'
    >>> first_letters("hi", 5)
    'hi'
    >>> first_letters("hi", 0)
    ''
    """
    return text[:count]


def last_letters(self, text, count):
    """Get the last few letters of a text.

    Also: end of a string; the trailing n characters; last four digits of a number text
    Tags: text, letters

    >>> last_letters("elephant", 3)
    'ant'
    >>> last_letters("hi", 5)
    'hi'
    >>> last_letters("hi", 0)
    ''
    """
    return text[-count:] if count > 0 else ""


def remove_first_and_last_letter(self, text):
    """Remove the first and the last letter of a text.

    Also: strip the outer characters of a word; text without its ends
    Tags: text, letters

    >>> remove_first_and_last_letter("hello")
    'ell'
    >>> remove_first_and_last_letter("ab")
    ''
    >>> remove_first_and_last_letter("")
    ''
    """
    return text[1:-1]


def vowels_of(self, text):
    """List the vowels of a text in order.

    Also: extract all vowels; keep only a, e, i, o, u; which vowels does a word have
    Tags: text, letters

    >>> vowels_of("banana split")
    ['a', 'a', 'a', 'i']
    >>> vowels_of("rhythm")
    []
    >>> vowels_of("")
    []
    """
    return [letter for letter in text if letter.lower() in "aeiou"]


def first_vowel(self, text):
    """Find the first vowel in a text.

    Also: which vowel comes first; earliest a, e, i, o or u of a word
    Tags: text, letters

    >>> first_vowel("street")
    'e'
    >>> first_vowel("Apple")
    'A'
    >>> first_vowel("rhythm")
    ''
    """
    for letter in text:
        if letter.lower() in "aeiou":
            return letter
    return ""


def repeated_letters(self, text):
    """List the letters that appear more than once in a text.

    Also: duplicate characters; which letters are repeated in a word
    Tags: text, letters

    >>> repeated_letters("programming")
    ['r', 'g', 'm']
    >>> repeated_letters("abc")
    []
    >>> repeated_letters("")
    []
    """
    letters = [letter for letter in text.lower() if letter.isalpha()]
    return [letter for letter in dict.fromkeys(letters) if letters.count(letter) > 1]


def first_repeated_letter(self, text):
    """Find the first letter that repeats an earlier one.

    Also: first duplicate character of a string; which letter comes back first
    Tags: text, letters

    >>> first_repeated_letter("abcab")
    'a'
    >>> first_repeated_letter("hello")
    'l'
    >>> first_repeated_letter("abc")
    ''
    """
    seen = set()
    for letter in text:
        if letter in seen:
            return letter
        seen.add(letter)
    return ""


def first_unique_letter(self, text):
    """Find the first letter that appears only once in a text.

    Also: first non-repeating character; first letter that is not repeated
    Tags: text, letters

    >>> first_unique_letter("swiss")
    'w'
    >>> first_unique_letter("abac")
    'b'
    >>> first_unique_letter("aabb")
    ''
    """
    for letter in text:
        if text.count(letter) == 1:
            return letter
    return ""


def unique_letters(self, text):
    """Join the different letters of a text in alphabetical order, lowercase.

    Also: distinct characters of a word sorted; set of letters used
    Tags: text, letters

    >>> unique_letters("Hello")
    'ehlo'
    >>> unique_letters("a1b2 A")
    'ab'
    >>> unique_letters("")
    ''
    """
    return "".join(sorted({letter for letter in text.lower() if letter.isalpha()}))


def missing_letters(self, text):
    """Find the letters of the alphabet that a text does not use.

    Also: which letters are missing for a pangram; unused letters
    Tags: text, letters

    >>> missing_letters("the quick brown fox jumps over the lazy dog")
    ''
    >>> missing_letters("abcdefghijklmnopqrstuvw")
    'xyz'
    >>> missing_letters("The quick brown fox jumps over the dog")
    'alyz'
    """
    return "".join(letter for letter in string.ascii_lowercase if letter not in text.lower())


def alphabet_position(self, letter):
    """Find the position of a letter in the alphabet.

    Also: which number has a letter from 1 to 26; a is 1 and z is 26; index of a letter
    Tags: text, letters

    >>> alphabet_position("a")
    1
    >>> alphabet_position("Z")
    26
    >>> alphabet_position("?")
    0
    """
    return string.ascii_lowercase.find(letter.lower()) + 1


def letter_at_position(self, position):
    """Get the letter of the alphabet at a position from 1 to 26.

    Also: number to letter; which letter is the fifth of the alphabet
    Tags: text, letters

    >>> letter_at_position(1)
    'a'
    >>> letter_at_position(26)
    'z'
    >>> letter_at_position(27)
    Traceback (most recent call last):
    ValueError: the position must be from 1 to 26
    """
    if not 1 <= position <= 26:
        raise ValueError("the position must be from 1 to 26")
    return string.ascii_lowercase[position - 1]


def next_letter(self, letter):
    """Get the letter that follows a letter in the alphabet, z is followed by a.

    Also: successor of a letter; the letter after this one
    Tags: text, letters

    >>> next_letter("a")
    'b'
    >>> next_letter("z")
    'a'
    >>> next_letter("m")
    'n'
    """
    letters = string.ascii_lowercase
    return letters[(letters.index(letter) + 1) % 26]


def letters_between(self, start, end):
    """Write the letters of the alphabet from one letter to another.

    Also: alphabet range such as c to g; all letters between two letters
    Tags: text, letters

    >>> letters_between("a", "e")
    'abcde'
    >>> letters_between("x", "z")
    'xyz'
    >>> letters_between("m", "m")
    'm'
    """
    return "".join(chr(code) for code in range(ord(start), ord(end) + 1))


def find_positions(self, text, part):
    """List the positions where a part appears in a text, counting from 0.

    Also: all indexes of a letter; where does a substring occur
    Tags: text, letters

    >>> find_positions("banana", "a")
    [1, 3, 5]
    >>> find_positions("banana", "ana")
    [1, 3]
    >>> find_positions("banana", "x")
    []
    """
    return [i for i in range(len(text)) if text.startswith(part, i)]


def longest_letter_run(self, text):
    """Find the length of the longest run of one repeated letter.

    Also: how many times in a row does a character repeat at most; longest streak in a string
    Tags: text, letters

    >>> longest_letter_run("aabbbc")
    3
    >>> longest_letter_run("abc")
    1
    >>> longest_letter_run("")
    0
    """
    longest = run = 0
    previous = ""
    for letter in text:
        run = run + 1 if letter == previous else 1
        longest = max(longest, run)
        previous = letter
    return longest


def word_value(self, word):
    """Add up the alphabet positions of the letters of a word.

    Also: word score where a is 1 and z is 26; numerology sum of a name; value of a word
    Tags: text, letters

    >>> word_value("abc")
    6
    >>> word_value("Zoo")
    56
    >>> word_value("")
    0
    """
    return sum(ord(letter) - 96 for letter in word.lower() if "a" <= letter <= "z")


def scrabble_score(self, word):
    """Calculate the Scrabble score of a word.

    Also: points of the letters in Scrabble; how much is my word worth
    Tags: text, letters

    >>> scrabble_score("cabbage")
    14
    >>> scrabble_score("QUIZ")
    22
    >>> scrabble_score("")
    0
    """
    groups = {1: "aeilnorstu", 2: "dg", 3: "bcmp", 4: "fhvwy", 5: "k", 8: "jx", 10: "qz"}
    score = 0
    for letter in word.lower():
        for points, letters in groups.items():
            if letter in letters:
                score += points
    return score
