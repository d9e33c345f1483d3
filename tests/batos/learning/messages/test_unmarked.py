"""What a message changes is kept with it, however it came by the part that it changed."""

from __future__ import annotations

import copy

import pytest

from batos.errors import BatosError, MethodError
from batos.guardian.audit.audit import audit
from batos.objects import Method, UvmObject, install_method

STATE = {"d": {"k": []}, "rows": [[]], "pair": ([],), "deep": {"a": [{"b": [[]]}]}}

SNEAKY = {
    "type_method": "dict.get(self.d, 'k').append(v)",
    "default_of_groups": "re.match('(b)?a', 'a').groups(self.rows)[0].append(v)",
    "default_of_groupdict": ("re.match('(?P<g>b)?a', 'a').groupdict(self.rows)['g'].append(v)"),
    "fromkeys": "{}.fromkeys([1], self.rows)[1].append(v)",
    "starmap": "next(itertools.starmap(dict.get, [(self.d, 'k')])).append(v)",
    "key_of_max": "max([self.d], key=lambda q: dict.get(q, 'k').append(v) or 0)",
    "mapped": "list(map(dict.get, [self.d], ['k']))[0].append(v)",
    "reduce": "functools.reduce(dict.get, ['k'], self.d).append(v)",
    "setdefault": "{}.setdefault(1, self.rows).append(v)",
    "default_of_pop": "{}.pop(1, self.rows).append(v)",
    "default_of_get": "{}.get(1, self.rows).append(v)",
    "copied": "copy.copy(self.d)['k'].append(v)",
    "error": (
        "try:\n        raise ValueError(self.rows)\n"
        "    except ValueError as e:\n        e.args[0].append(v)"
    ),
    "match": "match self.d:\n        case {'k': found}:\n            found.append(v)",
    "closure": "f = (lambda x=self.rows: x)\n    f().append(v)",
    "star": "(lambda *a: a[0].append(v))(*[self.rows])",
    "words": "(lambda **w: w['x'].append(v))(x=self.rows)",
    "zipped": "[a.append(v) for a, b in zip([self.rows], [1])]",
    "tuple": "self.pair[0].append(v)",
    "sorted": "sorted([self.rows], key=lambda x: x.append(v) or 1)",
    "chain": "next(itertools.chain([self.rows])).append(v)",
    "repeat": "next(itertools.repeat(self.rows, 1)).append(v)",
    "cycle": "next(itertools.cycle([self.rows])).append(v)",
    "accumulate": "list(itertools.accumulate([self.rows], lambda a, b: a))[0].append(v)",
    "heap": "heapq.nsmallest(1, [self.rows])[0].append(v)",
    "random": "random.choice([self.rows]).append(v)",
    "counter": "collections.OrderedDict(self.deep)['a'].append(v)",
    "extended": "x = []\n    x.extend(self.rows)\n    x[0].append(v)",
    "iadd": "xs = self.friend.items\n    ys = [v]\n    xs += ys",
    "subscript": "dict.get(self.d, 'k')[len(self.d['k']):] = [v]",
    "inner": "dict.get(self.deep, 'a')[0]['b'][0].append(v)",
    "sent": "self.send('rows').append(v)",
    "of_friend": "self.friend.items.append(v)",
    "of_parent": "self.inherited.append(v)",
    "default": "(getattr(self, 'nothing', self.rows)).append(v)",
}


def body(name: str, ending: str) -> str:
    return f"def {name}(self, v):\n    {SNEAKY[name]}\n    {ending}\n"


@pytest.fixture
def shop(home):
    """Opens an image with an object that holds lists, a friend and a parent of it."""

    def open_(source: str = ""):
        image = home.open()

        def make(root):
            above = root.add("above", UvmObject(inherited=[]))
            friend = root.add("friend", UvmObject(items=[]))
            box = root.add("box", UvmObject(parents=(above,), friend=friend))
            for slot, value in STATE.items():
                setattr(box, slot, copy.deepcopy(value))
            add(box, "def honest(self):\n    self.n = 1\n    self._p_changed = True\n")
            if source:
                add(box, source)

        with image.session.read() as root:
            born = "box" in root.objects
        if not born:
            image.session.change(make, note="make")
        return image

    return open_


