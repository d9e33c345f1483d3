"""Recipes that check and compare: versions, addresses, codes, brackets."""


def brackets_match(self, text):
    """Check whether all brackets in a text are closed in the right order.

    Also: balanced parentheses; do the brackets match
    Tags: logic, text, check, stack

    >>> brackets_match("(a[b]{c})")
    True
    >>> brackets_match("(]")
    False
    >>> brackets_match("")
    True
    """
    closing = {")": "(", "]": "[", "}": "{"}
    stack = []
    for letter in text:
        if letter in "([{":
            stack.append(letter)
        elif letter in closing:
            if not stack or stack.pop() != closing[letter]:
                return False
    return not stack


def bracket_depth(self, text):
    """Tell how deeply the round brackets in a text are nested.

    Also: maximum nesting of parentheses; depth of brackets
    Tags: logic, text

    >>> bracket_depth("(a(b)c)")
    2
    >>> bracket_depth("()()")
    1
    >>> bracket_depth("abc")
    0
    """
    deepest = 0
    depth = 0
    for letter in text:
        if letter == "(":
            depth += 1
        elif letter == ")":
            depth -= 1
        deepest = max(deepest, depth)
    return deepest


def is_private_ip(self, address):
    """Check whether an IP address is from a home or office network.

    Also: private IPv4 range; local network address
    Tags: logic, text, check, web

    >>> is_private_ip("192.168.0.1")
    True
    >>> is_private_ip("8.8.8.8")
    False
    >>> is_private_ip("172.20.1.1")
    True
    """
    first, second, third, fourth = [int(part) for part in address.split(".")]
    if first == 10 or (first == 192 and second == 168):
        return True
    return first == 172 and 16 <= second <= 31


def passes_luhn_check(self, number):
    """Check a card number with the Luhn rule.

    Also: valid credit card number; checksum of a card
    Tags: logic, text, check

    >>> passes_luhn_check("4539 1488 0343 6467")
    True
    >>> passes_luhn_check("1234 5678 9012 3456")
    False
    >>> passes_luhn_check("0")
    True
    """
    digits = [int(letter) for letter in number if letter.isdigit()][::-1]
    total = sum(digits[::2])
    for digit in digits[1::2]:
        total += sum(divmod(2 * digit, 10))
    return total % 10 == 0


def check_digit(self, number):
    """Calculate the check digit of a bar code with 12 digits.

    Also: EAN-13 check digit; last digit of a product code
    Tags: logic, text, numbers

    >>> check_digit("400638133393")
    1
    >>> check_digit("978030640615")
    7
    >>> check_digit("000000000000")
    0
    """
    digits = [int(letter) for letter in number]
    return -(sum(digits[::2]) + 3 * sum(digits[1::2])) % 10


def may_access(self, role, action):
    """Check whether a role may do an action: admins all, editors read and write, guests read.

    Also: permission check; is a user allowed; access rights by role
    Tags: logic, check, security

    >>> may_access("editor", "write")
    True
    >>> may_access("guest", "write")
    False
    >>> may_access("admin", "delete")
    True
    """
    allowed = {"editor": ["read", "write"], "guest": ["read"]}
    return role == "admin" or action in allowed.get(role, [])


def form_errors(self, form):
    """Check a form for an empty user, an email without @ and an age below zero.

    Also: validate form fields; which entries of a form are wrong
    Tags: logic, dict, check

    >>> form_errors({"user": "", "email": "x", "age": -1})
    ['user', 'email', 'age']
    >>> form_errors({"user": "ann", "email": "a@b.c", "age": 5})
    []
    >>> form_errors({})
    ['user', 'email']
    """
    errors = []
    if not form.get("user"):
        errors.append("user")
    if "@" not in form.get("email", ""):
        errors.append("email")
    if form.get("age", 0) < 0:
        errors.append("age")
    return errors


def all_conditions_true(self, conditions):
    """Check whether all conditions in a list are true.

    Also: every check passed; logical and over a list
    Tags: logic, list, check

    >>> all_conditions_true([True, True])
    True
    >>> all_conditions_true([True, False])
    False
    >>> all_conditions_true([])
    True
    """
    return all(conditions)


def any_condition_true(self, conditions):
    """Check whether at least one condition in a list is true.

    Also: some check passed; logical or over a list
    Tags: logic, list, check

    >>> any_condition_true([False, True])
    True
    >>> any_condition_true([False])
    False
    >>> any_condition_true([])
    False
    """
    return any(conditions)


def yes_or_no(self, text):
    """Understand a text such as yes, y, true or 1 as true and all else as false.

    Also: parse a boolean; text to true or false
    Tags: logic, text, parse

    >>> yes_or_no("Yes")
    True
    >>> yes_or_no("no")
    False
    >>> yes_or_no("")
    False
    """
    return text.strip().lower() in ("yes", "y", "true", "1", "on")


def to_number_or(self, text, default):
    """Read a whole number from a text, or give a default if it is none.

    Also: parse an integer safely; text to number without error
    Tags: logic, text, parse, numbers

    >>> to_number_or("42", 0)
    42
    >>> to_number_or("abc", 0)
    0
    >>> to_number_or("", -1)
    -1
    """
    try:
        return int(text)
    except ValueError:
        return default


def kind_of_value(self, value):
    """Tell in a word what kind of value something is.

    Also: type of a value as text; is it a number, a text, a list or a dict
    Tags: logic, text

    >>> kind_of_value("a")
    'text'
    >>> kind_of_value(True)
    'truth value'
    >>> kind_of_value([1])
    'list'
    >>> kind_of_value(2.5)
    'number'
    """
    if isinstance(value, bool):
        return "truth value"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "text"
    if isinstance(value, list):
        return "list"
    return "dict" if isinstance(value, dict) else "something else"
