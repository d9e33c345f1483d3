"""Recipes for small classic algorithms."""


def towers_of_hanoi_moves(self, disks):
    """Tell how many moves the towers of Hanoi take.

    Also: tower of hanoi; fewest moves for n disks
    Tags: logic, algorithm, puzzle

    >>> towers_of_hanoi_moves(3)
    7
    >>> towers_of_hanoi_moves(1)
    1
    >>> towers_of_hanoi_moves(0)
    0
    """
    return 2**disks - 1


def hanoi_steps(self, disks):
    """List the moves that solve the towers of Hanoi from A to C.

    Also: solve the tower of hanoi; steps from peg to peg
    Tags: logic, algorithm, puzzle, list

    >>> hanoi_steps(2)
    ['A to B', 'A to C', 'B to C']
    >>> hanoi_steps(1)
    ['A to C']
    >>> hanoi_steps(0)
    []
    """

    def move(count, start, goal, spare):
        if count == 0:
            return []
        before = move(count - 1, start, spare, goal)
        after = move(count - 1, spare, goal, start)
        return before + [f"{start} to {goal}"] + after

    return move(disks, "A", "C", "B")


def fewest_coins(self, amount, coins):
    """Tell the smallest number of coins that make an amount, or -1.

    Also: minimum coin change; least coins needed
    Tags: logic, algorithm, money

    >>> fewest_coins(6, [1, 3, 4])
    2
    >>> fewest_coins(3, [2])
    -1
    >>> fewest_coins(0, [1])
    0
    """
    best = [0]
    for total in range(1, amount + 1):
        counts = [best[total - coin] for coin in coins if coin <= total and best[total - coin] >= 0]
        best.append(min(counts) + 1 if counts else -1)
    return best[amount]


def pair_with_sum(self, numbers, target):
    """Find two numbers of a list that add up to a target.

    Also: two sum; which pair gives the total
    Tags: logic, algorithm, list, numbers

    >>> pair_with_sum([2, 7, 11], 9)
    [2, 7]
    >>> pair_with_sum([1, 2], 10) is None
    True
    >>> pair_with_sum([], 0) is None
    True
    """
    for i, first in enumerate(numbers):
        for second in numbers[i + 1 :]:
            if first + second == target:
                return [first, second]
    return None


def positions_with_sum(self, numbers, target):
    """Find the positions of two numbers of a list that add up to a target.

    Also: indices of two sum; where are the two numbers with this total
    Tags: logic, algorithm, list, numbers

    >>> positions_with_sum([2, 7, 11], 18)
    [1, 2]
    >>> positions_with_sum([3, 3], 6)
    [0, 1]
    >>> positions_with_sum([1], 1) is None
    True
    """
    seen = {}
    for position, number in enumerate(numbers):
        if target - number in seen:
            return [seen[target - number], position]
        seen[number] = position
    return None


def largest_stretch_sum(self, numbers):
    """Find the largest sum of numbers that stand next to each other.

    Also: maximum subarray; best stretch of gains; Kadane
    Tags: logic, algorithm, list, numbers

    >>> largest_stretch_sum([1, -2, 3, 4, -1])
    7
    >>> largest_stretch_sum([-3, -1])
    -1
    >>> largest_stretch_sum([5])
    5
    """
    best = numbers[0]
    total = 0
    for number in numbers:
        total = max(number, total + number)
        best = max(best, total)
    return best


def best_profit(self, prices):
    """Find the best profit from buying once and selling later.

    Also: buy low and sell high; largest gain of a stock
    Tags: logic, algorithm, list, money

    >>> best_profit([7, 1, 5, 3, 6])
    5
    >>> best_profit([5, 4, 3])
    0
    >>> best_profit([])
    0
    """
    profit = 0
    for i, price in enumerate(prices):
        profit = max(profit, price - min(prices[: i + 1]))
    return profit


def pascal_triangle(self, size):
    """List the rows of Pascal's triangle.

    Also: triangle of binomial numbers; each number is the sum of the two above
    Tags: logic, algorithm, numbers, list

    >>> pascal_triangle(4)
    [[1], [1, 1], [1, 2, 1], [1, 3, 3, 1]]
    >>> pascal_triangle(1)
    [[1]]
    >>> pascal_triangle(0)
    []
    """
    rows = []
    for number in range(size):
        rows.append([math.comb(number, k) for k in range(number + 1)])
    return rows


def all_subsets(self, items):
    """List all subsets of a list.

    Also: power set; every selection of items
    Tags: logic, algorithm, list, combinations

    >>> all_subsets([1, 2])
    [[], [1], [2], [1, 2]]
    >>> all_subsets(["a"])
    [[], ['a']]
    >>> all_subsets([])
    [[]]
    """
    subsets = [[]]
    for item in items:
        subsets = subsets + [subset + [item] for subset in subsets]
    return subsets


def trapped_water(self, heights):
    """Tell how much rain water stays between walls of given heights.

    Also: trapping rain water; water between bars
    Tags: logic, algorithm, list, numbers

    >>> trapped_water([3, 0, 2])
    2
    >>> trapped_water([1, 2, 3])
    0
    >>> trapped_water([])
    0
    """
    water = 0
    for i, height in enumerate(heights):
        level = min(max(heights[: i + 1]), max(heights[i:]))
        water += level - height
    return water


def merge_ranges(self, ranges):
    """Merge ranges of numbers that overlap.

    Also: join overlapping intervals; combine meeting times
    Tags: logic, algorithm, list

    >>> merge_ranges([[1, 3], [2, 6], [8, 10]])
    [[1, 6], [8, 10]]
    >>> merge_ranges([[5, 6], [1, 2]])
    [[1, 2], [5, 6]]
    >>> merge_ranges([])
    []
    """
    merged = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    return merged


def josephus_survivor(self, people, step):
    """Tell which place survives when every nth person leaves a circle.

    Also: Josephus problem; counting-out rhyme; last one in the circle
    Tags: logic, algorithm, puzzle

    >>> josephus_survivor(7, 3)
    4
    >>> josephus_survivor(1, 5)
    1
    >>> josephus_survivor(5, 2)
    3
    """
    place = 0
    for size in range(2, people + 1):
        place = (place + step) % size
    return place + 1
