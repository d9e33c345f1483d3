"""Recipes that check whether a text is a valid address, number or name."""


def is_valid_email(self, email):
    """Check whether a text is a valid email address.

    Also: validate an e-mail; does it look like a mail address; email check
    Tags: text, validation

    >>> is_valid_email("anna@example.com")
    True
    >>> is_valid_email("anna@example")
    False
    >>> is_valid_email("no at sign.com")
    False
    """
    return re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", email) is not None


def is_valid_url(self, text):
    """Check whether a text is a web address.

    Also: validate a url; is this a link; does it start with http
    Tags: text, validation

    >>> is_valid_url("https://example.com/page")
    True
    >>> is_valid_url("example")
    False
    >>> is_valid_url("http://a b.com")
    False
    """
    return re.fullmatch(r"https?://[\w-]+(\.[\w-]+)+(:\d+)?(/\S*)?", text) is not None


def is_valid_phone(self, phone):
    """Check whether a text is a phone number with ten digits.

    Also: validate a telephone number; does it look like a phone number such as 555-123-4567
    Tags: text, validation

    >>> is_valid_phone("555-123-4567")
    True
    >>> is_valid_phone("(555) 123 4567")
    True
    >>> is_valid_phone("12345")
    False
    """
    return re.fullmatch(r"\(?\d{3}\)?[ -]?\d{3}[ -]?\d{4}", phone) is not None


def is_valid_credit_card(self, number):
    """Check a credit card number with the Luhn algorithm.

    Also: validate a card number; luhn checksum test; is the card number correct
    Tags: text, validation

    >>> is_valid_credit_card("4111 1111 1111 1111")
    True
    >>> is_valid_credit_card("4111111111111112")
    False
    >>> is_valid_credit_card("79927398713")
    True
    """
    digits = [int(character) for character in number if character.isdigit()]
    total = sum(digits[-1::-2])
    for digit in digits[-2::-2]:
        total += sum(divmod(digit * 2, 10))
    return total % 10 == 0


def is_valid_isbn10(self, isbn):
    """Check whether a text is a valid ISBN-10.

    Also: validate a ten-digit book number; isbn check digit
    Tags: text, validation

    >>> is_valid_isbn10("0-306-40615-2")
    True
    >>> is_valid_isbn10("080442957X")
    True
    >>> is_valid_isbn10("0306406153")
    False
    """
    isbn = isbn.replace("-", "").upper()
    if not re.fullmatch(r"\d{9}[\dX]", isbn):
        return False
    values = [10 if character == "X" else int(character) for character in isbn]
    return sum(weight * value for weight, value in zip(range(10, 0, -1), values)) % 11 == 0


