"""Recipes about the words of a text."""


def longest_word(self, text):
    """Find the longest word in a text.

    Also: word with the most letters; biggest word of a sentence; which word is the longest
    Tags: text, words

    >>> longest_word("the quick brown elephant")
    'elephant'
    >>> longest_word("one two")
    'one'
    >>> longest_word("")
    ''
    """
    return max(text.split(), key=len, default="")


def shortest_word(self, text):
    """Find the shortest word in a text.

    Also: word with the fewest letters; smallest word of a sentence
    Tags: text, words

    >>> shortest_word("the quick brown ox")
    'ox'
    >>> shortest_word("one two")
    'one'
    >>> shortest_word("")
    ''
    """
    return min(text.split(), key=len, default="")


def longest_word_length(self, text):
    """Find the length of the longest word in a text.

    Also: how many letters has the longest word; maximum word length
    Tags: text, words

    >>> longest_word_length("the quick brown elephant")
    8
    >>> longest_word_length("hi you")
    3
    >>> longest_word_length("")
    0
    """
    return max((len(word) for word in text.split()), default=0)


def most_common_word(self, text):
    """Find the most common word in a text, ignoring case.

    Also: most frequent word; which word is used most often; top word of a text
    Tags: text, words

    >>> most_common_word("the cat and the hat")
    'the'
    >>> most_common_word("Yes no yes")
    'yes'
    >>> most_common_word("")
    ''
    """
    words = re.findall(r"[\w']+", text.lower())
    if not words:
        return ""
    return max(words, key=words.count)


def most_common_letter(self, text):
    """Find the most common letter in a text, ignoring case.

    Also: most frequent letter; which character occurs most often
    Tags: text, words

    >>> most_common_letter("banana")
    'a'
    >>> most_common_letter("Hello World")
    'l'
    >>> most_common_letter("")
    ''
    """
    letters = [letter for letter in text.lower() if letter.isalpha()]
    if not letters:
        return ""
    return max(letters, key=letters.count)


def top_words(self, text, count):
    """List the most common words of a text, most frequent first.

    Also: top n words; words ranked by frequency; the few most used words
    Tags: text, words

    >>> top_words("a b a c b a", 2)
    ['a', 'b']
    >>> top_words("Yes no yes", 1)
    ['yes']
    >>> top_words("", 3)
    []
    """
    return [word for word, times in Counter(text.lower().split()).most_common(count)]


def unique_words(self, text):
    """List the different words of a text in order of first appearance.

    Also: distinct words without repeats; remove duplicate words from a list of words
    Tags: text, words

    >>> unique_words("the cat the dog")
    ['the', 'cat', 'dog']
    >>> unique_words("a a a")
    ['a']
    >>> unique_words("")
    []
    """
    return list(dict.fromkeys(text.split()))


def sorted_unique_words(self, text):
    """List the different words of a text in alphabetical order, lowercase.

    Also: vocabulary of a text; sorted set of words; index of the words used
    Tags: text, words

    >>> sorted_unique_words("The cat and the dog")
    ['and', 'cat', 'dog', 'the']
    >>> sorted_unique_words("b a b")
    ['a', 'b']
    >>> sorted_unique_words("")
    []
    """
    return sorted(set(text.lower().split()))


def repeated_words(self, text):
    """List the words that appear more than once in a text.

    Also: duplicate words; which words are repeated; words used several times
    Tags: text, words

    >>> repeated_words("the cat and the hat and me")
    ['the', 'and']
    >>> repeated_words("one two three")
    []
    >>> repeated_words("")
    []
    """
    words = text.lower().split()
    return [word for word in dict.fromkeys(words) if words.count(word) > 1]


def word_lengths(self, text):
    """List the length of each word in a text.

    Also: number of letters of every word; sizes of the words as a list
    Tags: text, words

    >>> word_lengths("the quick fox")
    [3, 5, 3]
    >>> word_lengths("hi")
    [2]
    >>> word_lengths("")
    []
    """
    return [len(word) for word in text.split()]


