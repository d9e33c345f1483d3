"""A method is source text with its history."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from batos.errors import SlotError
from batos.image import Root, Session
from batos.objects import Example, Method, UvmObject, install_method, methods_of, source_digest

_SOURCE = 'def double(self, n):\n    """Double a number."""\n    return 2 * n\n'


def _method(source: str = _SOURCE, **given: Any) -> Method:
    return Method(selector="double", source=source, signature="(self, n)", **given)


def test_the_digest_is_of_the_source() -> None:
    assert _method().sha256 == source_digest(_SOURCE)
    assert source_digest("é") == hashlib.sha256("é".encode()).hexdigest()


def test_versions_count_from_one() -> None:
    first, second, third = _method(), _method(), _method()
    obj = UvmObject()
    for each in (first, second, third):
        install_method(obj, each)
    assert [each.version for each in (first, second, third)] == [1, 2, 3]
    assert methods_of(obj) == {"double": third}
    assert third.previous is second


def test_everything_about_it_is_plain() -> None:
    example = Example(args=(2,), result=4).to_plain()
    method = _method(
        doc="Double a number.", examples=(example,), provenance={"model": "m"}, verdict={"ok": 1}
    )
    plain = method.to_plain()
    assert plain["examples"] == [example]
    assert plain["provenance"] == {"model": "m"}
    assert plain["version"] == 1
    assert plain["source"] == _SOURCE
    plain["provenance"]["model"] = "changed"
    assert method.provenance == {"model": "m"}


@pytest.mark.parametrize("where", ["provenance", "verdict", "examples"])
def test_what_cannot_be_stored_is_refused_by_name(where: str) -> None:
    bad: dict[str, Any] = {where: {"f": len}}
    if where == "examples":
        bad = {where: ({"args": [len]},)}
    with pytest.raises(SlotError, match=where):
        _method(**bad)


def test_an_installed_version_cannot_become_its_own_ancestor() -> None:
    first, second = _method(), _method()
    obj = UvmObject()
    install_method(obj, first)
    install_method(obj, second)
    for installed in (first, second):
        with pytest.raises(SlotError, match="installed before"):
            install_method(obj, installed)
    assert second.version == 2


def test_a_method_and_its_history_are_there_after_a_restart(
    open_session: Callable[[], Session], learned: Callable[[str], Method]
) -> None:
    session = open_session()

    def born(root: Root) -> None:
        root.add("calc", UvmObject())

    session.change(born, note="born")
    for factor in (2, 3):

        def learn(root: Root, factor: int = factor) -> None:
            source = f"def times(self, n):\n    return n * {factor}\n"
            install_method(root.find("calc"), learned(source))

        session.change(learn, note="learn")
    with open_session().read() as root:
        calc = root.find("calc")
        assert calc.times(5) == 15
        method = methods_of(calc)["times"]
        assert method.version == 2
        assert method.previous is not None
        assert method.previous.source.endswith("n * 2\n")
        assert method.sha256 == source_digest(method.source)
        # Nothing but text, numbers and the like is stored: no function, no code.
        assert not any(callable(value) for value in method.__dict__.values() if value is not None)
