"""Methods are judged in a real image, on fresh clones, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmarks.first_try import examples_of, judge_source
from benchmarks.judging import judged, status_of
from benchmarks.missions.mission_set import Call, Check, Mission

from batos.guardian.run import GuardedRunner
from batos.image import Root, Session
from batos.objects import Method, UvmObject, install_method

ADD = '''def add(self, number):
    """Add a number to the total."""
    if not hasattr(self, "total"):
        self.total = 0
    self.total = self.total + number
    self._p_changed = True
    return self.total
'''


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = Session((tmp_path / "image.fs").as_uri(), GuardedRunner)
    opened.change(lambda root: root.add("genesis", UvmObject()) and None, note="birth")
    yield opened
    opened.close()


def install(session: Session, source: str, selector: str) -> None:
    def work(root: Root) -> None:
        install_method(
            root.find("genesis"), Method(selector=selector, source=source, signature="(self)")
        )

    session.change(work, note="install")


def check(
    *calls: tuple[tuple[Any, ...], Any],
    state: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Check:
    made = tuple(Call(args=args, result=result) for args, result in calls)
    return Check(state=state or {}, calls=made, after=after)


def mission(selector: str, *hidden: Check, examples: tuple[Check, ...] = ()) -> Mission:
    return Mission(
        topic="test", kind="state", selector=selector, text="t", examples=examples, hidden=hidden
    )


def test_calls_of_a_check_share_an_object_and_checks_do_not(session: Session) -> None:
    install(session, ADD, "add")
    counted = mission(
        "add",
        check(((1,), 1), ((2,), 3), after={"total": 3}),
        check(((5,), 5), after={"total": 5}),
        check(((5,), 15), state={"total": 10}, after={"total": 15}),
    )

    assert judged(session, "genesis", counted) == ""
    assert judged(session, "genesis", counted) == ""
    with session.read() as root:
        assert root.find("genesis").slots == {}


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (check(((1,), 2)), "(1,) gave 1, not 2"),
        (check(((1,), True)), "not True"),
        (check(((1,), 1), after={"total": 2}), "slot 'total' is 1, not 2"),
        (check(((1,), 1), after={"count": 1}), "slot 'count' is missing"),
        (check((("x",), "x")), "TypeError"),
        (check(((1, 2), 3)), "TypeError"),
    ],
)
def test_wrong_answer_is_told(session: Session, wrong: Check, problem: str) -> None:
    install(session, ADD, "add")

    found = judged(session, "genesis", mission("add", check(((1,), 1)), wrong))

    assert found.startswith("hidden 2: ")
    assert problem in found


def test_examples_count_as_well(session: Session) -> None:
    install(session, ADD, "add")

    found = judged(session, "genesis", mission("add", examples=(check(((1,), 7)),)))

    assert found.startswith("example 1: ")


def test_message_that_nobody_understands_is_a_problem(session: Session) -> None:
    source = "def ask(self):\n    return self.unknown_thing()\n"
    install(session, source, "ask")

    assert "does not understand" in judged(session, "genesis", mission("ask", check(((), 1))))


def test_method_cannot_change_the_values_of_a_check(session: Session) -> None:
    source = "def take(self, items):\n    return items.pop()\n"
    install(session, source, "take")
    once = mission("take", check((([1, 2],), 2)))

    assert judged(session, "genesis", once) == ""
    assert judged(session, "genesis", once) == ""


@pytest.mark.parametrize(
    ("source", "status"),
    [
        (ADD, "learned"),
        ("def add(self, number):\n    return 0\n", "wrong"),
        ("def add(self, number):\n    return eval('1')\n", "failed"),
        ("", "failed"),
    ],
)
def test_source_is_judged_without_being_installed(
    session: Session, source: str, status: str
) -> None:
    found = judge_source(session, mission("add", check(((1,), 1))), source)

    assert found.status == status
    assert bool(found.problem) == (status != "learned")
    with session.read() as root:
        assert "add" not in set(root.selectors(root.find("genesis")))


def test_status() -> None:
    assert status_of("", installed=True) == "learned"
    assert status_of("hidden 1: …", installed=True) == "wrong"
    assert status_of("no candidate passed", installed=False) == "failed"


def test_only_examples_are_shown() -> None:
    shown = check(((1,), 11), state={"total": 10}, after={"total": 11})
    (example,) = examples_of(mission("add", check(((9,), 9)), examples=(shown,)))

    assert example.args == (1,)
    assert example.result == 11
    assert example.state == {"total": 10}
    assert example.after == {"total": 11}
