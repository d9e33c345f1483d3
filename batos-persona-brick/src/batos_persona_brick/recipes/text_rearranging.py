"""Recipes that turn the letters and words of a text around."""


def reverse_text(self, text):
    """Reverse a text.

    Also: spell a string backwards; turn the letters around; mirror a word
    Tags: text, rearranging

    >>> reverse_text("hello")
    'olleh'
    >>> reverse_text("ab c")
    'c ba'
    >>> reverse_text("")
    ''
    """
    return text[::-1]


def reverse_words(self, text):
    """Reverse the order of the words in a text.

    Also: sentence with the last word first; turn the word order around
    Tags: text, rearranging

    >>> reverse_words("one two three")
    'three two one'
    >>> reverse_words("hello")
    'hello'
    >>> reverse_words("")
    ''
    """
    return " ".join(reversed(text.split()))


def reverse_each_word(self, text):
    """Reverse each word of a text but keep the word order.

    Also: spell every word backwards in place; flip the letters of all words
    Tags: text, rearranging

    >>> reverse_each_word("hello world")
    'olleh dlrow'
    >>> reverse_each_word("abc")
    'cba'
    >>> reverse_each_word("")
    ''
    """
    return " ".join(word[::-1] for word in text.split())


def reverse_lines(self, text):
    r"""Reverse the order of the lines in a text.

    Also: last line first; turn a text upside down line by line
    Tags: text, rearranging

    >>> reverse_lines("one\ntwo\nthree")
    'three\ntwo\none'
    >>> reverse_lines("one")
    'one'
    >>> reverse_lines("")
    ''
    """
    return "\n".join(reversed(text.splitlines()))


def sort_lines(self, text):
    r"""Sort the lines of a text alphabetically.

    Also: put the rows in alphabetical order; order lines from a to z
    Tags: text, rearranging

    >>> sort_lines("pear\napple\nfig")
    'apple\nfig\npear'
    >>> sort_lines("one")
    'one'
    >>> sort_lines("")
    ''
    """
    return "\n".join(sorted(text.splitlines()))


def sort_letters(self, text):
    """Sort the letters of a text alphabetically.

    Also: put the characters of a word in order; alphabetize the letters
    Tags: text, rearranging

    >>> sort_letters("banana")
    'aaabnn'
    >>> sort_letters("cab")
    'abc'
    >>> sort_letters("")
    ''
    """
    return "".join(sorted(text))


def swap_first_and_last_letter(self, word):
    """Swap the first and the last letter of a word.

    Also: exchange the outer characters of a string; trade the ends of a word
    Tags: text, rearranging

    >>> swap_first_and_last_letter("hello")
    'oellh'
    >>> swap_first_and_last_letter("ab")
    'ba'
    >>> swap_first_and_last_letter("a")
    'a'
    """
    if len(word) < 2:
        return word
    return word[-1] + word[1:-1] + word[0]


def swap_first_and_last_word(self, text):
    """Swap the first and the last word of a text.

    Also: exchange the outer words of a sentence; trade the words at both ends
    Tags: text, rearranging

    >>> swap_first_and_last_word("one two three")
    'three two one'
    >>> swap_first_and_last_word("left mid dle right")
    'right mid dle left'
    >>> swap_first_and_last_word("one")
    'one'
    """
    words = text.split()
    if len(words) > 1:
        words[0], words[-1] = words[-1], words[0]
    return " ".join(words)


def rotate_text(self, text, steps):
    """Rotate a text to the left by a number of characters.

    Also: move the first letters to the end; cyclic shift of a string
    Tags: text, rearranging

    >>> rotate_text("abcdef", 2)
    'cdefab'
    >>> rotate_text("abc", 4)
    'bca'
    >>> rotate_text("", 3)
    ''
    """
    if not text:
        return ""
    steps = steps % len(text)
    return text[steps:] + text[:steps]


def every_second_letter(self, text):
    """Take every second letter of a text, starting with the first.

    Also: skip every other character; letters at even positions
    Tags: text, rearranging

    >>> every_second_letter("abcdef")
    'ace'
    >>> every_second_letter("hello")
    'hlo'
    >>> every_second_letter("")
    ''
    """
    return text[::2]


def every_nth_letter(self, text, n):
    """Take every n-th letter of a text.

    Also: pick each third character; sample a string at regular steps
    Tags: text, rearranging

    >>> every_nth_letter("abcdefghi", 3)
    'cfi'
    >>> every_nth_letter("abcd", 2)
    'bd'
    >>> every_nth_letter("ab", 5)
    ''
    """
    return text[n - 1 :: n]


