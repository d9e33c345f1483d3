"""Several workers on one image: nothing is lost, and who works apart meets nobody."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable

import pytest

from batos.image import Root, Session
from batos.objects import UvmObject

Start = Callable[..., subprocess.Popen[str]]
WORKERS = 8


@pytest.fixture
def counters(session: Session) -> Session:
    def make(root: Root) -> None:
        for index in range(WORKERS):
            root.add(f"own{index}", UvmObject(n=0))
        root.add("shared", UvmObject(n=0))

    session.change(make, note="make")
    return session


def _value(session: Session, name: str) -> int:
    with session.read() as root:
        return int(root.find(name).n)


def _in_threads(session: Session, names: list[str], times: int) -> list[BaseException]:
    errors: list[BaseException] = []
    start = threading.Barrier(len(names))

    def work(name: str) -> None:
        def step(root: Root) -> None:
            root.find(name).n += 1

        try:
            start.wait()
            for _ in range(times):
                session.change(step, note="count")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def _in_processes(child: Start, names: list[str], times: int) -> int:
    """Return how many conflicts there were."""
    processes = [child("increment", name, str(times)) for name in names]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(names)
    return sum(int(text) for text in said)


OWN = [f"own{index}" for index in range(WORKERS)]
SHARED = ["shared"] * WORKERS


# --- threads ---------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("kind", ["file"])
def test_eight_threads_lose_no_increment_of_a_shared_object(counters: Session) -> None:
    assert _in_threads(counters, SHARED, 100) == []
    assert _value(counters, "shared") == WORKERS * 100


@pytest.mark.parametrize("kind", ["file"])
def test_eight_threads_with_objects_of_their_own_meet_no_conflict(counters: Session) -> None:
    assert _in_threads(counters, OWN, 50) == []
    assert [_value(counters, name) for name in OWN] == [50] * WORKERS
    assert counters.metrics.conflicts == 0


@pytest.mark.long
@pytest.mark.parametrize("names", [SHARED, OWN], ids=["shared", "own"])
def test_eight_threads_and_a_thousand_increments_each(counters: Session, names: list[str]) -> None:
    assert _in_threads(counters, names, 1000) == []
    assert sum(_value(counters, name) for name in set(names)) == WORKERS * 1000
    assert names is SHARED or counters.metrics.conflicts == 0


# --- processes -------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("kind", ["zeo", "sqlite", "postgres"])
def test_processes_lose_no_increment_of_a_shared_object(counters: Session, child: Start) -> None:
    _in_processes(child, SHARED[:3], 30)
    assert _value(counters, "shared") == 90


@pytest.mark.parametrize("kind", ["zeo", "sqlite", "postgres"])
def test_processes_with_objects_of_their_own_meet_no_conflict(
    counters: Session, child: Start
) -> None:
    assert _in_processes(child, OWN[:2], 30) == 0
    assert [_value(counters, name) for name in OWN[:2]] == [30] * 2


@pytest.mark.long
@pytest.mark.parametrize("kind", ["zeo", "sqlite", "postgres"])
@pytest.mark.parametrize("names", [SHARED, OWN], ids=["shared", "own"])
def test_eight_processes_and_a_thousand_increments_each(
    counters: Session, child: Start, names: list[str]
) -> None:
    conflicts = _in_processes(child, names, 1000)
    assert sum(_value(counters, name) for name in set(names)) == WORKERS * 1000
    assert names is SHARED or conflicts == 0
