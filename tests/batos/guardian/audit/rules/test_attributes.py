# ruff: noqa: RUF001 - sources of methods, some with letters that only look plain
"""The rule attributes: attributes that lead out of the object."""

from __future__ import annotations

import pytest

from batos.guardian.audit.audit import audit


def blocks(text: str) -> list[str]:
    """Return the sources in a text, parted by lines of three dashes."""
    return [part.strip("\n") + "\n" for part in text.split("\n---\n")]


REFUSED = r"""
def m(self, x=None):
    return self.__class__
---
def m(self, x=None):
    return self.__dict__
---
def m(self, x=None):
    return self.__init__
---
def m(self, x=None):
    return self._p_jar
---
def m(self, x=None):
    return self._p_oid
---
def m(self, x=None):
    return self._p_changed
---
def m(self, x=None):
    return self._p_serial
---
def m(self, x=None):
    return self._p_activate
---
def m(self, x=None):
    return self._v_space
---
def m(self, x=None):
    return self._slots
---
def m(self, x=None):
    return self._parents
---
def m(self, x=None):
    return self._name
---
def m(self, x=None):
    return self.parents
---
def m(self, x=None):
    return self.slots
---
def m(self, x=None):
    return self.__reduce__
---
def m(self, x=None):
    return self.__getattribute__
---
def m(self, x=None):
    return self.__subclasshook__
---
def m(self, x=None):
    return x.gi_frame
---
def m(self, x=None):
    return x.gi_code
---
def m(self, x=None):
    return x.gi_yieldfrom
---
def m(self, x=None):
    return x.cr_frame
---
def m(self, x=None):
    return x.cr_await
---
def m(self, x=None):
    return x.ag_frame
---
def m(self, x=None):
    return x.f_globals
---
def m(self, x=None):
    return x.f_locals
---
def m(self, x=None):
    return x.f_back
---
def m(self, x=None):
    return x.f_builtins
---
def m(self, x=None):
    return x.tb_frame
---
def m(self, x=None):
    return x.tb_next
---
def m(self, x=None):
    return x.co_code
---
def m(self, x=None):
    return x.co_consts
---
def m(self, x=None):
    return x.func_globals
---
def m(self, x=None):
    return x.mro
---
def m(self, x=None):
    return x.with_traceback
---
def m(self, x=None):
    return x.format_map
---
def m(self, x=None):
    return x.__traceback__
---
def m(self, x=None):
    return x.__context__
---
def m(self, x=None):
    return x.__wrapped__
---
def m(self, x=None):
    return x.__self__
---
def m(self, x=None):
    return x.__func__
---
def m(self, x=None):
    return x.__code__
---
def m(self, x=None):
    return x.__closure__
---
def m(self, x=None):
    return x.__globals__
---
def m(self, x=None):
    self._p_changed = False
---
def m(self, x=None):
    self._p_changed = None
---
def m(self, x=None):
    self._p_changed = 1
---
def m(self, x=None):
    del self._p_changed
---
def m(self, x=None):
    x._p_changed = True
---
def m(self, x=None):
    self.a._p_changed = True
---
def m(self, x=None):
    self._p_changed += 1
---
def m(self, x=None):
    self._p_changed = self.x = True
---
def m(self, x=None):
    for self._p_changed in x:
        pass
---
def m(self, x=None):
    self._p_changed: bool = True
---
def m(self, x=None):
    y = self._p_changed
---
def m(self, x=None):
    self.send = x
---
def m(self, x=None):
    self.clone = x
---
def m(self, x=None):
    self.parents = x
---
def m(self, x=None):
    self.slots = {}
---
def m(self, x=None):
    del self.send
---
def m(self, x=None):
    self.__class__ = x
---
def m(self, x=None):
    setattr = self.__setattr__
---
def m(self, x=None):
    list.append(x, 1)
---
def m(self, x=None):
    dict.update(x, x)
---
def m(self, x=None):
    str.format("{}", x)
---
def m(self, x=None):
    str.join(",", x)
---
def m(self, x=None):
    int.__add__(1, 2)
---
def m(self, x=None):
    math.__loader__
---
def m(self, x=None):
    math.sys
---
def m(self, x=None):
    math.os
---
def m(self, x=None):
    json.codecs
---
def m(self, x=None):
    json.decoder
---
def m(self, x=None):
    re.sys
---
def m(self, x=None):
    re.sre_compile
---
def m(self, x=None):
    random.Random
---
def m(self, x=None):
    random._os
---
def m(self, x=None):
    random.seed
---
def m(self, x=None):
    random.SystemRandom
---
def m(self, x=None):
    datetime.sys
---
def m(self, x=None):
    collections.abc
---
def m(self, x=None):
    functools.partial
---
def m(self, x=None):
    string.Formatter
---
def m(self, x=None):
    time.sleep
---
def m(self, x=None):
    statistics.sys
---
def m(self, x=None):
    copy.copyreg
---
def m(self, x=None):
    base64.binascii
---
def m(self, x=None):
    textwrap.re
---
def m(self, x=None):
    datetime.datetime.__class__
---
def m(self, x=None):
    itertools.chain.__class__
---
def m(self, x=None):
    math.pi = 3
---
def m(self, x=None):
    json.dumps = x
---
def m(self, x=None):
    list.x = 1
---
def m(self, x=None):
    datetime.datetime.x = 1
---
def m(self, x=None):
    str.mro
---
def m(self, x=None):
    bytes.maketrans.x.__self__
---
def m(self, x=None):
    return x.ｇi_frame
---
def m(self, x=None):
    return self.ｐarents
---
def m(self, x=None):
    print.x
---
def m(self, x=None):
    len.x
---
def m(self, x=None):
    ValueError.mro
---
def m(self, x=None):
    ValueError.args
---
def m(self, x=None):
    int.real
"""

HONEST = r"""
def m(self, x=None):
    return self.items
---
def m(self, x=None):
    self.total = x
    self._p_changed = True
---
def m(self, x=None):
    del self.total
    self._p_changed = True
---
def m(self, x=None):
    return x.upper().strip()
---
def m(self, x=None):
    return dict.fromkeys(x, 0)
---
def m(self, x=None):
    return int.from_bytes(x, "big")
---
def m(self, x=None):
    return str.lower(x)
---
def m(self, x=None):
    return list(map(str.upper, x))
---
def m(self, x=None):
    return math.sqrt(x), math.pi
---
def m(self, x=None):
    return itertools.chain.from_iterable(x)
---
def m(self, x=None):
    return datetime.datetime.now(), datetime.now(), datetime.date.today()
---
def m(self, x=None):
    return x.frame, x.code, x.self
---
def m(self, x=None):
    return self.send("other", 1)
---
def m(self, x=None):
    return self.clone()
---
def m(self, x=None):
    return collections.Counter(x).most_common(1)
---
def m(self, x=None):
    return string.ascii_letters.upper()
---
def m(self, x=None):
    return re.findall("a", x)
"""


@pytest.mark.parametrize("source", blocks(REFUSED))
def test_is_refused(source: str) -> None:
    found = [finding for finding in audit(source).errors if finding.rule == "attributes"]

    assert found
    assert all(finding.message and finding.mend for finding in found)


@pytest.mark.parametrize("source", blocks(HONEST))
def test_honest_neighbour_is_accepted(source: str) -> None:
    verdict = audit(source)

    assert verdict.accepted, verdict.findings
