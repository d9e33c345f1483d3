"""Attempts to use up time or memory: stopped by the budget or a size guard, and nothing is left."""

from __future__ import annotations

from typing import Any

import pytest

from batos.errors import BudgetExceededError, GuardianError

AFTER = "def one(self):\n    return 1\n"

# What is stopped in process, within the budget of `small_world`.
STOPPED = """
while True:
    pass
---
while 1:
    x = 1
---
for i in range(3000000):
    for j in range(3000000):
        pass
---
return [0] * 10**10
---
return 10**10 * [0]
---
return "a" * 10**10
---
return b"a" * 10**10
---
return (1,) * 10**10
---
x = [0]
x *= 10**10
---
x = "a"
for i in range(60):
    x = x + x
---
x = "a"
for i in range(60):
    x += x
---
x = "a"
for i in range(60):
    y = x
    x = y + x
---
x = [1]
for i in range(60):
    x = x + x
---
x = [1]
for i in range(60):
    x += x
---
x = [1]
for i in range(60):
    x.extend(x)
---
x = [1]
for i in range(60):
    x[len(x):] = x
---
x = [1]
for i in range(60):
    x[len(x):] += x
---
x = [1]
for i in range(60):
    x = [*x, *x]
---
x = (1,)
for i in range(60):
    x = (*x, *x)
---
x = "a"
for i in range(60):
    x = f"{x}{x}"
---
x = "a"
for i in range(60):
    x = "%s%s" % (x, x)
---
x = "a"
for i in range(60):
    x = "{}{}".format(x, x)
---
x = "a"
for i in range(60):
    x = "".join([x, x])
---
x = "aa"
for i in range(60):
    x = x.replace("a", "aa")
---
x = "a"
for i in range(60):
    x = x.translate({97: "aa"})
---
x = "a"
for i in range(60):
    x = re.sub("a", "aa", x)
---
x = [1]
for i in range(60):
    x = sum([x, x], [])
---
x = [1]
for i in range(60):
    x = [x, x]
return str(x)
---
x = [1]
for i in range(60):
    x = [x, x]
return repr(x)
---
x = [1]
for i in range(60):
    x = [x, x]
return f"{x}"
---
x = [1]
for i in range(60):
    x = [x, x]
return json.dumps(x)
---
x = [1]
for i in range(60):
    x = [x, x]
print(x)
---
x = [1]
for i in range(60):
    x = [x, x]
return "%s" % x
---
x = [1]
for i in range(60):
    x = [x, x]
return copy.deepcopy(x)
---
x = [1]
for i in range(60):
    x = [x, x]
return list(map(str, [x]))
---
x = [1]
for i in range(60):
    x = itertools.chain(x, x)
    x = list(x)
---
return 10 ** 10 ** 10
---
return pow(10, 10**9)
---
return 1 << 10**10
---
x = 1
x <<= 10**10
---
x = 10
for i in range(60):
    x = x * x
---
x = 10
for i in range(60):
    x *= x
---
x = 10
for i in range(60):
    x **= 10
---
return pow(3, 2**900000, 2**900000 + 1)
---
return math.factorial(10**8)
---
return math.comb(10**8, 5 * 10**7)
---
return math.perm(10**8)
---
return math.prod([2**900000] * 1000)
---
return round(10**5, -10**9)
---
return "".ljust(10**10)
---
return "".rjust(10**10)
---
return "".center(10**10, "x")
---
return "1".zfill(10**10)
---
n = 10**10
return "a".ljust(n)
---
return "\\t".expandtabs(10**10)
---
return list(map("a".ljust, [10**10]))
---
f = "a".center
return f(10**10)
---
n = 10**10
return f"{1:>{n}}"
---
return format(1, ">10000000000")
---
return format(1, "." + "9" * 9 + "f")
---
return "%10000000000d" % 1
---
return "%*d" % (10**9, 1)
---
t = "%" + "9" * 9 + "d"
return t % 5
---
return "{:{}}".format(1, 10**9)
---
return bytes(10**10)
---
f = bytes
return f(10**10)
---
return (1).to_bytes(10**10, "big")
---
return int.from_bytes(b"a" * 1000000, "big")
---
return int("f" * 3000000, 16)
---
return list(range(10**12))
---
return sum(range(10**15))
---
return max(range(10**15))
---
return 5 in map(abs, range(10**15))
---
return list(itertools.permutations(range(20)))
---
return list(itertools.product(range(100), repeat=10))
---
return list(itertools.combinations(range(60), 30))
---
for x in itertools.count():
    pass
---
for x in itertools.cycle([1]):
    pass
---
return sum(x for x in itertools.count())
---
return [x for x in range(3000000) for y in range(3000000)]
---
return sorted([3, 1, 2] * 100, key=lambda x: sum(1 for y in range(100000)))
---
f = lambda n: f(n - 1) + f(n - 1) if n else 1
return f(40)
---
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
return fib(40)
---
return re.match("(a*)b", "a" * 4000000 + "c")
---
return list(Counter({"a": 10**12}).elements())
---
d = deque([1])
for i in range(60):
    d.extend(d)
---
x = {}
for i in range(10000000):
    x[i] = i
---
while True:
    try:
        while True:
            pass
    except Exception:
        pass
---
while True:
    try:
        self.nothing()
    except AttributeError:
        pass
---
any(iter([x for x in range(3000000) if False]))
while True:
    [y for y in range(1000)]
---
return textwrap.indent("\\n" * 100000, "x" * 100000)
---
return json.dumps([1], indent=10**9)
---
return statistics.quantiles([1, 2, 3], n=10**9)
---
return random.choices([1], k=10**10)
---
return random.getrandbits(10**10)
---
return math.lcm(*[2**100000 + i for i in range(1000)])
"""

