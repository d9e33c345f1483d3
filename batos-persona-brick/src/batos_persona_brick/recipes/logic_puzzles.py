"""Recipes for graphs, searches and other puzzles."""


def can_reach(self, links, start, goal):
    """Check whether a goal can be reached from a start along the links of a graph.

    Also: is there a path in a graph; are two places connected
    Tags: logic, graph, check

    >>> can_reach({"a": ["b"], "b": ["c"]}, "a", "c")
    True
    >>> can_reach({"a": ["b"]}, "b", "a")
    False
    >>> can_reach({}, "x", "x")
    True
    """
    seen = [start]
    for place in seen:
        for following in links.get(place, []):
            if following not in seen:
                seen.append(following)
    return goal in seen


def shortest_path(self, links, start, goal):
    """Find the shortest path from a start to a goal along the links of a graph.

    Also: fewest steps in a graph; breadth first search; route between places
    Tags: logic, graph, algorithm

    >>> shortest_path({"a": ["b", "c"], "b": ["d"], "c": ["d"]}, "a", "d")
    ['a', 'b', 'd']
    >>> shortest_path({"a": []}, "a", "z") is None
    True
    >>> shortest_path({}, "x", "x")
    ['x']
    """
    paths = [[start]]
    seen = [start]
    for path in paths:
        if path[-1] == goal:
            return path
        for place in links.get(path[-1], []):
            if place not in seen:
                seen.append(place)
                paths.append(path + [place])
    return None


def order_by_dependencies(self, needs):
    """Order tasks so that each comes after the tasks it needs.

    Also: topological sort; which task first; build order
    Tags: logic, graph, algorithm

    >>> order_by_dependencies({"eat": ["cook"], "cook": ["shop"], "shop": []})
    ['shop', 'cook', 'eat']
    >>> order_by_dependencies({"a": []})
    ['a']
    >>> order_by_dependencies({"a": ["b"], "b": ["a"]})
    Traceback (most recent call last):
    ValueError: the tasks need each other
    """
    order = []
    while len(order) < len(needs):
        ready = [
            task
            for task in needs
            if task not in order and all(need in order for need in needs[task])
        ]
        if not ready:
            raise ValueError("the tasks need each other")
        order.append(ready[0])
    return order


def route_length(self, route, distances):
    """Add up the distances along a route of places.

    Also: total length of a trip; travel distance from a table such as {"A-B": 5}
    Tags: logic, graph, numbers

    >>> route_length(["A", "B", "C"], {"A-B": 5, "B-C": 7})
    12
    >>> route_length(["A"], {})
    0
    >>> route_length(["A", "B"], {"A-B": 2.5})
    2.5
    """
    return sum(distances[f"{a}-{b}"] for a, b in zip(route, route[1:]))


def count_islands(self, rows):
    """Count the islands of ones in a grid of zeros and ones.

    Also: number of connected areas; islands in a map
    Tags: logic, grid, algorithm

    >>> count_islands([[1, 1, 0], [0, 0, 0], [0, 0, 1]])
    2
    >>> count_islands([[0]])
    0
    >>> count_islands([[1, 0], [0, 1]])
    2
    """
    land = {(y, x) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell == 1}
    islands = 0
    while land:
        islands += 1
        rest = [land.pop()]
        while rest:
            y, x = rest.pop()
            for cell in [(y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)]:
                if cell in land:
                    land.remove(cell)
                    rest.append(cell)
    return islands


def is_magic_square(self, rows):
    """Check whether a square of numbers is a magic square.

    Also: same sum in rows, columns and diagonals; magic square test
    Tags: logic, grid, check, numbers

    >>> is_magic_square([[2, 7, 6], [9, 5, 1], [4, 3, 8]])
    True
    >>> is_magic_square([[1, 2], [3, 4]])
    False
    >>> is_magic_square([[5]])
    True
    """
    size = len(rows)
    sums = {sum(row) for row in rows} | {sum(column) for column in zip(*rows)}
    sums.add(sum(rows[i][i] for i in range(size)))
    sums.add(sum(rows[i][size - 1 - i] for i in range(size)))
    return len(sums) == 1