def word_length_table(self, text):
    """Map each word of a text to its length.

    Also: dictionary of words and their number of letters; word to length mapping
    Tags: text, words

    >>> word_length_table("one three")
    {'one': 3, 'three': 5}
    >>> word_length_table("a a")
    {'a': 1}
    >>> word_length_table("")
    {}
    """
    return {word: len(word) for word in text.split()}


def first_word(self, text):
    """Find the first word of a text.

    Also: word at the start of a sentence; get the leading word
    Tags: text, words

    >>> first_word("hello big world")
    'hello'
    >>> first_word("one")
    'one'
    >>> first_word("")
    ''
    """
    words = text.split()
    return words[0] if words else ""


def last_word(self, text):
    """Find the last word of a text.

    Also: word at the end of a sentence; get the final word
    Tags: text, words

    >>> last_word("hello big world")
    'world'
    >>> last_word("one")
    'one'
    >>> last_word("")
    ''
    """
    words = text.split()
    return words[-1] if words else ""


def nth_word(self, text, n):
    """Get the n-th word of a text, counting from 1.

    Also: word at a position; pick the second or third word of a sentence
    Tags: text, words

    >>> nth_word("red green blue", 2)
    'green'
    >>> nth_word("red green blue", 1)
    'red'
    >>> nth_word("red", 5)
    ''
    """
    words = text.split()
    return words[n - 1] if 1 <= n <= len(words) else ""


def words_longer_than(self, text, length):
    """List the words that are longer than a given length.

    Also: words with more than n letters; keep only long words
    Tags: text, words

    >>> words_longer_than("the quick brown fox", 3)
    ['quick', 'brown']
    >>> words_longer_than("a b", 1)
    []
    >>> words_longer_than("", 2)
    []
    """
    return [word for word in text.split() if len(word) > length]


def words_starting_with(self, text, letter):
    """List the words that start with a letter, ignoring case.

    Also: words beginning with a given letter; find all words that begin with s
    Tags: text, words

    >>> words_starting_with("Big dogs bark", "b")
    ['Big', 'bark']
    >>> words_starting_with("red green", "x")
    []
    >>> words_starting_with("", "a")
    []
    """
    return [word for word in text.split() if word.lower().startswith(letter.lower())]


def words_ending_with(self, text, ending):
    """List the words that end with a given ending.

    Also: words finishing in -ing; find all words with a suffix
    Tags: text, words

    >>> words_ending_with("singing and dancing", "ing")
    ['singing', 'dancing']
    >>> words_ending_with("cats dog", "s")
    ['cats']
    >>> words_ending_with("", "s")
    []
    """
    return [word for word in text.split() if word.endswith(ending)]


def words_containing(self, text, part):
    """List the words that contain a part, ignoring case.

    Also: words with a given letter in them; filter words that include a string
    Tags: text, words

    >>> words_containing("Apple grape plum", "ap")
    ['Apple', 'grape']
    >>> words_containing("red blue", "z")
    []
    >>> words_containing("", "a")
    []
    """
    return [word for word in text.split() if part.lower() in word.lower()]


def palindrome_words(self, text):
    """List the words of a text that are palindromes.

    Also: words that read the same backwards; find mirror words in a sentence
    Tags: text, words

    >>> palindrome_words("Anna saw a level road")
    ['Anna', 'a', 'level']
    >>> palindrome_words("no luck")
    []
    >>> palindrome_words("")
    []
    """
    return [word for word in text.split() if word.lower() == word.lower()[::-1]]


def sort_words(self, text):
    """Sort the words of a text alphabetically, ignoring case.

    Also: put the words of a sentence in alphabetical order; arrange words from a to z
    Tags: text, words

    >>> sort_words("pear Apple fig")
    'Apple fig pear'
    >>> sort_words("b a")
    'a b'
    >>> sort_words("")
    ''
    """
    return " ".join(sorted(text.split(), key=str.lower))


def sort_words_by_length(self, text):
    """Sort the words of a text by length, shortest first.

    Also: order words from short to long; arrange a sentence by word size
    Tags: text, words

    >>> sort_words_by_length("three a four")
    'a four three'
    >>> sort_words_by_length("bb aa c")
    'c bb aa'
    >>> sort_words_by_length("")
    ''
    """
    return " ".join(sorted(text.split(), key=len))
