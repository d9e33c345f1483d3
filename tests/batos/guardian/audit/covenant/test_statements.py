"""The covenant: what counts as a change, and which paths need the line."""

from __future__ import annotations

import pytest

from batos.guardian.audit.audit import audit

KEPT = """
return 1
---
return self.x
---
self.x = 1
self._p_changed = True
---
self.x = 1
self._p_changed = True
return self.x
---
if flag:
    self.x = 1
    self._p_changed = True
    return True
return False
---
if not flag:
    return None
self.items.append(flag)
self._p_changed = True
return len(self.items)
---
if flag:
    self.x = 1
else:
    self.x = 2
self._p_changed = True
---
for i in range(3):
    self.items.append(i)
self._p_changed = True
return self.items
---
if flag < 0:
    self.x = 1
    raise ValueError("no")
return 1
---
items = list(self.items)
items.append(1)
return items
---
items = self.items + [1]
items.append(2)
return items
---
items = self.items[:]
items.sort()
return items
---
items = sorted(self.items)
items.reverse()
return items
---
found = dict(self.d)
found["a"] = 1
return found
---
found = self.d.copy()
found.update({"a": 1})
return found
---
found = [row for row in self.rows]
found.append(1)
return found
---
total = 0
for row in self.rows:
    total += row["n"]
return total
---
total = self.count
total += 1
return total
---
text = self.name
text += "!"
return text
---
x = []
x.append(self.items)
return len(x)
---
seen = set()
for x in self.items:
    seen.add(x)
return len(seen)
---
out = {}
for k, v in self.d.items():
    out[k] = v
return out
---
out = {}
for k, v in self.d.items():
    out.setdefault(v, []).append(k)
return out
---
counts = Counter(self.words)
counts.update(["a"])
return counts.most_common(1)
---
queue = deque(self.items)
queue.popleft()
return list(queue)
---
def helper(x):
    return x + 1
return helper(self.x)
---
return sorted(self.rows, key=lambda row: row["n"])
---
return self.other(flag)
---
self.other(flag)
self.more()
return 1
---
self.x = 1
self._p_changed = True
return self.other()
---
self.x = 1
self._p_changed = True
total = self.x + 1
return total
---
try:
    self.x = int(flag)
except ValueError:
    self.x = 0
self._p_changed = True
---
try:
    value = int(flag)
except ValueError:
    return None
self.x = value
self._p_changed = True
return value
---
try:
    return int(flag)
finally:
    self.x = 1
    self._p_changed = True
---
while True:
    if flag:
        self.x = 1
        self._p_changed = True
        return 1
    flag = True
---
match flag:
    case 1:
        self.x = 1
    case _:
        self.x = 2
self._p_changed = True
---
self.x, self.y = self.y, self.x
self._p_changed = True
---
del self.items[0]
self._p_changed = True
---
def change():
    self.items.append(1)
change()
self._p_changed = True
---
x = self.items
x = list(x)
x.append(1)
return x
---
data = json.loads(json.dumps(self.d))
data["x"] = 1
return data
---
data = copy.deepcopy(self.d)
data["x"]["y"] = 1
return data
---
first, *rest = self.items
rest.append(1)
return rest
---
return [x for x in self.items if x not in flag]
---
return max(self.items)
---
words = self.text.split()
words.sort()
return words
---
for i, x in enumerate(self.items):
    if x == flag:
        return i
return -1
---
n = self.n
while n > 1:
    n //= 2
return n
---
n = self.n
n -= 1
return n
---
made = self.clone()
made.x = 1
return made
---
groups = {}
for row in self.rows:
    key = row["kind"]
    if key not in groups:
        groups[key] = []
    groups[key].append(row)
return groups
---
groups = defaultdict(list)
for row in self.rows:
    groups[row["kind"]].append(row)
return dict(groups)
---
pairs = list(zip(self.names, self.rows))
pairs.sort()
return pairs
---
out = [list(row) for row in self.rows]
out[0].append(1)
return out
---
out = [dict(row) for row in self.rows]
for row in out:
    row["seen"] = True
return out
"""

