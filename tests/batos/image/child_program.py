"""What a second process does with the image of a test: ``child_program.py TASK URI WORD...``."""

from __future__ import annotations

import sys

from batos.errors import BatosError
from batos.guardian.running.run import GuardedRunner
from batos.image import Root, Session
from batos.objects import UvmObject


def hold(path: str) -> None:
    """Keep the image open until the standard input ends."""
    session = Session(path, GuardedRunner)
    print("open", flush=True)
    sys.stdin.read()
    session.close()


def count(path: str) -> None:
    """Commit for ever: two objects that move in step; say each number once it is kept."""
    session = Session(path, GuardedRunner)

    def step(root: Root) -> int:
        if "left" not in root.objects:
            root.add("left", UvmObject(n=0, trail=[]))
            root.add("right", UvmObject(n=0))
        left, right = root.find("left"), root.find("right")
        left.n += 1
        left.trail = [*left.trail[-500:], left.n]
        right.n = left.n
        return int(left.n)

    while True:
        print(session.change(step, note="step"), flush=True)


def increment(uri: str, name: str, times: str) -> None:
    """Wait for a word, count an object up; say how many conflicts there were."""
    session = Session(uri, GuardedRunner)

    def step(root: Root) -> None:
        root.find(name).n += 1

    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(int(times)):
        session.change(step, note="count")
    print(session.metrics.conflicts, flush=True)
    session.close()


def fill(path: str) -> None:
    """Commit under a limit of the size of files, as on a full disk; say what happens."""
    import resource

    session = Session(path, GuardedRunner)

    def keep(root: Root) -> None:
        root.add("kept", UvmObject(text="small"))

    session.change(keep, note="small")

    def grow(root: Root) -> None:
        root.find("kept").text = "x" * 400_000

    sys.dont_write_bytecode = True  # it would be cut off, and stay so
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
    try:
        session.change(grow, note="large")
    except BatosError as error:
        print(type(error).__name__, error.message, error.hint, sep="|", flush=True)
    with session.read() as root:
        print(root.find("kept").text, flush=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def again(root: Root) -> None:
        root.find("kept").text = "afterwards"

    session.change(again, note="afterwards")
    session.close()
    print("done", flush=True)


def bear(path: str) -> None:
    """Create an image where there is no room for one; say what happens."""
    import resource

    sys.dont_write_bytecode = True  # it would be cut off, and stay so
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, resource.RLIM_INFINITY))
    try:
        Session(path, GuardedRunner)
    except BatosError as error:
        print(type(error).__name__, error.message, sep="|", flush=True)


if __name__ == "__main__":
    tasks = {"hold": hold, "count": count, "increment": increment, "fill": fill, "bear": bear}
    tasks[sys.argv[1]](*sys.argv[2:])