def add(box, source):
    verdict = audit(source)
    method = Method(
        selector=verdict.selector,
        source=source,
        signature=verdict.signature,
        mutator=verdict.mutator,
        verdict=verdict.to_plain(),
    )
    install_method(box, method)


def world(image):
    """Return all that can be changed, as it is stored."""
    with image.session.read() as root:
        return [repr(root.find(name).slots) for name in ("above", "friend", "box")]


@pytest.mark.parametrize("name", SNEAKY)
def test_what_was_acknowledged_is_there_after_a_restart(shop, name):
    source = body(name, "return 1")
    if not audit(source).accepted:
        return  # what does not get in cannot be lost
    image = shop(source)
    before = world(image)
    acknowledged = 0
    for number in range(5):
        try:
            image.send("box", name, f"mark {number}")
        except BatosError:
            continue
        acknowledged += 1
    image.close()
    after = world(shop())
    marks = sum(text.count("mark ") for text in after)
    assert marks == acknowledged
    assert (after == before) == (not acknowledged)


@pytest.mark.parametrize("name", SNEAKY)
def test_what_failed_is_not(shop, name):
    source = body(name, "return 1 / 0")
    if not audit(source).accepted:
        return
    image = shop(source)
    before = world(image)
    for number in range(3):
        with pytest.raises(BatosError):
            image.send("box", name, f"mark {number}")
    assert world(image) == before
    image.send("box", "honest")
    image.close()
    assert not any("mark" in text for text in world(shop()))


def test_a_failure_that_its_sender_catches_is_taken_back_alone(shop):
    image = shop(body("type_method", "return 1 / 0"))
    caught = (
        "def caught(self):\n    try:\n        self.type_method('mark')\n"
        "    except ZeroDivisionError:\n        pass\n    return len(self.d['k'])\n"
    )
    image.session.change(lambda root: add(root.find("box"), caught), note="add")
    before = world(image)
    assert image.send("box", "caught") == 0
    assert world(image) == before
    image.send("box", "honest")
    assert not any("mark" in text for text in world(image))


def test_the_history_of_a_method_tells_of_it_once(shop):
    image = shop(body("type_method", "return 1"))
    for number in range(3):
        image.send("box", "type_method", f"mark {number}")
    events = image.history.of("box.type_method")["events"]
    told = [event for event in events if event["event"] == "unmarked"]
    assert len(told) == 1
    assert "changed box without saying so" in told[0]["cause"]


def test_what_cannot_be_stored_is_an_error_of_the_message(shop):
    source = "def odd(self):\n    dict.get(self.d, 'k').append(range(3))\n    return 1\n"
    image = shop(source)
    with pytest.raises(BatosError, match="range"):
        image.send("box", "odd")
    assert image.send("box", "d") == {"k": []}


def test_reading_writes_nothing(shop):
    source = "def total(self):\n    return len(self.d) + sum(len(r) for r in self.rows)\n"
    image = shop(source)
    before = image.session.metrics.commits
    for _ in range(30):
        assert image.send("box", "total") == 2 - 1
    assert image.session.metrics.commits == before
    assert image.session.metrics.unmarked == 0


def test_the_past_and_a_look_leave_nothing_behind(shop):
    source = body("type_method", "return 1")
    image = shop(source)
    before = world(image)
    with image.session.read() as root:
        assert root.find("box").send("type_method", "mark") == 1
    assert world(image) == before
    image.send("box", "honest")
    assert not any("mark" in text for text in world(image))


def test_a_large_object_is_looked_at_too(shop):
    image = shop(body("type_method", "return 1"))

    def grow(root):
        root.find("box").d = {"k": [], "more": ["x" * 100] * 2_000}

    image.session.change(grow, note="grow")
    for number in range(5):
        image.send("box", "type_method", f"mark {number}")
    image.close()
    assert sum(text.count("mark ") for text in world(shop())) == 5


def test_a_method_error_still_is_one(shop):
    image = shop(body("type_method", "raise ValueError('no')"))
    with pytest.raises(MethodError, match="no"):
        image.send("box", "type_method", 1)
