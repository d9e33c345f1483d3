"""Recipes with percentages, shares and proportions."""


def percentage_of(self, percent, number):
    """Calculate a percentage of a number.

    Also: how much is 20 percent of 50; percent of a value
    Tags: numbers, percent

    >>> percentage_of(20, 50)
    10.0
    >>> percentage_of(100, 7)
    7.0
    >>> percentage_of(0, 99)
    0.0
    """
    return number * percent / 100


def what_percent(self, part, whole):
    """Calculate what percentage a part is of a whole.

    Also: share in percent; score as a percentage; part divided by total times 100
    Tags: numbers, percent

    >>> what_percent(25, 200)
    12.5
    >>> what_percent(1, 3)
    33.33
    >>> what_percent(0, 10)
    0.0
    """
    return round(part / whole * 100, 2)


def percent_change(self, old, new):
    """Calculate the percentage change from an old to a new value.

    Also: growth rate in percent; by how many percent did it rise or fall
    Tags: numbers, percent

    >>> percent_change(50, 75)
    50.0
    >>> percent_change(80, 60)
    -25.0
    >>> percent_change(5, 5)
    0.0
    """
    return round((new - old) / old * 100, 2)


def percent_difference(self, a, b):
    """Calculate the percentage difference of two values, relative to their average.

    Also: relative difference of two numbers in percent; how different are two values
    Tags: numbers, percent

    >>> percent_difference(40, 60)
    40.0
    >>> percent_difference(5, 5)
    0.0
    >>> percent_difference(60, 40)
    40.0
    """
    return round(abs(a - b) / ((a + b) / 2) * 100, 2)


def increase_by_percent(self, number, percent):
    """Increase a number by a percentage.

    Also: add percent to a value; raise a number by some percent
    Tags: numbers, percent

    >>> increase_by_percent(200, 10)
    220.0
    >>> increase_by_percent(50, 100)
    100.0
    >>> increase_by_percent(80, 0)
    80.0
    """
    return round(number * (100 + percent) / 100, 2)


def decrease_by_percent(self, number, percent):
    """Decrease a number by a percentage.

    Also: take percent off a value; reduce a number by some percent
    Tags: numbers, percent

    >>> decrease_by_percent(200, 10)
    180.0
    >>> decrease_by_percent(50, 100)
    0.0
    >>> decrease_by_percent(80, 0)
    80.0
    """
    return round(number * (100 - percent) / 100, 2)


def whole_from_percent(self, part, percent):
    """Calculate the whole when a part and its percentage are known.

    Also: 30 is 15 percent of what; find the total from a share
    Tags: numbers, percent

    >>> whole_from_percent(30, 15)
    200.0
    >>> whole_from_percent(5, 50)
    10.0
    >>> whole_from_percent(0, 20)
    0.0
    """
    return round(part * 100 / percent, 2)


def quiz_score_percent(self, correct, total):
    """Calculate the percentage of correct answers as text.

    Also: quiz result in percent; 18 of 20 is 90%; score of an exam
    Tags: numbers, percent

    >>> quiz_score_percent(18, 20)
    '90%'
    >>> quiz_score_percent(2, 3)
    '67%'
    >>> quiz_score_percent(0, 5)
    '0%'
    """
    return f"{round(correct / total * 100)}%"


def rule_of_three(self, a, b, c):
    """Solve a proportion: if a corresponds to b, what corresponds to c.

    Also: rule of three; cross multiplication; if 3 cost 6, how much do 5 cost
    Tags: numbers, percent

    >>> rule_of_three(3, 6, 5)
    10.0
    >>> rule_of_three(2, 1, 7)
    3.5
    >>> rule_of_three(4, 8, 0)
    0.0
    """
    return b * c / a


def scale_recipe(self, amount, servings, wanted):
    """Scale an ingredient amount to another number of servings.

    Also: cook for more people; adapt a recipe quantity; flour for 6 instead of 4
    Tags: numbers, percent

    >>> scale_recipe(200, 4, 6)
    300.0
    >>> scale_recipe(1, 2, 1)
    0.5
    >>> scale_recipe(3, 3, 3)
    3.0
    """
    return amount * wanted / servings


def map_range(self, value, low, high, new_low, new_high):
    """Map a value from one range to another.

    Also: rescale linearly; convert a sensor value to percent; linear interpolation of ranges
    Tags: numbers, percent

    >>> map_range(5, 0, 10, 0, 100)
    50.0
    >>> map_range(0, 0, 10, 20, 40)
    20.0
    >>> map_range(10, 0, 10, 1, 0)
    0.0
    """
    return new_low + (value - low) * (new_high - new_low) / (high - low)


def interpolate(self, start, end, share):
    """Find the number at a share between a start and an end.

    Also: linear interpolation; lerp; point at 25 percent of the way
    Tags: numbers, percent

    >>> interpolate(0, 10, 0.5)
    5.0
    >>> interpolate(10, 20, 0)
    10
    >>> interpolate(4, 8, 0.25)
    5.0
    """
    return start + (end - start) * share


def map_distance(self, centimeters, scale):
    """Calculate a real distance in kilometers from a map distance and scale.

    Also: map scale 1 to 50000; centimeters on a map to kilometers
    Tags: numbers, percent

    >>> map_distance(4, 50000)
    2.0
    >>> map_distance(1, 100000)
    1.0
    >>> map_distance(0, 25000)
    0.0
    """
    return centimeters * scale / 100000


def split_by_ratio(self, amount, first, second):
    """Split an amount in two parts by a ratio.

    Also: divide 100 in 2 to 3; share money by a proportion
    Tags: numbers, percent

    >>> split_by_ratio(100, 2, 3)
    [40.0, 60.0]
    >>> split_by_ratio(9, 1, 2)
    [3.0, 6.0]
    >>> split_by_ratio(0, 1, 1)
    [0.0, 0.0]
    """
    total = first + second
    return [amount * first / total, amount * second / total]


def odds_to_probability(self, wins, losses):
    """Convert odds to a probability.

    Also: 3 to 1 odds in percent; chance of winning; likelihood from odds
    Tags: numbers, percent

    >>> odds_to_probability(3, 1)
    0.75
    >>> odds_to_probability(1, 1)
    0.5
    >>> odds_to_probability(0, 4)
    0.0
    """
    return wins / (wins + losses)


def win_rate(self, wins, losses):
    """Calculate the win rate in percent.

    Also: share of won games; percentage of victories; winning percentage
    Tags: numbers, percent

    >>> win_rate(3, 1)
    75.0
    >>> win_rate(1, 2)
    33.3
    >>> win_rate(0, 0)
    0.0
    """
    games = wins + losses
    return round(100 * wins / games, 1) if games else 0.0