def is_valid_isbn13(self, isbn):
    """Check whether a text is a valid ISBN-13.

    Also: validate a thirteen-digit book number; EAN barcode check digit
    Tags: text, validation

    >>> is_valid_isbn13("978-0-306-40615-7")
    True
    >>> is_valid_isbn13("9780306406158")
    False
    >>> is_valid_isbn13("123")
    False
    """
    digits = [int(character) for character in isbn if character.isdigit()]
    if len(digits) != 13:
        return False
    return (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10 == 0


def is_strong_password(self, password):
    """Check whether a password is strong: 8 characters, upper, lower and digit.

    Also: validate a password; is the password safe; password rules check
    Tags: text, validation

    >>> is_strong_password("Secret123")
    True
    >>> is_strong_password("secret123")
    False
    >>> is_strong_password("Ab1")
    False
    """
    return (
        len(password) >= 8
        and any(character.isupper() for character in password)
        and any(character.islower() for character in password)
        and any(character.isdigit() for character in password)
    )


def password_problems(self, password):
    """List what is missing in a password.

    Also: why is a password weak; explain the password rules that are broken
    Tags: text, validation

    >>> password_problems("abc")
    ['too short', 'no uppercase letter', 'no digit']
    >>> password_problems("LONGENOUGH1")
    ['no lowercase letter']
    >>> password_problems("Secret123")
    []
    """
    problems = []
    if len(password) < 8:
        problems.append("too short")
    if not re.search(r"[A-Z]", password):
        problems.append("no uppercase letter")
    if not re.search(r"[a-z]", password):
        problems.append("no lowercase letter")
    if not re.search(r"\d", password):
        problems.append("no digit")
    return problems


def password_strength(self, password):
    """Rate a password as weak, medium or strong.

    Also: how strong is my password; password quality label
    Tags: text, validation

    >>> password_strength("abc")
    'weak'
    >>> password_strength("abcdefg1")
    'medium'
    >>> password_strength("Abcdef1!")
    'strong'
    """
    rules = [r".{8}", r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]"]
    points = sum(1 for rule in rules if re.search(rule, password))
    if points == 5:
        return "strong"
    return "medium" if points >= 3 else "weak"


def is_valid_username(self, name):
    """Check whether a user name has 3 to 16 letters, digits or underscores.

    Also: validate a login name; allowed user name; username rules
    Tags: text, validation

    >>> is_valid_username("anna_99")
    True
    >>> is_valid_username("ab")
    False
    >>> is_valid_username("bad name")
    False
    """
    return re.fullmatch(r"[A-Za-z0-9_]{3,16}", name) is not None


def is_valid_ip(self, address):
    """Check whether a text is a valid IPv4 address.

    Also: validate an ip address; four numbers from 0 to 255 with dots
    Tags: text, validation

    >>> is_valid_ip("192.168.0.1")
    True
    >>> is_valid_ip("256.1.1.1")
    False
    >>> is_valid_ip("1.2.3")
    False
    """
    parts = address.split(".")
    return len(parts) == 4 and all(part.isdigit() and int(part) <= 255 for part in parts)


def is_hex_color(self, text):
    """Check whether a text is a hex colour such as #ff8800.

    Also: validate a css color code; hash sign and six hexadecimal digits
    Tags: text, validation

    >>> is_hex_color("#ff8800")
    True
    >>> is_hex_color("#FFF")
    True
    >>> is_hex_color("ff8800")
    False
    """
    return re.fullmatch(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", text) is not None


def is_zip_code(self, text):
    """Check whether a text is a US zip code.

    Also: validate a postal code; five digits, or five and four
    Tags: text, validation

    >>> is_zip_code("90210")
    True
    >>> is_zip_code("90210-1234")
    True
    >>> is_zip_code("9021")
    False
    """
    return re.fullmatch(r"\d{5}(-\d{4})?", text) is not None


def is_clock_time(self, text):
    """Check whether a text is a time of day such as 23:59.

    Also: validate hours and minutes; is it a valid hh:mm
    Tags: text, validation

    >>> is_clock_time("23:59")
    True
    >>> is_clock_time("24:00")
    False
    >>> is_clock_time("7:5")
    False
    """
    return re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text) is not None


def is_binary_text(self, text):
    """Check whether a text has only zeros and ones.

    Also: is it a binary number; only 0 and 1 in a string
    Tags: text, validation

    >>> is_binary_text("10110")
    True
    >>> is_binary_text("1021")
    False
    >>> is_binary_text("")
    False
    """
    return re.fullmatch(r"[01]+", text) is not None


def is_hexadecimal(self, text):
    """Check whether a text is a hexadecimal number.

    Also: only hex digits 0-9 and a-f; validate a hex string
    Tags: text, validation

    >>> is_hexadecimal("1aF")
    True
    >>> is_hexadecimal("xyz")
    False
    >>> is_hexadecimal("")
    False
    """
    return re.fullmatch(r"[0-9a-fA-F]+", text) is not None


def is_uuid(self, text):
    """Check whether a text is a UUID.

    Also: validate a unique identifier; 8-4-4-4-12 hexadecimal digits
    Tags: text, validation

    >>> is_uuid("123e4567-e89b-12d3-a456-426614174000")
    True
    >>> is_uuid("123e4567")
    False
    >>> is_uuid("")
    False
    """
    pattern = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    return re.fullmatch(pattern, text.lower()) is not None


def is_variable_name(self, text):
    """Check whether a text can be a variable name.

    Also: valid identifier; letters, digits and underscores, not starting with a digit
    Tags: text, validation

    >>> is_variable_name("my_value1")
    True
    >>> is_variable_name("1st")
    False
    >>> is_variable_name("a b")
    False
    """
    return text.isidentifier()


def is_valid_json(self, text):
    """Check whether a text is valid JSON.

    Also: can the string be parsed as json; json syntax check
    Tags: text, validation

    >>> is_valid_json('{"a": 1}')
    True
    >>> is_valid_json("{a: 1}")
    False
    >>> is_valid_json("")
    False
    """
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def is_valid_iban(self, iban):
    """Check whether a text is a valid IBAN.

    Also: validate a bank account number; iban checksum modulo 97
    Tags: text, validation

    >>> is_valid_iban("GB82 WEST 1234 5698 7654 32")
    True
    >>> is_valid_iban("GB82 WEST 1234 5698 7654 33")
    False
    >>> is_valid_iban("nope!")
    False
    """
    iban = iban.replace(" ", "").upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", iban):
        return False
    digits = "".join(str(int(character, 36)) for character in iban[4:] + iban[:4])
    return int(digits) % 97 == 1


def balanced_brackets(self, text):
    """Check whether the brackets of a text are balanced.

    Also: do all parentheses match; every opened bracket is closed; valid nesting of ([{}])
    Tags: text, validation

    >>> balanced_brackets("(a[b]{c})")
    True
    >>> balanced_brackets("(]")
    False
    >>> balanced_brackets("((")
    False
    >>> balanced_brackets("")
    True
    """
    pairs = {")": "(", "]": "[", "}": "{"}
    opened = []
    for character in text:
        if character in "([{":
            opened.append(character)
        elif character in pairs:
            if not opened or opened.pop() != pairs[character]:
                return False
    return not opened
