"""Recipes that encode, decode and encrypt texts."""


def caesar_encrypt(self, text, shift):
    """Encrypt a text with the Caesar cipher.

    Also: shift the letters by a number; rotate each letter in the alphabet; caesar code
    Tags: text, ciphers

    >>> caesar_encrypt("abc xyz", 3)
    'def abc'
    >>> caesar_encrypt("Hello, World!", 5)
    'Mjqqt, Btwqi!'
    >>> caesar_encrypt("", 4)
    ''
    """
    result = ""
    for letter in text:
        if letter.isascii() and letter.isalpha():
            base = ord("A") if letter.isupper() else ord("a")
            letter = chr((ord(letter) - base + shift) % 26 + base)
        result += letter
    return result


def caesar_decrypt(self, text, shift):
    """Decrypt a text that was encrypted with the Caesar cipher.

    Also: undo a caesar shift; shift the letters back by a number; decode caesar
    Tags: text, ciphers

    >>> caesar_decrypt("def abc", 3)
    'abc xyz'
    >>> caesar_decrypt("Mjqqt!", 5)
    'Hello!'
    >>> caesar_decrypt("", 4)
    ''
    """
    result = ""
    for letter in text:
        if letter.isascii() and letter.isalpha():
            base = ord("A") if letter.isupper() else ord("a")
            letter = chr((ord(letter) - base - shift) % 26 + base)
        result += letter
    return result


def rot13(self, text):
    """Encode a text with ROT13.

    Also: rotate letters by 13 places; rot13 cipher; hide a spoiler
    Tags: text, ciphers

    >>> rot13("Hello")
    'Uryyb'
    >>> rot13("Uryyb")
    'Hello'
    >>> rot13("123")
    '123'
    """
    result = ""
    for letter in text:
        if "a" <= letter <= "z":
            letter = chr((ord(letter) - ord("a") + 13) % 26 + ord("a"))
        elif "A" <= letter <= "Z":
            letter = chr((ord(letter) - ord("A") + 13) % 26 + ord("A"))
        result += letter
    return result


def atbash(self, text):
    """Encode a text with the Atbash cipher: a becomes z, b becomes y.

    Also: mirror the alphabet; reverse alphabet code
    Tags: text, ciphers

    >>> atbash("abc")
    'zyx'
    >>> atbash("Hello")
    'Svool'
    >>> atbash("1 2")
    '1 2'
    """
    result = ""
    for letter in text:
        if "a" <= letter <= "z":
            letter = chr(ord("a") + ord("z") - ord(letter))
        elif "A" <= letter <= "Z":
            letter = chr(ord("A") + ord("Z") - ord(letter))
        result += letter
    return result


def vigenere_encrypt(self, text, key):
    """Encrypt lowercase letters with the Vigenere cipher.

    Also: keyword cipher; shift each letter by the letter of a key
    Tags: text, ciphers

    >>> vigenere_encrypt("attackatdawn", "lemon")
    'lxfopvefrnhr'
    >>> vigenere_encrypt("abc", "a")
    'abc'
    >>> vigenere_encrypt("", "key")
    ''
    """
    result = ""
    for place, letter in enumerate(text):
        shift = ord(key[place % len(key)]) - ord("a")
        result += chr((ord(letter) - ord("a") + shift) % 26 + ord("a"))
    return result


def to_morse(self, text):
    """Translate a text to Morse code.

    Also: encode letters as dots and dashes; write morse
    Tags: text, ciphers

    >>> to_morse("SOS")
    '... --- ...'
    >>> to_morse("Hi 5")
    '.... .. / .....'
    >>> to_morse("")
    ''
    """
    codes = (
        ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- "
        ".-- -..- -.-- --.. ----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----."
    ).split()
    table = dict(zip(string.ascii_lowercase + string.digits, codes))
    table[" "] = "/"
    return " ".join(table[character] for character in text.lower() if character in table)


def from_morse(self, code):
    """Translate Morse code to a text.

    Also: decode dots and dashes; read morse
    Tags: text, ciphers

    >>> from_morse("... --- ...")
    'SOS'
    >>> from_morse(".... .. / .....")
    'HI 5'
    >>> from_morse("")
    ''
    """
    codes = (
        ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- "
        ".-- -..- -.-- --.. ----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----."
    ).split()
    table = dict(zip(codes, string.ascii_uppercase + string.digits))
    table["/"] = " "
    return "".join(table.get(sign, "?") for sign in code.split())


