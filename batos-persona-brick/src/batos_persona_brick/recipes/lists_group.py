"""Recipes that sort the items of a list into groups, runs and counts."""


def group_by_first_letter(self, words):
    """Group words by their first letter.

    Also: index words alphabetically; words under each initial
    Tags: list, dict, groups, text

    >>> group_by_first_letter(["apple", "avocado", "banana"])
    {'a': ['apple', 'avocado'], 'b': ['banana']}
    >>> group_by_first_letter(["x"])
    {'x': ['x']}
    >>> group_by_first_letter([])
    {}
    """
    groups = {}
    for word in words:
        groups.setdefault(word[0], []).append(word)
    return groups


def group_by_length(self, words):
    """Group words by their length.

    Also: words sorted into lists by number of letters; length to words
    Tags: list, dict, groups, text

    >>> group_by_length(["fig", "pear", "kiwi"])
    {3: ['fig'], 4: ['pear', 'kiwi']}
    >>> group_by_length([""])
    {0: ['']}
    >>> group_by_length([])
    {}
    """
    groups = {}
    for word in words:
        groups.setdefault(len(word), []).append(word)
    return groups


def group_even_and_odd(self, numbers):
    """Group numbers into even and odd.

    Also: separate even from odd numbers; group by parity
    Tags: list, dict, groups, numbers

    >>> group_even_and_odd([1, 2, 3, 4])
    {'even': [2, 4], 'odd': [1, 3]}
    >>> group_even_and_odd([5])
    {'even': [], 'odd': [5]}
    >>> group_even_and_odd([])
    {'even': [], 'odd': []}
    """
    even = [number for number in numbers if number % 2 == 0]
    odd = [number for number in numbers if number % 2 == 1]
    return {"even": even, "odd": odd}


def split_at_limit(self, numbers, limit):
    """Split numbers into those below a limit and the others.

    Also: partition around a value; low and high numbers; passed and failed
    Tags: list, groups, numbers

    >>> split_at_limit([1, 8, 3, 9], 5)
    [[1, 3], [8, 9]]
    >>> split_at_limit([5], 5)
    [[], [5]]
    >>> split_at_limit([], 0)
    [[], []]
    """
    below = [number for number in numbers if number < limit]
    others = [number for number in numbers if number >= limit]
    return [below, others]


def group_anagrams(self, words):
    """Group words that are anagrams of each other.

    Also: words with the same letters together; find anagrams in a list
    Tags: list, groups, text

    >>> group_anagrams(["listen", "tea", "silent", "eat"])
    [['listen', 'silent'], ['tea', 'eat']]
    >>> group_anagrams(["a"])
    [['a']]
    >>> group_anagrams([])
    []
    """
    groups = {}
    for word in words:
        groups.setdefault("".join(sorted(word)), []).append(word)
    return list(groups.values())


def count_by_first_letter(self, words):
    """Count how many words start with each letter.

    Also: number of words per initial; tally of first letters
    Tags: list, dict, counting, text

    >>> count_by_first_letter(["apple", "avocado", "banana"])
    {'a': 2, 'b': 1}
    >>> count_by_first_letter(["x"])
    {'x': 1}
    >>> count_by_first_letter([])
    {}
    """
    counts = {}
    for word in words:
        counts[word[0]] = counts.get(word[0], 0) + 1
    return counts


def group_repeats(self, items):
    """Group equal items that stand next to each other.

    Also: consecutive runs; split a list where the value changes
    Tags: list, groups, runs

    >>> group_repeats([1, 1, 2, 1])
    [[1, 1], [2], [1]]
    >>> group_repeats(["a"])
    [['a']]
    >>> group_repeats([])
    []
    """
    runs = []
    for item in items:
        if runs and runs[-1][0] == item:
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def run_lengths(self, items):
    """List each run of equal items with its length.

    Also: run-length encoding of a list; how often each value comes in a row
    Tags: list, runs, counting

    >>> run_lengths(["a", "a", "b"])
    [['a', 2], ['b', 1]]
    >>> run_lengths([0, 1, 0])
    [[0, 1], [1, 1], [0, 1]]
    >>> run_lengths([])
    []
    """
    runs = []
    for item in items:
        if runs and runs[-1][0] == item:
            runs[-1][1] += 1
        else:
            runs.append([item, 1])
    return runs