def is_sudoku_row_valid(self, numbers):
    """Check whether a row of a sudoku has each number from 1 to 9 at most once.

    Also: sudoku row without repeats; zeros are empty cells
    Tags: logic, game, check

    >>> is_sudoku_row_valid([1, 2, 0, 0, 5, 6, 7, 8, 9])
    True
    >>> is_sudoku_row_valid([1, 1, 0, 0, 0, 0, 0, 0, 0])
    False
    >>> is_sudoku_row_valid([0, 0, 0, 0, 0, 0, 0, 0, 0])
    True
    """
    filled = [number for number in numbers if number != 0]
    return len(filled) == len(set(filled)) and all(1 <= number <= 9 for number in filled)


def run_instructions(self, instructions):
    """Run instructions such as "add 3" and "multiply 2" from zero and tell the result.

    Also: simple interpreter; follow a list of commands with numbers
    Tags: logic, machine, text

    >>> run_instructions(["add 3", "multiply 2"])
    6
    >>> run_instructions(["subtract 1"])
    -1
    >>> run_instructions([])
    0
    """
    value = 0
    for instruction in instructions:
        word, number = instruction.split()
        if word == "add":
            value += int(number)
        elif word == "subtract":
            value -= int(number)
        elif word == "multiply":
            value *= int(number)
    return value


def simulate_growth(self, amount, percent, goal):
    """Count the years until an amount growing by a percentage reaches a goal.

    Also: how long until my money doubles; years of compound interest
    Tags: logic, simulation, money, percent

    >>> simulate_growth(100, 10, 121)
    2
    >>> simulate_growth(50, 5, 50)
    0
    >>> simulate_growth(100, 100, 800)
    3
    """
    years = 0
    while round(amount, 6) < goal:
        amount = amount * (1 + percent / 100)
        years += 1
    return years


def snail_days(self, depth, up, down):
    """Count the days a snail needs out of a well, climbing by day and sliding by night.

    Also: snail in the well puzzle; climb up and slip down
    Tags: logic, simulation, puzzle

    >>> snail_days(10, 3, 2)
    8
    >>> snail_days(2, 3, 1)
    1
    >>> snail_days(5, 5, 1)
    1
    """
    if up >= depth:
        return 1
    return math.ceil((depth - up) / (up - down)) + 1


def match_teams(self, teams):
    """Pair up teams for the first round: first with last, second with last but one.

    Also: tournament bracket; draw matches of a cup
    Tags: logic, list, pairs, game

    >>> match_teams(["a", "b", "c", "d"])
    [['a', 'd'], ['b', 'c']]
    >>> match_teams(["a", "b"])
    [['a', 'b']]
    >>> match_teams([])
    []
    """
    half = len(teams) // 2
    return [[teams[i], teams[-1 - i]] for i in range(half)]


def pack_boxes(self, weights, limit):
    """Pack weights in their order into boxes that hold a limit.

    Also: fill bags up to a weight; how to load boxes one after the other
    Tags: logic, algorithm, list, groups

    >>> pack_boxes([4, 3, 5, 2], 7)
    [[4, 3], [5, 2]]
    >>> pack_boxes([7], 7)
    [[7]]
    >>> pack_boxes([], 5)
    []
    """
    boxes = []
    for weight in weights:
        if boxes and sum(boxes[-1]) + weight <= limit:
            boxes[-1].append(weight)
        else:
            boxes.append([weight])
    return boxes


def schedule_most_meetings(self, meetings):
    """Choose as many meetings as possible that do not overlap, each with start and end.

    Also: activity selection; most appointments in a day
    Tags: logic, algorithm, list

    >>> schedule_most_meetings([[9, 12], [9, 10], [10, 11]])
    [[9, 10], [10, 11]]
    >>> schedule_most_meetings([[1, 2]])
    [[1, 2]]
    >>> schedule_most_meetings([])
    []
    """
    chosen = []
    for meeting in sorted(meetings, key=lambda item: item[1]):
        if not chosen or meeting[0] >= chosen[-1][1]:
            chosen.append(meeting)
    return chosen
