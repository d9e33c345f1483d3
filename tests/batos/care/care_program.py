"""What another process does with the image of a test: ``care_program.py TASK PATH ...``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from ZODB.blob import Blob

from batos.care import Care
from batos.guardian.running.run import GuardedRunner
from batos.image import Root, Session
from batos.objects import UvmObject


def _step(root: Root) -> int:
    """Two objects move in step, and every tenth time a blob is written with their number."""
    if "left" not in root.objects:
        root.add("left", UvmObject(n=0))
        root.add("right", UvmObject(n=0, text=""))
    left, right = root.find("left"), root.find("right")
    left.n += 1
    right.n = left.n
    right.text = str(left.n) * 200
    if left.n % 10 == 0:
        blob = Blob()
        root.connection.add(blob)
        with blob.open("w") as stream:
            stream.write(str(left.n).encode())
        right.blob = blob
    return int(left.n)


def write(path: str) -> None:
    """Commit for ever; say each number once it is kept."""
    session = Session(path, GuardedRunner)
    while True:
        print(session.change(_step, note="step"), flush=True)


def pack(path: str) -> None:
    """Commit and pack in turns, for ever; say what was kept and when a pack begins and ends."""
    session = Session(path, GuardedRunner)
    care = Care(path, Path(path).parent, reader=session)
    while True:
        for _ in range(12):
            print(session.change(_step, note="step"), flush=True)
        print("packing", flush=True)
        care.pack(0, drop_history=True)
        print("packed", flush=True)


def backup(path: str, folder: str) -> None:
    """Back up for ever, now in full and now in part; say when one begins and ends."""
    care = Care(path, Path(path).parent)
    number = 0
    while True:
        number += 1
        print("begin", flush=True)
        result = care.backup(Path(folder), incremental=number % 3 != 0)
        print(result.point["stamp"], flush=True)
        time.sleep(0)


def hold(path: str) -> None:
    """Keep the image open until the standard input ends."""
    session = Session(path, GuardedRunner)
    print("open", flush=True)
    sys.stdin.read()
    session.close()


def attend(path: str) -> None:
    """Hold the lock of the care until the standard input ends."""
    from batos.care.files.attending import attend as attending
    from batos.care.files.places import Place

    with attending(Place.of(path, Path(path).parent)):
        print("held", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    tasks = {"write": write, "pack": pack, "backup": backup, "hold": hold, "attend": attend}
    tasks[sys.argv[1]](*sys.argv[2:])
