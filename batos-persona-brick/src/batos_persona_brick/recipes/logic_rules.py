"""Recipes that decide by rules: grades, kinds, prices, permissions."""


def fizzbuzz_word(self, number):
    """Say fizz for multiples of three, buzz for multiples of five, fizzbuzz for both.

    Also: FizzBuzz of one number; fizz or buzz or the number as text
    Tags: logic, numbers, game

    >>> fizzbuzz_word(9)
    'fizz'
    >>> fizzbuzz_word(15)
    'fizzbuzz'
    >>> fizzbuzz_word(7)
    '7'
    """
    if number % 15 == 0:
        return "fizzbuzz"
    if number % 3 == 0:
        return "fizz"
    if number % 5 == 0:
        return "buzz"
    return str(number)


def fizzbuzz_list(self, end):
    """List the FizzBuzz words from 1 to a number.

    Also: play fizzbuzz up to n; fizz buzz sequence
    Tags: logic, numbers, game, list

    >>> fizzbuzz_list(5)
    ['1', '2', 'fizz', '4', 'buzz']
    >>> fizzbuzz_list(1)
    ['1']
    >>> fizzbuzz_list(0)
    []
    """
    words = []
    for number in range(1, end + 1):
        word = "fizz" * (number % 3 == 0) + "buzz" * (number % 5 == 0)
        words.append(word or str(number))
    return words


def next_traffic_light(self, color):
    """Tell which color follows in a traffic light.

    Also: traffic light next; after green comes yellow
    Tags: logic, machine

    >>> next_traffic_light("red")
    'green'
    >>> next_traffic_light("green")
    'yellow'
    >>> next_traffic_light("yellow")
    'red'
    """
    return {"red": "green", "green": "yellow", "yellow": "red"}[color]


def may_vote(self, age, citizen):
    """Check whether somebody may vote: a citizen who is at least 18.

    Also: voting right; allowed to vote; adult and citizen
    Tags: logic, check

    >>> may_vote(18, True)
    True
    >>> may_vote(40, False)
    False
    >>> may_vote(17, True)
    False
    """
    return citizen and age >= 18


def exactly_one_true(self, first, second):
    """Check whether exactly one of two conditions is true.

    Also: exclusive or; either one or the other but not both
    Tags: logic, check

    >>> exactly_one_true(True, False)
    True
    >>> exactly_one_true(True, True)
    False
    >>> exactly_one_true(False, False)
    False
    """
    return bool(first) != bool(second)
