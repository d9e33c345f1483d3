"""Recipes that leave something to chance."""


def pick_random_item(self, items):
    """Pick a random item from a list.

    Also: choose one at random; draw a winner; random choice
    Tags: list, random

    >>> pick_random_item(["tea"])
    'tea'
    >>> isinstance(pick_random_item([1, 2, 3]), int)
    True
    >>> isinstance(pick_random_item(["a", "b"]), str)
    True
    """
    return random.choice(items)


def shuffle_items(self, items):
    """Shuffle a list into a random order.

    Also: mix the items at random; random order of players; shuffle cards
    Tags: list, random

    >>> shuffle_items([7])
    [7]
    >>> isinstance(shuffle_items([1, 2, 3]), list)
    True
    >>> shuffle_items([])
    []
    """
    return random.sample(items, len(items))


def draw_random_items(self, items, amount):
    """Draw some random items from a list without drawing one twice.

    Also: random sample; draw lottery winners; pick n at random
    Tags: list, random

    >>> draw_random_items(["a"], 1)
    ['a']
    >>> draw_random_items([1, 2], 0)
    []
    >>> isinstance(draw_random_items([1, 2, 3], 2), list)
    True
    """
    return random.sample(items, amount)


def roll_dice(self, amount):
    """Roll a number of dice and list what they show.

    Also: throw dice; random numbers from 1 to 6
    Tags: list, random, game

    >>> roll_dice(0)
    []
    >>> isinstance(roll_dice(2), list)
    True
    >>> isinstance(roll_dice(1), list)
    True
    """
    return [random.randint(1, 6) for roll in range(amount)]


def flip_coin(self):
    """Flip a coin and tell heads or tails.

    Also: toss a coin; decide at random between heads and tails
    Tags: random, game

    >>> isinstance(flip_coin(), str)
    True
    >>> isinstance(flip_coin(), str)
    True
    >>> isinstance(flip_coin(), str)
    True
    """
    return random.choice(["heads", "tails"])
