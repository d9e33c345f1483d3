"""Attempts to reach the host, the database or the interpreter: the audit refuses them all."""

from __future__ import annotations

import pytest

from batos.guardian.audit import audit

# One escape a block; `---` parts them.
ESCAPES = '''
def m(self):
    return self.__class__
---
def m(self):
    return ().__class__.__bases__[0].__subclasses__()
---
def m(self):
    return self.__dict__
---
def m(self):
    return m.__globals__
---
def m(self):
    return (lambda: 0).__code__
---
def m(self):
    return [].__init__.__self__
---
def m(self):
    return "".__class__.__mro__
---
def m(self):
    return int.mro()
---
def m(self):
    return self._p_jar
---
def m(self):
    return self._p_jar.root()
---
def m(self):
    return self._p_oid
---
def m(self):
    self._p_changed = False
---
def m(self):
    self._p_changed = None
---
def m(self):
    del self._p_changed
---
def m(self):
    return self._p_changed
---
def m(self):
    x = self._p_changed = True
---
def m(self, other):
    other._p_changed = True
---
def m(self):
    self._p_changed: bool = True
---
def m(self):
    self._p_changed = 1
---
def m(self):
    self._p_invalidate()
---
def m(self):
    return self._v_space
---
def m(self):
    self._v_cache = {}
---
def m(self):
    return self._slots
---
def m(self):
    return self.slots
---
def m(self):
    return self.parents
---
def m(self):
    self.parents = ()
---
def m(self, other):
    other.parents = (self,)
---
def m(self):
    self.send = 1
---
def m(self):
    del self.clone
---
def m(self, name):
    return getattr(self, name)
---
def m(self):
    return getattr(self, "__class__")
---
def m(self):
    return getattr(self, "_p_jar", None)
---
def m(self):
    return getattr(self, "_" + "p_jar")
---
def m(self):
    return getattr(self, f"{'_'}p_jar")
---
def m(self):
    return hasattr(self, "__dict__")
---
def m(self):
    g = getattr
    return g(self, "x")
---
def m(self):
    return list(map(getattr, [self], ["_p_jar"]))
---
def m(self):
    return getattr(*[self, "_p_jar"])
---
def m(self):
    return getattr(self, "gi_frame", None)
---
def m(self):
    return getattr("", "format", None)
---
def m(self):
    setattr(self, "x", 1)
---
def m(self):
    delattr(self, "x")
---
def m(self):
    return vars(self)
---
def m(self):
    return dir(self)
---
def m(self):
    return type(self)
---
def m(self):
    return type("X", (), {})
---
def m(self):
    return object()
---
def m(self):
    return super()
---
def m(self):
    return globals()
---
def m(self):
    return locals()
---
def m(self):
    return eval("1")
---
def m(self):
    exec("x = 1")
---
def m(self):
    return compile("1", "", "eval")
---
def m(self):
    return __import__("os")
---
def m(self):
    import os
    return os
---
def m(self):
    from os import system
    return system
---
def m(self):
    return open("/etc/passwd").read()
---
def m(self):
    return input()
---
def m(self):
    return breakpoint()
---
def m(self):
    return memoryview(b"x")
---
def m(self):
    return id(self)
---
def m(self):
    return __builtins__
---
def m(self):
    return __name__
---
def m(self):
    return help
---
def m(self):
    exit()
---
def m(self):
    return classmethod
---
def m(self):
    return property(lambda self: 1)
---
def m(self):
    return _tick
---
def m(self):
    return _getattr(self, "_p_jar")
---
def m(self):
    _tick = lambda: None
---
def m(self, _tick):
    return 1
---
def m(self):
    for _tick in []:
        pass
---
def m(self):
    try:
        pass
    except ValueError as _add:
        pass
---
def m(self, x):
    match x:
        case {"a": 1, **_add}:
            return 1
---
def m(self, x):
    match x:
        case [_add, *_mul]:
            return 1
---
def m(self, x):
    match x:
        case int() as _add:
            return 1
---
def m(self, *_args):
    return 1
---
def m(self, **__kw):
    return 1
---
def m(self, __x, /):
    return __x
---
def m(self, *, _x=1):
    return _x
---
def m(self):
    def _tick():
        return None
---
def m(self):
    return "{0.__class__}".format(self)
---
def m(self):
    return "{0.__class__.__init__.__globals__}".format(self)
---
def m(self):
    return "{x.name}".format(x=self)
---
def m(self):
    return "{0[__class__]}".format(self)
---
def m(self):
    return "{:{0.x}}".format(self)
---
def m(self, t):
    return t.format(self)
---
def m(self):
    t = "{0.__class__}"
    return t.format(self)
---
def m(self):
    f = "{0.__class__}".format
    return f(self)
---
def m(self):
    return "{a}".format_map(self)
---
def m(self):
    return str.format("{0.__class__}", self)
---
def m(self):
    return list(map("{0.__class__}".format, [self]))
---
def m(self):
    return string.Formatter().format("{0.__class__}", self)
---
def m(self):
    return string.Template
---
def m(self):
    return f"{self.__class__}"
---
def m(self):
    return f"{self._p_jar!r:>{10}}"
---
def m(self):
    g = (x for x in [1])
    return g.gi_frame
---
def m(self):
    return (x for x in [1]).gi_frame.f_back
---
def m(self):
    yield 1
---
def m(self):
    x = yield
---
def m(self):
    yield from []
---
async def m(self):
    return 1
---
def m(self):
    async def f():
        return 1
    return f().cr_frame
---
def m(self):
    try:
        1 / 0
    except ZeroDivisionError as e:
        return e.__traceback__
---
def m(self):
    try:
        1 / 0
    except ZeroDivisionError as e:
        return e.tb_frame
---
def m(self):
    try:
        1 / 0
    except ZeroDivisionError as e:
        return e
---
def m(self):
    try:
        self.nothing
    except AttributeError as e:
        return e.obj
---
def m(self):
    try:
        self.nothing
    except AttributeError as e:
        return e.receiver
---
def m(self):
    try:
        1 / 0
    except ZeroDivisionError as e:
        self.kept = e
        self._p_changed = True
---
def m(self):
    try:
        1 / 0
    except ZeroDivisionError as e:
        x = [e]
        return x[0]
---
def m(self):
    try:
        1 / 0
    except ZeroDivisionError as e:
        return (lambda: e)()
---
def m(self):
    try:
        1 / 0
    except ZeroDivisionError as e:
        return e.with_traceback(None)
---
def m(self):
    try:
        1 / 0
    except:
        return 1
---
def m(self):
    try:
        1 / 0
    except BaseException:
        return 1
---
def m(self):
    try:
        1 / 0
    except (ValueError, BaseException):
        return 1
---
def m(self):
    try:
        1 / 0
    except (lambda: Exception)():
        return 1
---
def m(self, kind):
    try:
        1 / 0
    except kind:
        return 1
---
def m(self):
    Exception = 1
    try:
        1 / 0
    except Exception:
        return 1
---
def m(self):
    try:
        1 / 0
    except* ValueError:
        pass
---
def m(self):
    try:
        while True:
            pass
    finally:
        return 1
---
def m(self):
    while True:
        try:
            pass
        finally:
            continue
---
def m(self):
    for x in [1]:
        try:
            pass
        finally:
            break
---
def m(self):
    raise SystemExit
---
def m(self):
    raise KeyboardInterrupt()
---
def m(self):
    raise GeneratorExit
---
def m(self):
    with self as x:
        return x
---
def m(self):
    with open("x") as f:
        return f
---
def m(self):
    class X:
        pass
---
def m(self):
    class X(Exception):
        def __init__(self):
            pass
    raise X
---
def m(self):
    global x
    x = 1
---
def m(self, x):
    match x:
        case object(__class__=c):
            return c
---
def m(self, x):
    match x:
        case int(real=r):
            return r
---
def m(self, x):
    match x:
        case Exception(args=a):
            return a
---
def m(self, x):
    match x:
        case self.secret:
            return 1
---
def m(self, x):
    match x:
        case math.pi:
            return 1
---
def m(self, x):
    match x:
        case str(a, b):
            return 1
---
def m(self, x, str):
    match x:
        case str():
            return 1
---
@staticmethod
def m(self):
    return 1
---
@(lambda f: f)
def m(self):
    return 1
---
def m(self):
    @print
    def f():
        return 1
---
def m(self, x=print("now")):
    return x
---
def m(self, x=[]):
    return x
---
def m(self, x=len("a")):
    return x
---
def m(self, *, x=(lambda: 1)):
    return x
---
def m(self, x: print("now")):
    return x
---
def m(self) -> (lambda: 1)():
    return 1
---
def m(self):
    x: print("now") = 1
    return x
---
def m(self, x=1 + 1):
    return x
---
x = 1
def m(self):
    return x
---
def m(self):
    return 1
m(None)
---
def m(self):
    return 1
def n(self):
    return 2
---
import os
def m(self):
    return 1
---
"""A docstring."""
def m(self):
    return 1
---
m = lambda self: 1
---
1
---
pass
---
def m():
    return 1
---
def m(this):
    return 1
---
def m(*self):
    return 1
---
def m(self=None):
    return 1
---
def m(x, self):
    return 1
---
def m(*, self):
    return 1
---
def _m(self):
    return 1
---
def __init__(self):
    pass
---
def __getattr__(self, name):
    return 1
---
def M(self):
    return 1
---
def send(self, x):
    return 1
---
def clone(self):
    return 1
---
def parents(self):
    return 1
---
def slots(self):
    return 1
---
def mé(self):
    return 1
---
def m(self):
    self = 1
---
def m(self, other):
    for self in [other]:
        self.x = 1
---
def m(self, other):
    (self := other)
---
def m(self, other):
    def f(self):
        self.x = 1
    f(other)
---
def m(self, other):
    return (lambda self: self.x)(other)
---
def m(self, other):
    return [self for self in [other]]
---
def m(self):
    del self
---
def m(self, x):
    match x:
        case self:
            return 1
---
def m(self):
    try:
        1 / 0
    except ValueError as self:
        pass
---
def m(self):
    return [m for x in [1]]
---
def m(self):
    return m(self)
---
def m(self):
    return \uff47\uff4c\uff4f\uff42\uff41\uff4c\uff53()
---
def m(self):
    return self.\uff3f_class__
---
def m(self):
    return self.\uff4dro
---
def m(self):
    return int.__add__
---
def m(self):
    list.append(self.items, 1)
---
def m(self):
    return dict.update
---
def m(self):
    return str.join
---
def m(self):
    return list.sort
---
def m(self):
    math.pi = 3
---
def m(self):
    del math.pi
---
def m(self):
    return math.sys
---
def m(self):
    return json.decoder
---
def m(self):
    return random.seed(1)
---
def m(self):
    return random.SystemRandom
---
def m(self):
    return re.sre_parse
---
def m(self):
    return collections.abc
---
def m(self):
    return datetime.sys
---
def m(self):
    return datetime.datetime.__init__
---
def m(self):
    return time.sleep(10)
---
def m(self):
    return itertools.chain.mro
---
def m(self):
    print("x", file=self.f)
---
def m(self):
    print("x", flush=True)
---
def m(self, f):
    return iter(f, 1)
---
def m(self):
    return iter(*[int, 1])
---
def m(self):
    lambda: (yield)
---
def m(self):
    return [await x for x in []]
---
def m(self):
    type X = int
---
def m[T](self):
    return 1
---
def m(self):
    return unknown_name
---
def m(self):
    return os.system("id")
---
def m(self):
    return sys.modules
---
def m(self):
    return subprocess
---
def m(self):
    return 1 if True else open
---
def m(self):
    return [open for x in [1]]
---
def m(self):
    return self.x.gi_code
---
def m(self):
    return self.f_locals
---
def m(self):
    return self.co_consts
---
def m(self):
    return self.func_globals
---
def m(self):
    (1).real.mro = 1
---
def m(self):
    [].x = 1
---
def m(self):
    return True()
'''

