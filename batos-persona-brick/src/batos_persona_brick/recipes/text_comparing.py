"""Recipes that compare texts."""


def hamming_distance(self, first, second):
    """Count the places where two texts of equal length differ.

    Also: hamming distance; number of different characters at the same positions
    Tags: text, comparing

    >>> hamming_distance("karolin", "kathrin")
    3
    >>> hamming_distance("abc", "abc")
    0
    >>> hamming_distance("", "")
    0
    """
    return sum(1 for a, b in zip(first, second) if a != b)


def levenshtein_distance(self, first, second):
    """Calculate the edit distance of two texts.

    Also: levenshtein distance; how many letters must be changed, added or removed
    Tags: text, comparing

    >>> levenshtein_distance("kitten", "sitting")
    3
    >>> levenshtein_distance("same", "same")
    0
    >>> levenshtein_distance("", "abc")
    3
    """
    previous = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        current = [i]
        for j, b in enumerate(second, 1):
            change = previous[j - 1] + (a != b)
            current.append(min(previous[j] + 1, current[-1] + 1, change))
        previous = current
    return previous[-1]


def common_prefix(self, first, second):
    """Find the common beginning of two texts.

    Also: longest common prefix; how far do two words start alike
    Tags: text, comparing

    >>> common_prefix("interview", "internet")
    'inter'
    >>> common_prefix("abc", "xyz")
    ''
    >>> common_prefix("", "a")
    ''
    """
    prefix = ""
    for a, b in zip(first, second):
        if a != b:
            break
        prefix += a
    return prefix


def common_prefix_of_words(self, words):
    """Find the longest common beginning of several words.

    Also: shared prefix of a list of strings; what do all words start with
    Tags: text, comparing

    >>> common_prefix_of_words(["flower", "flow", "flight"])
    'fl'
    >>> common_prefix_of_words(["dog", "car"])
    ''
    >>> common_prefix_of_words([])
    ''
    """
    if not words:
        return ""
    prefix = words[0]
    for word in words:
        while not word.startswith(prefix):
            prefix = prefix[:-1]
    return prefix


def common_suffix(self, first, second):
    """Find the common ending of two texts.

    Also: longest common suffix; how far do two words end alike
    Tags: text, comparing

    >>> common_suffix("walking", "talking")
    'alking'
    >>> common_suffix("abc", "xyz")
    ''
    >>> common_suffix("", "a")
    ''
    """
    suffix = ""
    for a, b in zip(reversed(first), reversed(second)):
        if a != b:
            break
        suffix = a + suffix
    return suffix


def longest_common_substring(self, first, second):
    """Find the longest part that two texts have in common.

    Also: longest common substring; biggest shared piece of two strings
    Tags: text, comparing

    >>> longest_common_substring("banana bread", "a nana")
    'nana'
    >>> longest_common_substring("abc", "xyz")
    ''
    >>> longest_common_substring("", "abc")
    ''
    """
    longest = ""
    for start in range(len(first)):
        end = start + len(longest) + 1
        while end <= len(first) and first[start:end] in second:
            longest = first[start:end]
            end += 1
    return longest


def longest_common_subsequence(self, first, second):
    """Calculate the length of the longest common subsequence of two texts.

    Also: lcs length; how many letters in the same order do two words share
    Tags: text, comparing

    >>> longest_common_subsequence("abcde", "ace")
    3
    >>> longest_common_subsequence("abc", "xyz")
    0
    >>> longest_common_subsequence("", "a")
    0
    """
    lengths = [0] * (len(second) + 1)
    for a in first:
        diagonal = 0
        for j, b in enumerate(second, 1):
            above = lengths[j]
            lengths[j] = diagonal + 1 if a == b else max(above, lengths[j - 1])
            diagonal = above
    return lengths[-1]


def common_words(self, first, second):
    """List the words that two texts have in common, in alphabetical order.

    Also: shared words of two sentences; which words appear in both texts
    Tags: text, comparing

    >>> common_words("the red cat", "The fat cat")
    ['cat', 'the']
    >>> common_words("a b", "c d")
    []
    >>> common_words("", "a")
    []
    """
    return sorted(set(first.lower().split()) & set(second.lower().split()))