def run_length_encode(self, text):
    """Compress a text by run-length encoding: letter and count.

    Also: aaab becomes a3b1; count consecutive characters; rle
    Tags: text, ciphers

    >>> run_length_encode("aaabbc")
    'a3b2c1'
    >>> run_length_encode("x")
    'x1'
    >>> run_length_encode("")
    ''
    """
    return "".join(f"{letter}{len(list(run))}" for letter, run in itertools.groupby(text))


def run_length_decode(self, text):
    """Expand a run-length encoded text of letters and counts.

    Also: a3b1 becomes aaab; undo run-length coding; decompress rle
    Tags: text, ciphers

    >>> run_length_decode("a3b2c1")
    'aaabbc'
    >>> run_length_decode("x12")
    'xxxxxxxxxxxx'
    >>> run_length_decode("")
    ''
    """
    return "".join(letter * int(count) for letter, count in re.findall(r"(\D)(\d+)", text))


def text_to_binary(self, text):
    """Write a text as binary, eight bits for each character.

    Also: encode letters as zeros and ones; ascii to binary
    Tags: text, ciphers

    >>> text_to_binary("Hi")
    '01001000 01101001'
    >>> text_to_binary("a")
    '01100001'
    >>> text_to_binary("")
    ''
    """
    return " ".join(f"{ord(character):08b}" for character in text)


def binary_to_text(self, bits):
    """Read a text from binary groups of eight bits.

    Also: decode zeros and ones to letters; binary to ascii
    Tags: text, ciphers

    >>> binary_to_text("01001000 01101001")
    'Hi'
    >>> binary_to_text("01100001")
    'a'
    >>> binary_to_text("")
    ''
    """
    return "".join(chr(int(group, 2)) for group in bits.split())


def text_to_hex(self, text):
    """Write a text as hexadecimal bytes.

    Also: encode a string in hex; letters as hex codes
    Tags: text, ciphers

    >>> text_to_hex("Hi")
    '4869'
    >>> text_to_hex("abc")
    '616263'
    >>> text_to_hex("")
    ''
    """
    return "".join(f"{ord(character):02x}" for character in text)


def hex_to_text(self, code):
    """Read a text from hexadecimal bytes.

    Also: decode a hex string to letters; hex codes to characters
    Tags: text, ciphers

    >>> hex_to_text("4869")
    'Hi'
    >>> hex_to_text("616263")
    'abc'
    >>> hex_to_text("")
    ''
    """
    return "".join(chr(int(code[i : i + 2], 16)) for i in range(0, len(code), 2))


def character_codes(self, text):
    """List the character codes of a text.

    Also: ascii values of the letters; unicode numbers of a string
    Tags: text, ciphers

    >>> character_codes("AZ")
    [65, 90]
    >>> character_codes("a b")
    [97, 32, 98]
    >>> character_codes("")
    []
    """
    return [ord(character) for character in text]


def codes_to_text(self, codes):
    """Build a text from a list of character codes.

    Also: ascii values to letters; numbers to characters
    Tags: text, ciphers

    >>> codes_to_text([72, 105])
    'Hi'
    >>> codes_to_text([97])
    'a'
    >>> codes_to_text([])
    ''
    """
    return "".join(chr(code) for code in codes)


def letters_to_numbers(self, text):
    """Replace each letter by its number in the alphabet.

    Also: a1z26 code; write a word as alphabet positions
    Tags: text, ciphers

    >>> letters_to_numbers("abc")
    '1 2 3'
    >>> letters_to_numbers("Zoo!")
    '26 15 15'
    >>> letters_to_numbers("")
    ''
    """
    return " ".join(str(ord(letter) - 96) for letter in text.lower() if "a" <= letter <= "z")


def numbers_to_letters(self, text):
    """Replace alphabet numbers by their letters.

    Also: decode a1z26; 1 2 3 becomes abc; alphabet positions to a word
    Tags: text, ciphers

    >>> numbers_to_letters("8 9")
    'hi'
    >>> numbers_to_letters("26 15 15")
    'zoo'
    >>> numbers_to_letters("")
    ''
    """
    return "".join(chr(int(number) + 96) for number in text.split())
