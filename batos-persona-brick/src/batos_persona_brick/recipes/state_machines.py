"""Recipes that keep the state of small machines and creatures."""


def advance_light(self):
    """Switch a traffic light to its next color.

    Also: red, green, yellow in turn; run a traffic light
    Tags: state, machine

    >>> advance_light()
    'green'
    >>> self.light
    'green'

    >>> self.light = "green"
    >>> advance_light()
    'yellow'
    >>> self.light
    'yellow'
    """
    following = {"red": "green", "green": "yellow", "yellow": "red"}
    self.light = following[getattr(self, "light", "red")]
    self._p_changed = True
    return self.light


def enter_code(self, code):
    """Enter the code of a lock and tell whether it opens; three wrong codes block it.

    Also: pin check with limited tries; locked after three attempts; unlock a safe
    Tags: state, machine, security

    >>> self.code = "1234"
    >>> self.wrong_tries = 0
    >>> enter_code("1234")
    'open'
    >>> self.code
    '1234'
    >>> self.wrong_tries
    0

    >>> self.code = "1234"
    >>> self.wrong_tries = 2
    >>> enter_code("0000")
    'blocked'
    >>> self.code
    '1234'
    >>> self.wrong_tries
    3
    """
    tries = getattr(self, "wrong_tries", 0)
    right = tries < 3 and code == self.code
    self.wrong_tries = 0 if right else tries + 1
    self._p_changed = True
    if right:
        return "open"
    return "wrong" if tries < 2 else "blocked"


def set_thermostat(self, degrees):
    """Set the thermostat to a temperature between 5 and 30 degrees.

    Also: change the room temperature; heating control within limits
    Tags: state, machine

    >>> set_thermostat(21)
    21
    >>> self.thermostat
    21

    >>> self.thermostat = 21
    >>> set_thermostat(50)
    30
    >>> self.thermostat
    30
    """
    self.thermostat = min(30, max(5, degrees))
    self._p_changed = True
    return self.thermostat


def feed_pet(self, food):
    """Feed a pet and tell its hunger from 0 to 10.

    Also: virtual pet; less hungry after eating
    Tags: state, game

    >>> feed_pet(3)
    7
    >>> self.hunger
    7

    >>> self.hunger = 2
    >>> feed_pet(5)
    0
    >>> self.hunger
    0
    """
    self.hunger = max(0, getattr(self, "hunger", 10) - food)
    self._p_changed = True
    return self.hunger
