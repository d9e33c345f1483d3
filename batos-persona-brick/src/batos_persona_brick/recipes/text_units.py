"""Recipes that read durations, sizes, fractions and small sums from a text."""


def duration_to_seconds(self, text):
    """Read a duration such as 1h 30m as seconds.

    Also: parse hours, minutes and seconds; 2m 5s to seconds
    Tags: text, units

    >>> duration_to_seconds("1h 30m")
    5400
    >>> duration_to_seconds("2m5s")
    125
    >>> duration_to_seconds("")
    0
    """
    seconds = {"h": 3600, "m": 60, "s": 1}
    parts = re.findall(r"(\d+)\s*([hms])", text)
    return sum(int(number) * seconds[unit] for number, unit in parts)


def clock_text_to_seconds(self, text):
    """Read a clock text such as 1:02:03 or 2:05 as seconds.

    Also: hh:mm:ss to seconds; song length 3:45 to seconds
    Tags: text, units

    >>> clock_text_to_seconds("2:05")
    125
    >>> clock_text_to_seconds("1:02:03")
    3723
    >>> clock_text_to_seconds("45")
    45
    """
    seconds = 0
    for part in text.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds


def clock_text_to_minutes(self, text):
    """Read a time of day such as 14:30 as minutes since midnight.

    Also: hh:mm to minutes; how many minutes of the day have passed
    Tags: text, units

    >>> clock_text_to_minutes("14:30")
    870
    >>> clock_text_to_minutes("00:00")
    0
    >>> clock_text_to_minutes("1:05")
    65
    """
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def size_to_bytes(self, text):
    """Read a file size such as 10KB or 2 MB as bytes.

    Also: parse kilobytes and megabytes; size text to number of bytes
    Tags: text, units

    >>> size_to_bytes("10KB")
    10240
    >>> size_to_bytes("2 MB")
    2097152
    >>> size_to_bytes("5B")
    5
    """
    units = {"B": 1, "KB": 1024, "MB": 1024**2, "GB": 1024**3}
    number, unit = re.fullmatch(r"([\d.]+)\s*([KMG]?B)", text.strip().upper()).groups()
    return int(float(number) * units[unit])


def fraction_to_number(self, text):
    """Read a fraction such as 3/4 as a decimal number.

    Also: parse a fraction text; 1/2 to 0.5
    Tags: text, units

    >>> fraction_to_number("3/4")
    0.75
    >>> fraction_to_number("1/2")
    0.5
    >>> fraction_to_number("5")
    5.0
    """
    top, slash, bottom = text.partition("/")
    return int(top) / int(bottom or 1)


def percent_to_number(self, text):
    """Read a percentage such as 25% as a decimal number.

    Also: parse percent text; 50% to 0.5
    Tags: text, units

    >>> percent_to_number("25%")
    0.25
    >>> percent_to_number("100 %")
    1.0
    >>> percent_to_number("0%")
    0.0
    """
    return float(text.replace("%", "")) / 100


def calculate_text(self, text):
    """Calculate a sum of two numbers written as text, such as 3 + 4.

    Also: evaluate a simple expression; pocket calculator for + - * and /
    Tags: text, units

    >>> calculate_text("3 + 4")
    7.0
    >>> calculate_text("10 / 4")
    2.5
    >>> calculate_text("2 * -3")
    -6.0
    """
    left, sign, right = text.split()
    a, b = float(left), float(right)
    if sign == "+":
        return a + b
    if sign == "-":
        return a - b
    if sign == "*":
        return a * b
    return a / b


def add_text_numbers(self, first, second):
    """Add two numbers that are given as texts.

    Also: sum of two numeric strings; add "12" and "30"
    Tags: text, units

    >>> add_text_numbers("12", "30")
    '42'
    >>> add_text_numbers("-1", "1")
    '0'
    >>> add_text_numbers("99999999999999999999", "1")
    '100000000000000000000'
    """
    return str(int(first) + int(second))


def evaluate_postfix(self, text):
    """Calculate an expression in postfix notation, such as 3 4 + 2 *.

    Also: reverse polish notation calculator; rpn
    Tags: text, units

    >>> evaluate_postfix("3 4 + 2 *")
    14
    >>> evaluate_postfix("10 4 -")
    6
    >>> evaluate_postfix("5")
    5
    """
    stack = []
    for token in text.split():
        if token in ("+", "-", "*"):
            second, first = stack.pop(), stack.pop()
            results = {"+": first + second, "-": first - second, "*": first * second}
            stack.append(results[token])
        else:
            stack.append(int(token))
    return stack[0]


def parse_coordinates(self, text):
    """Read coordinates such as 48.85, 2.35 as two numbers.

    Also: latitude and longitude from a text; parse a point x,y
    Tags: text, units

    >>> parse_coordinates("48.85, 2.35")
    [48.85, 2.35]
    >>> parse_coordinates("(3,-4)")
    [3.0, -4.0]
    >>> parse_coordinates("0 0")
    [0.0, 0.0]
    """
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def parse_temperature(self, text):
    """Read a temperature such as 68F or 20C in degrees Celsius.

    Also: temperature text to celsius; parse degrees with a unit letter
    Tags: text, units

    >>> parse_temperature("68F")
    20.0
    >>> parse_temperature("20 C")
    20.0
    >>> parse_temperature("-40f")
    -40.0
    """
    text = text.strip().upper()
    value = float(text[:-1])
    if text.endswith("F"):
        return (value - 32) * 5 / 9
    return value


def parse_measure(self, text):
    """Split a measure such as 2.5kg into number and unit.

    Also: separate value and unit; read an amount with its unit
    Tags: text, units

    >>> parse_measure("2.5kg")
    [2.5, 'kg']
    >>> parse_measure("10 miles")
    [10.0, 'miles']
    >>> parse_measure("7")
    [7.0, '']
    """
    number, unit = re.fullmatch(r"(-?[\d.]+)\s*(.*)", text.strip()).groups()
    return [float(number), unit]


def parse_ingredient(self, line):
    """Read a line of a recipe such as 2 cups flour.

    Also: parse an ingredient; split quantity, unit and name of a shopping line
    Tags: text, units

    >>> parse_ingredient("2 cups flour")
    {'quantity': 2.0, 'unit': 'cups', 'name': 'flour'}
    >>> parse_ingredient("0.5 l whole milk")
    {'quantity': 0.5, 'unit': 'l', 'name': 'whole milk'}
    >>> parse_ingredient("1 pinch salt")
    {'quantity': 1.0, 'unit': 'pinch', 'name': 'salt'}
    """
    quantity, unit, name = line.split(maxsplit=2)
    return {"quantity": float(quantity), "unit": unit, "name": name}


def parse_score(self, text):
    """Tell who won from a score such as 3:1.

    Also: result of a match; home, away or draw from a score text
    Tags: text, units

    >>> parse_score("3:1")
    'home'
    >>> parse_score("0:2")
    'away'
    >>> parse_score("1:1")
    'draw'
    """
    home, away = [int(goals) for goals in text.split(":")]
    if home == away:
        return "draw"
    return "home" if home > away else "away"


def parse_dice(self, text):
    """Read a dice text such as 2d6 as number of dice and sides.

    Also: parse dice notation; how many dice with how many sides
    Tags: text, units

    >>> parse_dice("2d6")
    [2, 6]
    >>> parse_dice("d20")
    [1, 20]
    >>> parse_dice("10D10")
    [10, 10]
    """
    count, sides = text.lower().split("d")
    return [int(count or 1), int(sides)]