BROKEN = """
self.x = 1
---
self.x = 1
return 1
---
self._p_changed = True
self.x = 1
---
self.x += 1
---
self.x: int = 1
---
del self.x
---
self.items.append(1)
---
self.items[0] = 1
---
del self.items[0]
---
self.items[:] = []
---
self.d["a"]["b"] = 1
---
self.d.setdefault("a", []).append(1)
---
return self.items.pop()
---
return self.d.setdefault("a", 1)
---
self.x = 1
self._p_changed = True
return self.items.pop()
---
if flag:
    self.x = 1
    self._p_changed = True
else:
    self.x = 2
return 1
---
if flag:
    self.x = 1
return 1
---
if flag:
    self._p_changed = True
self.x = 1
if flag:
    self._p_changed = True
---
self.x = 1
if flag:
    return 1
self._p_changed = True
---
for i in range(3):
    self._p_changed = True
    self.items.append(i)
---
for i in range(3):
    self.items.append(i)
    if i == flag:
        return i
    self._p_changed = True
---
while flag:
    self.x = 1
    break
---
for i in range(3):
    self.x = i
    if i:
        continue
    self._p_changed = True
---
x = self.items
x.append(1)
---
x = y = self.items
y.append(1)
---
x = self.items
y = x
z = y
z.append(1)
---
x, y = self.a, self.b
y.append(1)
---
(x := self.items).append(1)
---
if (x := self.items):
    x.clear()
---
x = self.items if flag else []
x.append(1)
---
x = self.items or []
x.append(1)
---
x = self.d.get("a", [])
x.append(1)
---
x = self.d["a"]
x["b"] = 1
---
for row in self.rows:
    row["n"] = 1
---
for row in list(self.rows):
    row["n"] = 1
---
for row in self.rows[:]:
    row.append(1)
---
for row in sorted(self.rows):
    row.append(1)
---
for k, v in self.d.items():
    v.append(1)
---
for v in self.d.values():
    v.append(1)
---
for i, row in enumerate(self.rows):
    row.append(i)
---
for a, b in zip(self.rows, flag):
    a.append(b)
---
for self.x in range(3):
    pass
---
for self.d["a"] in range(3):
    pass
---
[row.append(1) for row in self.rows]
---
[self.items.append(x) for x in flag]
---
rows = [row for row in self.rows]
rows[0].append(1)
---
rows = {k: v for k, v in self.d.items()}
rows["a"].append(1)
---
x = [self.items]
x[0].append(1)
---
x = {"a": self.items}
x["a"].append(1)
---
x = (self.items, 1)
x[0].append(1)
---
x = []
x.append(self.items)
x[0].append(1)
---
x = {}
x["a"] = self.items
x["a"].append(1)
---
x = self.items
x += [1]
---
self.d["n"] += 1
---
add = self.items.append
add(1)
---
add = self.items.append
for x in flag:
    add(x)
---
list(map(self.items.append, flag))
---
sorted(flag, key=self.items.append)
---
def change():
    self.items.append(1)
change()
---
def change():
    self.x = 1
self._p_changed = True
change()
---
def change(items):
    items.append(1)
change(self.items)
---
def change(*items):
    items[0].append(1)
change(self.items)
---
def change(items=None):
    items.append(1)
change(items=self.items)
---
def change(items):
    items.append(1)
change(*[self.items])
---
def change(items):
    items.append(1)
list(map(change, [self.items]))
---
def change(items=self.items):
    items.append(1)
change()
---
def change(who):
    who.x = 1
change(self)
---
get = lambda: self.items
get().append(1)
---
def get():
    return self.items
get().append(1)
---
(lambda: self.items)().append(1)
---
(lambda items: items.append(1))(self.items)
---
change = lambda: self.items.append(1)
change()
---
f = [lambda: self.items.append(1)]
f[0]()
---
f = {"a": lambda: self.items.append(1)}
f["a"]()
---
def outer():
    def inner():
        self.items.append(1)
    return inner
outer()()
---
def outer():
    def inner():
        self.items.append(1)
    inner()
outer()
---
x = None
def take():
    nonlocal x
    x = self.items
take()
x.append(1)
---
list(map(lambda row: row.append(1), self.rows))
---
[f() for f in [lambda: self.items.append(1)]]
---
sorted(self.rows, key=lambda row: row.pop())
---
any(row.append(1) for row in self.rows)
---
me = self
me.x = 1
---
me = self
me.items.append(1)
---
match self.items:
    case [first, *rest]:
        first.append(1)
---
match self.d:
    case {"a": x}:
        x.append(1)
---
match self.items:
    case list() as x:
        x.append(1)
---
match self.items:
    case list(x):
        x.append(1)
---
match self.d:
    case {**rest}:
        rest["a"].append(1)
---
match self.items:
    case x:
        x.append(1)
---
try:
    self.x = int(flag)
except ValueError:
    return 1
self._p_changed = True
---
try:
    self.items.append(int(flag))
    self._p_changed = True
except ValueError:
    self.x = 1
---
try:
    self._p_changed = True
finally:
    self.x = 1
---
try:
    self._p_changed = True
    return 1
finally:
    self.x = 1
---
try:
    self.items.append(1)
    int(flag)
    self._p_changed = True
except ValueError:
    pass
---
getattr(self, "items", []).append(1)
---
x = getattr(self, "items")
x.append(1)
---
random.shuffle(self.items)
---
heapq.heappush(self.items, 1)
---
bisect.insort(self.items, 1)
---
x = max(self.rows)
x.append(1)
---
x = next(iter(self.rows))
x.append(1)
---
x = random.choice(self.rows)
x.append(1)
---
x = functools.reduce(lambda a, b: a, self.rows)
x.append(1)
---
x = copy.copy(self.rows)
x[0].append(1)
---
x = list(itertools.chain(self.rows))
x[0].append(1)
---
x = deque(self.rows)
x[0].append(1)
---
x = self.rows + []
x[0].append(1)
---
first, *rest = self.rows
rest[0].append(1)
---
x = self.d.pop("a")
---
self.child.x = 1
---
self.tags.add(1)
---
self.tags.discard(1)
---
self.q.popleft()
---
self.d.update(a=1)
---
self.items.sort()
---
self.items.insert(0, 1)
---
self.d.clear()
---
x = self.items
while flag:
    x.append(1)
    flag = False
---
x = []
for i in range(2):
    x.append(1)
    x = self.items
---
out = [list(row) for row in self.rows]
out[0][0].append(1)
---
groups = {}
for row in self.rows:
    groups.setdefault(row["kind"], []).append(row)
    groups["a"] = [row]
groups["a"][0]["x"] = 1
---
groups = defaultdict(list)
for row in self.rows:
    groups[row["kind"]].append(row)
groups["a"][0]["x"] = 1
---
for name, row in list(zip(flag, self.rows)):
    row.append(1)
---
x = [[self.items]]
x[0][0].append(1)
---
groups = {}
for row in self.rows:
    groups.setdefault(row["kind"], []).append(row)
groups["a"][0]["x"] = 1
---
L = list
L.append(self.items, 1)
"""