# What ends with an ordinary error or in a harmless way, without a stop.
HARMLESS = """
return self.m()
---
def f(n):
    return f(n) + f(n)
return f(1)
---
def f(n):
    try:
        return f(n + 1)
    except RuntimeError:
        return f(n + 1)
return f(1)
---
def f(n):
    return f(n + 1)
return f(1)
---
return re.match("(a+)+$", "a" * 40 + "!")
---
return re.match("(a|a)*$", "a" * 40 + "!")
---
return re.match("(a|aa)+$", "a" * 40 + "!")
---
return re.match("(.*)*$", "a" * 40 + "!")
---
return re.match("(a*)*b", "a" * 40)
---
return re.match("(?:a?){40}a{40}", "a" * 40)
---
return re.match(r"(\\w+\\s?)+$", "a " * 40 + "!")
---
return re.match("([a-z]+|[a-y]+)*$", "a" * 40 + "!")
---
return re.search("(?=(a+)+$)", "a" * 40 + "!")
---
return re.compile("(x+x+)+y").search("x" * 40)
---
return re.match("((a)|(a))*$", "a" * 40 + "!")
---
return re.match("(?:(?:a|b)|(?:a|c))*$", "a" * 40 + "!")
---
return re.match("(a*?)+$", "a" * 40 + "!")
---
return re.match("(a{1,50}){1,50}$", "a" * 50 + "!")
---
return re.match("(a{1,10}){1,10}(a{1,10}){1,10}(a{1,10}){1,10}$", "a" * 50 + "!")
---
x = [1]
for i in range(100000):
    x = [x]
return x
---
x = iter([1])
for i in range(200000):
    x = (y for y in x)
return next(x)
---
x = [1]
for i in range(20000):
    x = map(lambda y: y, x)
return list(x)
---
x = [1]
for i in range(20000):
    x = filter(None, x)
return list(x)
---
x = [1]
for i in range(20000):
    x = zip(x)
return len(list(x))
---
x = [1]
for i in range(20000):
    x = reversed(list(x))
return list(x)
---
x = [1]
for i in range(20000):
    x = enumerate(x)
return len(list(x))
---
x = deque()
for i in range(200000):
    x = deque([x])
return len(x)
---
x = defaultdict(list)
for i in range(200000):
    x = defaultdict(list, {1: x})
return len(x)
---
x = 1
for i in range(10):
    x = slice(x)
return x
---
x = Counter()
for i in range(100000):
    x = Counter({1: 1})
return len(x)
---
x = 0
for i in range(100000):
    x = lambda y=x: y
return 1
---
x = (1,)
for i in range(100000):
    x = (x,)
return hash
---
return int("9" * 100000)
---
return str(10 ** 10000)
---
return json.loads("[" * 100000)
---
x = []
x.append(x)
return str(x)
---
x = {}
x["x"] = x
return x
"""


def _blocks(text: str) -> list[str]:
    made = []
    for block in text.split("\n---\n"):
        body = "\n".join("    " + line for line in block.strip("\n").split("\n"))
        made.append(f"def m(self):\n{body}\n")
    return made


@pytest.mark.parametrize("source", _blocks(STOPPED))
def test_bomb_is_stopped_and_the_next_call_works(source: str, small_world: Any) -> None:
    receiver = small_world.object(source, AFTER)

    with pytest.raises(BudgetExceededError):
        receiver.m()

    assert receiver.one() == 1


@pytest.mark.parametrize("source", _blocks(HARMLESS))
def test_trick_ends_in_order(source: str, small_world: Any) -> None:
    try:
        receiver = small_world.object(source, AFTER)
        receiver.m()
    except GuardianError:
        pass
    receiver = small_world.object(AFTER)

    assert receiver.one() == 1