BLOCKS = [block.strip("\n") + "\n" for block in ESCAPES.split("\n---\n")]


@pytest.mark.parametrize("source", BLOCKS)
def test_escape_is_refused(source: str) -> None:
    verdict = audit(source)

    assert not verdict.accepted
    assert verdict.errors
    assert all(finding.message and finding.rule for finding in verdict.errors)


def test_there_are_many_escapes() -> None:
    assert len(BLOCKS) > 185


@pytest.mark.parametrize(
    "source",
    [
        "# coding: utf-7\ndef m(self):\n    return 1\n",
        "#!x\n# -*- coding: latin-1 -*-\ndef m(self):\n    return 1\n",
        "def m(self):\n    return 1\0\n",
        "",
        "def m(self:\n",
        "def m(self):\n    return " + "(" * 300 + ")" * 300,
        "def m(self):\n    return " + "-" * 5000 + "1",
        "def m(self):\n    return " + "+".join("1" * 1 for _ in range(5000)),
        "def m(self):\n    return " + "[" * 90 + "]" * 90,
        "def m(self):\n    x = '" + "a" * 20000 + "'\n",
        "def m(self):\n    return " + "not " * 3000 + "1",
        "def m(self):\n    return x" + ".a" * 3000,
        "def m(self):\n    return " + "lambda: " * 1500 + "1",
    ],
    ids=range(13),
)
def test_source_that_attacks_the_reader_is_refused(source: str) -> None:
    assert not audit(source).accepted


def test_nested_finally_is_refused_before_it_is_compiled() -> None:
    lines = ["def m(self):"]
    for depth in range(20):
        indent = "    " * (depth + 1)
        lines += [f"{indent}try:", f"{indent}    pass", f"{indent}finally:"]
    lines.append("    " * 21 + "x = 1")

    verdict = audit("\n".join(lines))

    assert not verdict.accepted
    assert any("finally" in finding.message for finding in verdict.errors)


def test_nested_blocks_beyond_the_compiler_are_refused() -> None:
    lines = ["def m(self):"]
    lines += ["    " * (depth + 1) + "for x in [1]:" for depth in range(25)]
    lines.append("    " * 26 + "pass")

    assert not audit("\n".join(lines)).accepted