def different_words(self, first, second):
    """List the words that appear in only one of two texts, in alphabetical order.

    Also: words that differ between sentences; uncommon words of two texts
    Tags: text, comparing

    >>> different_words("red cat", "fat cat")
    ['fat', 'red']
    >>> different_words("same", "same")
    []
    >>> different_words("", "a")
    ['a']
    """
    return sorted(set(first.lower().split()) ^ set(second.lower().split()))


def common_letters(self, first, second):
    """Find the letters that two texts have in common, in alphabetical order.

    Also: shared characters of two words; which letters are in both strings
    Tags: text, comparing

    >>> common_letters("hello", "world")
    'lo'
    >>> common_letters("abc", "xyz")
    ''
    >>> common_letters("Tea", "eat")
    'aet'
    """
    shared = set(first.lower()) & set(second.lower())
    return "".join(sorted(letter for letter in shared if letter.isalpha()))


def word_similarity(self, first, second):
    """Calculate the share of words that two texts have in common, from 0 to 1.

    Also: jaccard similarity of sentences; how alike are two texts
    Tags: text, comparing

    >>> word_similarity("a b c", "b c d")
    0.5
    >>> word_similarity("same text", "same text")
    1.0
    >>> word_similarity("a", "b")
    0.0
    """
    left, right = set(first.lower().split()), set(second.lower().split())
    if not left | right:
        return 1.0
    return len(left & right) / len(left | right)


def same_ignoring_case(self, first, second):
    """Check whether two texts are the same, ignoring case and outer spaces.

    Also: case-insensitive comparison; are two strings equal apart from capitals
    Tags: text, comparing

    >>> same_ignoring_case("Hello", "hELLO ")
    True
    >>> same_ignoring_case("a", "b")
    False
    >>> same_ignoring_case("", " ")
    True
    """
    return first.strip().lower() == second.strip().lower()


def first_difference(self, first, second):
    """Find the first position where two texts differ, or -1.

    Also: index of the first different character; where do two strings begin to differ
    Tags: text, comparing

    >>> first_difference("hello", "help!")
    3
    >>> first_difference("abc", "abcd")
    3
    >>> first_difference("same", "same")
    -1
    """
    for place, (a, b) in enumerate(zip(first, second)):
        if a != b:
            return place
    return -1 if len(first) == len(second) else min(len(first), len(second))


def is_rotation(self, first, second):
    """Check whether one text is a rotation of another.

    Also: cyclic shift test; can a word be rotated to get the other
    Tags: text, comparing

    >>> is_rotation("waterbottle", "erbottlewat")
    True
    >>> is_rotation("abc", "acb")
    False
    >>> is_rotation("", "")
    True
    """
    return len(first) == len(second) and second in first + first


def is_subsequence(self, part, text):
    """Check whether the letters of a part appear in a text in the same order.

    Also: subsequence test; fuzzy match of letters in order
    Tags: text, comparing

    >>> is_subsequence("ace", "abcde")
    True
    >>> is_subsequence("aec", "abcde")
    False
    >>> is_subsequence("", "abc")
    True
    """
    place = 0
    for letter in text:
        if place < len(part) and letter == part[place]:
            place += 1
    return place == len(part)


def closest_word(self, word, words):
    """Find the word of a list that shares the most letters with a word.

    Also: best match for a misspelled word; did you mean; nearest word
    Tags: text, comparing

    >>> closest_word("aple", ["pear", "apple", "fig"])
    'apple'
    >>> closest_word("dog", ["cat", "dot"])
    'dot'
    >>> closest_word("x", ["a"])
    'a'
    """
    scores = {}
    for other in words:
        shared = sum((Counter(word) & Counter(other)).values())
        scores[other] = 2 * shared / (len(word) + len(other))
    return max(words, key=lambda other: scores[other])


def longer_text(self, first, second):
    """Find the longer of two texts.

    Also: which string has more characters; compare the lengths of two words
    Tags: text, comparing

    >>> longer_text("tea", "coffee")
    'coffee'
    >>> longer_text("ab", "cd")
    'ab'
    >>> longer_text("", "x")
    'x'
    """
    return first if len(first) >= len(second) else second


def find_extra_letter(self, first, second):
    """Find the letter that a shuffled text has more than another.

    Also: which letter was added; difference of one letter between two words
    Tags: text, comparing

    >>> find_extra_letter("abcd", "abcde")
    'e'
    >>> find_extra_letter("tea", "etaa")
    'a'
    >>> find_extra_letter("", "y")
    'y'
    """
    for letter in second:
        if second.count(letter) > first.count(letter):
            return letter
    return ""