DOUBTFUL = """
x = self.items
x += flag
---
x = self.tags
x |= flag
---
x = self.tags
x -= flag
---
x = self.items
x *= 2
---
t = self.pair
t += (1,)
---
n = self.count
n += self.step
return n
---
total = self.total
for amount in flag:
    total += amount
return total
---
price = self.price
price *= flag
return price
---
mask = self.mask
mask &= flag
return mask
---
x = dict.get(self.d, "a")
x.append(1)
---
x = {}.fromkeys([1], self.rows)
x[1].append(1)
---
x = next(itertools.starmap(dict.get, [(self.d, "a")]))
x.append(1)
---
x = list(map(dict.get, [self.d], ["a"]))
x[0].append(1)
---
x = max([self.d], key=lambda q: dict.get(q, "a").append(1) or 0)
---
x = re.match("(b)?a", "a").groups(self.rows)
x[0].append(1)
"""
"""What may be a change of a part or not: only a run tells, and it is looked after there."""


def _methods(text: str) -> list[str]:
    made = []
    for block in text.split("\n---\n"):
        body = "\n".join("    " + line for line in block.strip("\n").split("\n"))
        made.append(f"def m(self, flag):\n{body}\n")
    return made


@pytest.mark.parametrize("source", _methods(KEPT))
def test_kept_covenant_is_accepted(source: str) -> None:
    verdict = audit(source)

    assert verdict.accepted, verdict.as_feedback()


@pytest.mark.parametrize("source", _methods(BROKEN))
def test_broken_covenant_is_refused(source: str) -> None:
    verdict = audit(source)

    assert [finding.rule for finding in verdict.errors] == ["covenant"] * len(verdict.errors)
    assert verdict.errors
    assert verdict.mutator


@pytest.mark.parametrize("source", _methods(DOUBTFUL))
def test_what_may_be_a_change_is_looked_after_when_it_runs(source: str) -> None:
    verdict = audit(source)

    assert verdict.accepted, verdict.as_feedback()
    assert verdict.borrows
    assert not verdict.mutator


def test_finding_says_which_line_to_add_and_where() -> None:
    verdict = audit("def m(self, x):\n    self.items.append(x)\n    return x\n")

    (finding,) = verdict.errors
    assert finding.line == 3
    assert "self._p_changed = True" in finding.mend
    assert "line 3" in finding.mend
    assert verdict.changes == ("items",)


@pytest.mark.parametrize(
    "body",
    [
        "other.items.append(1)",
        "other.d['a'] = 1",
        "for x in [other]:\n        x.items.append(1)",
        "random.shuffle(other.items)",
    ],
)
def test_part_of_another_object_is_not_changed_in_place(body: str) -> None:
    verdict = audit(f"def m(self, other):\n    {body}\n")

    assert not verdict.accepted
    assert "another object" in verdict.errors[0].message


def test_changes_name_the_slots() -> None:
    source = """
def m(self, x):
    rows = self.rows
    rows.append(x)
    self.count += 1
    for name, part in self.parts.items():
        part.clear()
    self._p_changed = True
"""
    verdict = audit(source)

    assert verdict.accepted
    assert verdict.mutator
    assert verdict.changes == ("count", "parts", "rows")


def test_reader_is_no_mutator() -> None:
    assert not audit("def m(self):\n    return self.x\n").mutator