def longest_run(self, items):
    """Tell the length of the longest run of equal items in a list.

    Also: most times a value comes in a row; longest streak in a list
    Tags: list, runs

    >>> longest_run([1, 1, 2, 2, 2, 1])
    3
    >>> longest_run(["a"])
    1
    >>> longest_run([])
    0
    """
    longest = 0
    length = 0
    for i, item in enumerate(items):
        if i > 0 and item == items[i - 1]:
            length += 1
        else:
            length = 1
        longest = max(longest, length)
    return longest


def consecutive_numbers(self, numbers):
    """Group sorted numbers that follow each other without a gap.

    Also: ranges of consecutive numbers; find stretches like 1, 2, 3
    Tags: list, groups, runs, numbers

    >>> consecutive_numbers([1, 2, 3, 7, 8, 10])
    [[1, 2, 3], [7, 8], [10]]
    >>> consecutive_numbers([5])
    [[5]]
    >>> consecutive_numbers([])
    []
    """
    groups = []
    for number in numbers:
        if groups and groups[-1][-1] == number - 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def longest_rising_run(self, numbers):
    """Tell how many numbers in a row keep rising at most.

    Also: longest increasing stretch; longest winning streak of rising values
    Tags: list, runs, numbers

    >>> longest_rising_run([1, 2, 3, 1, 2])
    3
    >>> longest_rising_run([5, 4])
    1
    >>> longest_rising_run([])
    0
    """
    longest = 0
    length = 0
    for i, number in enumerate(numbers):
        if i > 0 and number > numbers[i - 1]:
            length += 1
        else:
            length = 1
        longest = max(longest, length)
    return longest


def histogram_lines(self, numbers):
    """Draw a histogram of numbers as lines of stars.

    Also: text bar chart; one bar of stars per number
    Tags: list, text, chart

    >>> histogram_lines([3, 1])
    ['***', '*']
    >>> histogram_lines([0])
    ['']
    >>> histogram_lines([])
    []
    """
    return ["*" * number for number in numbers]


def count_in_bins(self, numbers, width):
    """Count how many numbers fall into each bin of a given width.

    Also: histogram of values; how many values per range; age groups
    Tags: list, dict, counting, statistics

    >>> count_in_bins([1, 5, 12, 18, 25], 10)
    {0: 2, 10: 2, 20: 1}
    >>> count_in_bins([7], 5)
    {5: 1}
    >>> count_in_bins([], 10)
    {}
    """
    counts = {}
    for number in sorted(numbers):
        start = number // width * width
        counts[start] = counts.get(start, 0) + 1
    return counts


def number_of_rises(self, numbers):
    """Count how often a number is larger than the one before it.

    Also: how many times the value goes up; count increases in a list
    Tags: list, counting, numbers

    >>> number_of_rises([1, 3, 2, 5])
    2
    >>> number_of_rises([4, 4])
    0
    >>> number_of_rises([])
    0
    """
    return sum(1 for before, after in zip(numbers, numbers[1:]) if after > before)


def local_peaks(self, numbers):
    """List the numbers that are larger than both of their neighbours.

    Also: peaks in a list; local maxima; hill tops
    Tags: list, numbers, search

    >>> local_peaks([1, 5, 2, 8, 3])
    [5, 8]
    >>> local_peaks([1, 2, 3])
    []
    >>> local_peaks([])
    []
    """
    peaks = []
    for i in range(1, len(numbers) - 1):
        if numbers[i - 1] < numbers[i] > numbers[i + 1]:
            peaks.append(numbers[i])
    return peaks