def double_letters(self, text):
    """Repeat each letter of a text twice.

    Also: double every character; write all letters two times
    Tags: text, rearranging

    >>> double_letters("abc")
    'aabbcc'
    >>> double_letters("hi!")
    'hhii!!'
    >>> double_letters("")
    ''
    """
    return "".join(character * 2 for character in text)


def interleave_texts(self, first, second):
    """Mix two texts letter by letter.

    Also: alternate the characters of two strings; merge two words like a zipper
    Tags: text, rearranging

    >>> interleave_texts("abc", "123")
    'a1b2c3'
    >>> interleave_texts("ab", "1234")
    'a1b234'
    >>> interleave_texts("", "xy")
    'xy'
    """
    shorter = min(len(first), len(second))
    mixed = "".join(a + b for a, b in zip(first, second))
    return mixed + first[shorter:] + second[shorter:]


def swap_letter_pairs(self, text):
    """Swap each pair of neighbouring letters in a text.

    Also: exchange adjacent characters two by two; switch every two letters
    Tags: text, rearranging

    >>> swap_letter_pairs("abcd")
    'badc'
    >>> swap_letter_pairs("abc")
    'bac'
    >>> swap_letter_pairs("")
    ''
    """
    return "".join(text[i : i + 2][::-1] for i in range(0, len(text), 2))


def mirror_text(self, text):
    """Append the reverse of a text to itself.

    Also: make a palindrome out of a word; text followed by its mirror image
    Tags: text, rearranging

    >>> mirror_text("abc")
    'abccba'
    >>> mirror_text("x")
    'xx'
    >>> mirror_text("")
    ''
    """
    return text + text[::-1]


def repeat_text(self, text, times):
    """Repeat a text a number of times.

    Also: write the same string several times; multiply a word
    Tags: text, rearranging

    >>> repeat_text("ab", 3)
    'ababab'
    >>> repeat_text("hi", 1)
    'hi'
    >>> repeat_text("hi", 0)
    ''
    """
    return text * times


def repeat_words(self, text, times):
    """Repeat a text a number of times, separated by spaces.

    Also: say a word several times; echo a phrase with blanks between
    Tags: text, rearranging

    >>> repeat_words("ha", 3)
    'ha ha ha'
    >>> repeat_words("yes", 1)
    'yes'
    >>> repeat_words("yes", 0)
    ''
    """
    return " ".join([text] * times)


def staircase_text(self, text):
    """List the growing beginnings of a text.

    Also: all prefixes of a word; letters added one after the other
    Tags: text, rearranging

    >>> staircase_text("cat")
    ['c', 'ca', 'cat']
    >>> staircase_text("a")
    ['a']
    >>> staircase_text("")
    []
    """
    return [text[: end + 1] for end in range(len(text))]


def all_substrings(self, text):
    """List all substrings of a text.

    Also: every contiguous part of a string; all slices of a word
    Tags: text, rearranging

    >>> all_substrings("abc")
    ['a', 'ab', 'abc', 'b', 'bc', 'c']
    >>> all_substrings("x")
    ['x']
    >>> all_substrings("")
    []
    """
    size = len(text)
    return [text[i:j] for i in range(size) for j in range(i + 1, size + 1)]


def letter_permutations(self, word):
    """List all arrangements of the letters of a word in alphabetical order.

    Also: permutations of a string; every way to order the letters; all anagrams of a word
    Tags: text, rearranging

    >>> letter_permutations("abc")
    ['abc', 'acb', 'bac', 'bca', 'cab', 'cba']
    >>> letter_permutations("aa")
    ['aa']
    >>> letter_permutations("")
    ['']
    """
    return sorted({"".join(order) for order in itertools.permutations(word)})


def letter_pairs(self, text):
    """List the pairs of neighbouring letters of a text.

    Also: bigrams of a word; all two-letter parts; character n-grams of size two
    Tags: text, rearranging

    >>> letter_pairs("abcd")
    ['ab', 'bc', 'cd']
    >>> letter_pairs("hi")
    ['hi']
    >>> letter_pairs("a")
    []
    """
    return [text[i : i + 2] for i in range(len(text) - 1)]


def word_pairs(self, text):
    """List the pairs of neighbouring words of a text.

    Also: word bigrams; all two-word sequences of a sentence
    Tags: text, rearranging

    >>> word_pairs("i like green tea")
    ['i like', 'like green', 'green tea']
    >>> word_pairs("hello")
    []
    >>> word_pairs("")
    []
    """
    words = text.split()
    return [f"{first} {second}" for first, second in zip(words, words[1:])]
