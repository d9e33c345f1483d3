"""Recipes that draw with characters or make tables and rhymes out of them."""


def star_triangle(self, rows):
    r"""Draw a triangle of stars with a number of rows.

    Also: pattern of growing lines of asterisks; print a staircase of stars
    Tags: text, drawing

    >>> star_triangle(3)
    '*\n**\n***'
    >>> star_triangle(1)
    '*'
    >>> star_triangle(0)
    ''
    """
    return "\n".join("*" * row for row in range(1, rows + 1))


def star_pyramid(self, rows):
    r"""Draw a centered pyramid of stars.

    Also: christmas tree of asterisks; triangle pattern in the middle
    Tags: text, drawing

    >>> star_pyramid(3)
    '  *\n ***\n*****'
    >>> star_pyramid(1)
    '*'
    >>> star_pyramid(0)
    ''
    """
    return "\n".join(" " * (rows - row) + "*" * (2 * row - 1) for row in range(1, rows + 1))


def character_grid(self, character, width, height):
    r"""Draw a rectangle filled with a character.

    Also: block of signs with width and height; print a box of hashes
    Tags: text, drawing

    >>> character_grid("#", 3, 2)
    '###\n###'
    >>> character_grid("x", 1, 1)
    'x'
    >>> character_grid("#", 3, 0)
    ''
    """
    return "\n".join(character * width for row in range(height))


def hollow_square(self, size):
    r"""Draw the border of a square with stars.

    Also: empty box of asterisks; square outline pattern
    Tags: text, drawing

    >>> hollow_square(3)
    '***\n* *\n***'
    >>> hollow_square(2)
    '**\n**'
    >>> hollow_square(4)
    '****\n*  *\n*  *\n****'
    """
    border = "*" * size
    middle = "*" + " " * (size - 2) + "*"
    return "\n".join([border] + [middle] * (size - 2) + [border])


def bar_chart(self, values):
    r"""Draw a bar chart of named values with hash signs.

    Also: text histogram of a dictionary; horizontal bars with names
    Tags: text, drawing

    >>> bar_chart({"a": 3, "b": 1})
    'a ###\nb #'
    >>> bar_chart({"x": 0})
    'x '
    >>> bar_chart({})
    ''
    """
    return "\n".join(f"{name} {'#' * value}" for name, value in values.items())


def format_table(self, rows):
    r"""Write rows as a table with aligned columns.

    Also: align the columns of a list of rows; plain text table; pretty print rows
    Tags: text, drawing

    >>> format_table([["a", "bb"], ["ccc", "d"]])
    'a   bb\nccc d'
    >>> format_table([["x", 1]])
    'x 1'
    >>> format_table([])
    ''
    """
    widths = [max(len(str(cell)) for cell in column) for column in zip(*rows)]
    lines = []
    for row in rows:
        cells = [str(cell).ljust(width) for cell, width in zip(row, widths)]
        lines.append(" ".join(cells).rstrip())
    return "\n".join(lines)


def to_csv_line(self, values):
    """Write values as one line of CSV.

    Also: join fields by commas; comma separated row; quote values that contain a comma
    Tags: text, drawing

    >>> to_csv_line(["a", 1, True])
    'a,1,True'
    >>> to_csv_line(["x, y", "z"])
    '"x, y",z'
    >>> to_csv_line([])
    ''
    """
    cells = [str(value) for value in values]
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in cells)


def markdown_table_row(self, values):
    """Write values as a row of a Markdown table.

    Also: cells between pipes; line of a markdown table
    Tags: text, drawing

    >>> markdown_table_row(["a", "b"])
    '| a | b |'
    >>> markdown_table_row([1])
    '| 1 |'
    >>> markdown_table_row(["x", 2, "y"])
    '| x | 2 | y |'
    """
    return "| " + " | ".join(str(value) for value in values) + " |"


