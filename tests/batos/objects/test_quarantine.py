"""A method in quarantine is refused at send, and the pad says which one runs."""

import pytest

from batos.errors import QuarantinedError
from batos.objects import Method, Space, UvmObject, install_method
from batos.objects.space import Epoch


class PadRunner:
    """A runner that notes the pad, and lets a method send another message."""

    def __init__(self):
        self.seen = []

    def run(self, method, receiver, args, kwargs):
        pad = receiver._v_space.pad
        self.seen.append(bytes(pad) if pad is not None else None)
        if method.selector == "outer":
            receiver.send("inner")
            self.seen.append(bytes(pad))
        return method.selector

    def borrowed(self):
        return False


@pytest.fixture
def obj():
    made = UvmObject()
    made._v_space = Space(Epoch(), PadRunner())
    for selector in ("outer", "inner"):
        method = Method(selector=selector, source=f"def {selector}(self): pass", signature="()")
        install_method(made, method)
    return made


def test_a_method_in_quarantine_is_refused_with_reason_and_hint(obj):
    method = obj._slots["inner"]
    method.quarantine = {"reason": "it ended 2 workers", "cause": "deaths"}
    with pytest.raises(QuarantinedError, match=r"inner is in quarantine.*ended 2 workers") as told:
        obj.send("inner")
    assert "batos guardian quarantine" in told.value.hint
    assert told.value.details["cause"] == "deaths"
    assert obj._v_space.runner.seen == []
    method.quarantine = None
    assert obj.send("inner") == "inner"


def test_it_stays_readable(obj):
    method = obj._slots["inner"]
    assert method.to_plain()["quarantine"] is None
    method.quarantine = {"reason": "why"}
    plain = method.to_plain()
    assert plain["quarantine"] == {"reason": "why"}
    assert plain["source"] == "def inner(self): pass"


def test_a_method_from_before_there_was_a_quarantine_is_in_none():
    method = Method(selector="m", source="def m(self): pass", signature="()")
    assert "quarantine" not in method.__getstate__()
    assert method.quarantine is None


def test_the_pad_names_the_method_that_runs_and_then_its_caller_again(obj):
    space = obj._v_space
    jar = type("Jar", (), {"register": lambda self, obj: None})()
    for number, selector in enumerate(("outer", "inner"), 1):
        method = obj._slots[selector]
        method._p_oid = number.to_bytes(8, "big")
        method._p_jar = jar
    pad = memoryview(bytearray(8))
    space.pad = pad
    assert obj.send("outer") == "outer"
    assert [int.from_bytes(seen, "big") for seen in space.runner.seen] == [1, 2, 1]
    assert bytes(pad) == bytes(8)


def test_without_a_pad_nothing_is_noted(obj):
    obj.send("inner")
    assert obj._v_space.runner.seen == [None]
