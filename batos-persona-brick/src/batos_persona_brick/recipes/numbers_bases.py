"""Recipes for binary, hexadecimal, roman and spelled-out numbers."""


def to_binary(self, number):
    """Convert a number to binary.

    Also: decimal to binary text; write an integer with zeros and ones; base 2
    Tags: numbers, bases

    >>> to_binary(10)
    '1010'
    >>> to_binary(0)
    '0'
    >>> to_binary(255)
    '11111111'
    """
    return f"{number:b}"


def from_binary(self, text):
    """Convert a binary text to a number.

    Also: binary to decimal; read zeros and ones as an integer
    Tags: numbers, bases

    >>> from_binary("1010")
    10
    >>> from_binary("0")
    0
    >>> from_binary("11111111")
    255
    """
    return int(text, 2)


def to_hexadecimal(self, number):
    """Convert a number to hexadecimal.

    Also: decimal to hex text; base 16; write an integer with digits and a to f
    Tags: numbers, bases

    >>> to_hexadecimal(255)
    'ff'
    >>> to_hexadecimal(16)
    '10'
    >>> to_hexadecimal(0)
    '0'
    """
    return f"{number:x}"


def from_hexadecimal(self, text):
    """Convert a hexadecimal text to a number.

    Also: hex to decimal; read base 16 digits as an integer
    Tags: numbers, bases

    >>> from_hexadecimal("ff")
    255
    >>> from_hexadecimal("0x10")
    16
    >>> from_hexadecimal("0")
    0
    """
    return int(text, 16)


def to_octal(self, number):
    """Convert a number to octal.

    Also: decimal to octal text; base 8
    Tags: numbers, bases

    >>> to_octal(8)
    '10'
    >>> to_octal(64)
    '100'
    >>> to_octal(0)
    '0'
    """
    return f"{number:o}"


def to_base(self, number, base):
    """Convert a number to a base from 2 to 36.

    Also: write an integer in another number system; change of base
    Tags: numbers, bases

    >>> to_base(10, 2)
    '1010'
    >>> to_base(35, 36)
    'z'
    >>> to_base(0, 5)
    '0'
    """
    digits = string.digits + string.ascii_lowercase
    result = ""
    while number > 0:
        number, place = divmod(number, base)
        result = digits[place] + result
    return result or "0"


def from_base(self, text, base):
    """Convert a text in a base from 2 to 36 to a number.

    Also: read an integer of another number system; base n to decimal
    Tags: numbers, bases

    >>> from_base("1010", 2)
    10
    >>> from_base("zz", 36)
    1295
    >>> from_base("21", 3)
    7
    """
    return int(text, base)


def binary_to_hexadecimal(self, text):
    """Convert a binary text to hexadecimal.

    Also: zeros and ones to hex; base 2 to base 16
    Tags: numbers, bases

    >>> binary_to_hexadecimal("11111111")
    'ff'
    >>> binary_to_hexadecimal("1010")
    'a'
    >>> binary_to_hexadecimal("0")
    '0'
    """
    return f"{int(text, 2):x}"


def add_binary(self, first, second):
    """Add two binary numbers given as texts.

    Also: sum of two binary strings; binary addition
    Tags: numbers, bases

    >>> add_binary("101", "11")
    '1000'
    >>> add_binary("0", "0")
    '0'
    >>> add_binary("1", "1")
    '10'
    """
    return f"{int(first, 2) + int(second, 2):b}"


def count_ones(self, number):
    """Count the ones in the binary form of a number.

    Also: number of set bits; population count; hamming weight
    Tags: numbers, bases

    >>> count_ones(7)
    3
    >>> count_ones(8)
    1
    >>> count_ones(0)
    0
    """
    return f"{number:b}".count("1")


def bit_length(self, number):
    """Count the binary digits of a number.

    Also: how many bits does a number need; length of the binary form
    Tags: numbers, bases

    >>> bit_length(8)
    4
    >>> bit_length(255)
    8
    >>> bit_length(0)
    0
    """
    return number.bit_length()


def to_roman(self, number):
    """Convert a number to a Roman numeral.

    Also: arabic to roman; write 4 as IV; integer in roman letters
    Tags: numbers, bases

    >>> to_roman(1994)
    'MCMXCIV'
    >>> to_roman(4)
    'IV'
    >>> to_roman(3)
    'III'
    """
    values = [1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1]
    letters = ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"]
    result = ""
    for value, letter in zip(values, letters):
        while number >= value:
            result += letter
            number -= value
    return result


def from_roman(self, text):
    """Convert a Roman numeral to a number.

    Also: roman to arabic; read IV as 4; value of roman letters
    Tags: numbers, bases

    >>> from_roman("MCMXCIV")
    1994
    >>> from_roman("IV")
    4
    >>> from_roman("iii")
    3
    """
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    numbers = [values[letter] for letter in text.upper()]
    total = 0
    for number, following in zip(numbers, [*numbers[1:], 0]):
        total += -number if number < following else number
    return total


def number_to_words(self, number):
    """Write a number from 0 to 999 in words.

    Also: spell out a number in English; 42 becomes forty-two; number as text
    Tags: numbers, bases

    >>> number_to_words(42)
    'forty-two'
    >>> number_to_words(0)
    'zero'
    >>> number_to_words(305)
    'three hundred five'
    >>> number_to_words(13)
    'thirteen'
    >>> number_to_words(990)
    'nine hundred ninety'
    """
    small = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen"
    ).split()
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    if number == 0:
        return "zero"
    words = [small[number // 100] + " hundred"] if number >= 100 else []
    rest = number % 100
    if rest >= 20:
        unit = f"-{small[rest % 10]}" if rest % 10 else ""
        words.append(tens[rest // 10 - 2] + unit)
    elif rest > 0:
        words.append(small[rest])
    return " ".join(words)


def digit_to_word(self, digit):
    """Write a digit as a word.

    Also: name of a digit; 7 becomes seven
    Tags: numbers, bases

    >>> digit_to_word(7)
    'seven'
    >>> digit_to_word(0)
    'zero'
    >>> digit_to_word(9)
    'nine'
    """
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    return words[digit]


def spell_digits(self, number):
    """Write the digits of a number as words.

    Also: read a number digit by digit; 42 becomes four two
    Tags: numbers, bases

    >>> spell_digits(42)
    'four two'
    >>> spell_digits(0)
    'zero'
    >>> spell_digits(907)
    'nine zero seven'
    """
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    return " ".join(words[int(digit)] for digit in str(number))


def word_to_number(self, word):
    """Convert a number word from zero to ten to a number.

    Also: three becomes 3; read a written number
    Tags: numbers, bases

    >>> word_to_number("three")
    3
    >>> word_to_number("Ten")
    10
    >>> word_to_number("zero")
    0
    """
    words = "zero one two three four five six seven eight nine ten".split()
    return words.index(word.lower())


def ordinal(self, number):
    """Write a number with its ordinal suffix.

    Also: 1st, 2nd, 3rd, 4th; add st, nd, rd or th to a number; position in a ranking
    Tags: numbers, bases

    >>> ordinal(1)
    '1st'
    >>> ordinal(22)
    '22nd'
    >>> ordinal(13)
    '13th'
    >>> ordinal(103)
    '103rd'
    """
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