def dotted_line(self, title, page, width):
    """Write a line of a table of contents with dots between title and page.

    Also: dot leader; price list line with dots; fill the gap with points
    Tags: text, drawing

    >>> dotted_line("Intro", 3, 12)
    'Intro......3'
    >>> dotted_line("End", 10, 8)
    'End...10'
    >>> dotted_line("Long title", 1, 5)
    'Long title1'
    """
    number = str(page)
    return title + "." * (width - len(title) - len(number)) + number


def checklist_line(self, task, done):
    """Write a task as a line of a checklist.

    Also: to-do entry with a tick box; mark a task with [x] when it is done
    Tags: text, drawing

    >>> checklist_line("buy milk", True)
    '[x] buy milk'
    >>> checklist_line("call mum", False)
    '[ ] call mum'
    >>> checklist_line("", False)
    '[ ] '
    """
    mark = "x" if done else " "
    return f"[{mark}] {task}"


def seconds_as_clock_text(self, seconds):
    """Write a number of seconds as a clock text mm:ss.

    Also: stopwatch display; song length in minutes and seconds; 125 becomes 02:05
    Tags: text, drawing

    >>> seconds_as_clock_text(125)
    '02:05'
    >>> seconds_as_clock_text(59)
    '00:59'
    >>> seconds_as_clock_text(0)
    '00:00'
    """
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


def multiplication_table(self, number, last):
    r"""Write the multiplication table of a number up to a last factor.

    Also: times table as text; lines such as 3 x 4 = 12
    Tags: text, drawing

    >>> multiplication_table(3, 2)
    '3 x 1 = 3\n3 x 2 = 6'
    >>> multiplication_table(7, 1)
    '7 x 1 = 7'
    >>> multiplication_table(5, 0)
    ''
    """
    factors = range(1, last + 1)
    return "\n".join(f"{number} x {factor} = {number * factor}" for factor in factors)


def countdown_text(self, start):
    """Write a countdown that ends with liftoff.

    Also: count backwards as text; 3, 2, 1, go
    Tags: text, drawing

    >>> countdown_text(3)
    '3, 2, 1, liftoff!'
    >>> countdown_text(1)
    '1, liftoff!'
    >>> countdown_text(0)
    'liftoff!'
    """
    numbers = [str(number) for number in range(start, 0, -1)]
    return ", ".join([*numbers, "liftoff!"])


def receipt_line(self, name, quantity, price):
    """Write a line of a receipt with the total price.

    Also: bill entry such as 2 x tea = 5.00; invoice position as text
    Tags: text, drawing

    >>> receipt_line("tea", 2, 2.5)
    '2 x tea = 5.00'
    >>> receipt_line("cake", 1, 3)
    '1 x cake = 3.00'
    >>> receipt_line("gift", 0, 9.99)
    '0 x gift = 0.00'
    """
    return f"{quantity} x {name} = {quantity * price:.2f}"


def describe_weather(self, temperature, condition):
    """Write a weather sentence from a temperature and a condition.

    Also: weather report line; say how warm it is and what the sky does
    Tags: text, drawing

    >>> describe_weather(21, "sunny")
    'It is sunny with 21°C.'
    >>> describe_weather(-3, "snowing")
    'It is snowing with -3°C.'
    >>> describe_weather(0, "foggy")
    'It is foggy with 0°C.'
    """
    return f"It is {condition} with {temperature}°C."


def song_verse(self, bottles):
    """Write a verse of the bottles on the wall song.

    Also: 99 bottles; green bottles hanging on the wall
    Tags: text, drawing

    >>> song_verse(3)
    '3 green bottles hanging on the wall'
    >>> song_verse(1)
    '1 green bottle hanging on the wall'
    >>> song_verse(0)
    'no green bottles hanging on the wall'
    """
    count = str(bottles) if bottles > 0 else "no"
    noun = "bottle" if bottles == 1 else "bottles"
    return f"{count} green {noun} hanging on the wall"
