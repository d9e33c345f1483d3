"""The limits of the operating system, seen from inside: each test confines a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from batos.guardian.trial.confine import Confinement
from batos.guardian.trial.landlock import version
from batos.guardian.trial.native import architecture

linux = pytest.mark.skipif(sys.platform != "linux", reason="the limits of Linux")
with_landlock = pytest.mark.skipif(version() < 2, reason="needs Landlock")
with_seccomp = pytest.mark.skipif(not architecture(), reason="needs seccomp")

HEAD = """
import ctypes, json, os, socket, subprocess, sys, threading
from pathlib import Path
from batos.guardian.trial.confine import confine, confine_worker
report = {}
def attempt(name, action):
    try:
        action()
        report[name] = "done"
    except BaseException as problem:
        report[name] = type(problem).__name__
def run(program):
    subprocess.run([program, "-c", "print(1)"], check=True, stdout=subprocess.DEVNULL)
"""
TRIAL = """
from decimal import Decimal
held = confine(64 * 1024 * 1024, 10)
attempt("read", lambda: open("/etc/passwd").read())
attempt("write", lambda: open("/tmp/batos-confined", "w"))
attempt("memory", lambda: bytearray(512 * 1024 * 1024))
attempt("socket", lambda: socket.socket())
attempt("pair", lambda: socket.socketpair())
attempt("fork", lambda: os._exit(0) if os.fork() == 0 else None)
attempt("exec", lambda: os.execv(sys.executable, ["python", "-c", "1"]))
attempt("thread", lambda: threading.Thread(target=int).start())
attempt("kill", lambda: os.kill(os.getppid(), 0))
attempt("chdir", lambda: os.chdir("/"))
attempt("compute", lambda: sorted(range(100000), key=lambda x: -x))
libc = ctypes.CDLL(None, use_errno=True)
report["ptrace"] = libc.ptrace(0, 0, 0, 0)
report["held"] = held.to_plain()
os.write(1, json.dumps(report).encode())
os._exit(0)
"""
WORKER = """
home, other = Path(sys.argv[1]), Path(sys.argv[2])
(home / "sub").mkdir()
held = confine_worker([home, home / "missing"])
attempt("write", lambda: (home / "a").write_text("a"))
attempt("move", lambda: (home / "a").rename(home / "sub" / "b"))
attempt("remove", lambda: (home / "sub" / "b").unlink())
attempt("outside", lambda: (other / "a").write_text("a"))
attempt("existing", lambda: (other / "kept").write_text("gone"))
attempt("remove outside", lambda: (other / "kept").unlink())
attempt("move out", lambda: (home / "sub").rename(other / "sub"))
attempt("read", lambda: (other / "kept").read_text())
attempt("null", lambda: Path(os.devnull).write_text("a"))
attempt("socket", lambda: socket.socket().close())
attempt("thread", lambda: threading.Thread(target=int).start())
attempt("exec", lambda: run(sys.executable))
attempt("chroot", lambda: os.chroot("/"))
import ZODB, transaction
database = ZODB.DB(str(home / "image.fs"))
connection = database.open()
connection.root()["x"] = 1
attempt("commit", transaction.commit)
attempt("pack", database.pack)
connection.close()
database.close()
report["held"] = held.to_plain()
print(json.dumps(report))
"""
PROGRAMS = """
home = Path(sys.argv[1])
confine_worker([home], programs=[Path(sys.executable)])
attempt("listed", lambda: run(sys.executable))
attempt("other", lambda: run("/bin/sh"))
print(json.dumps(report))
"""
THREADS = """
done = threading.Event()
threading.Thread(target=done.wait, daemon=True).start()
held = confine_worker([Path(sys.argv[1])])
report["held"] = held.to_plain()
done.set()
print(json.dumps(report))
"""


def reported(program: str, *arguments: object) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", HEAD + program, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@linux
def test_limits_of_a_trial_hold() -> None:
    report = reported(TRIAL)

    assert "RLIMIT_AS" in report["held"]["rlimits"]
    assert report["memory"] == "MemoryError"
    assert report["compute"] == "done"
    if report["held"]["landlock"] or report["held"]["seccomp"]:
        assert report["read"] == "PermissionError"
        assert report["write"] == "PermissionError"


@with_seccomp
def test_trial_child_can_only_compute() -> None:
    report = reported(TRIAL)

    assert report["held"]["seccomp"]
    for name in ("socket", "pair", "fork", "exec", "kill", "chdir"):
        assert report[name] == "PermissionError", name
    assert report["thread"] == "RuntimeError"
    assert report["ptrace"] == -1


@with_landlock
def test_worker_writes_only_its_own_folders(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    home.mkdir()
    other.mkdir()
    (other / "kept").write_text("kept")
    report = reported(WORKER, home, other)

    assert report["held"]["landlock"]
    for name in ("write", "move", "remove", "read", "null", "socket", "thread", "commit", "pack"):
        assert report[name] == "done", name
    for name in ("outside", "existing", "remove outside", "exec"):
        assert report[name] == "PermissionError", name
    assert report["move out"] in {"PermissionError", "OSError"}  # EXDEV, as between two disks
    assert [path.name for path in other.iterdir()] == ["kept"]
    assert (other / "kept").read_text() == "kept"


@with_seccomp
def test_worker_cannot_change_its_view_of_the_system(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    home.mkdir()
    other.mkdir()

    assert reported(WORKER, home, other)["chroot"] == "PermissionError"


@with_landlock
def test_worker_may_be_left_some_programs(tmp_path: Path) -> None:
    assert reported(PROGRAMS, tmp_path) == {"listed": "done", "other": "PermissionError"}


@with_landlock
def test_threads_that_ran_before_are_told(tmp_path: Path) -> None:
    held = reported(THREADS, tmp_path)["held"]

    assert held["unconfined_threads"] == 1
    assert not Confinement.from_plain(held).complete


def test_description_says_what_holds_and_what_does_not() -> None:
    whole = Confinement(("RLIMIT_AS", "RLIMIT_CPU"), True, True, True)
    part = Confinement(("RLIMIT_CORE",))

    assert whole.describe() == (
        "landlock, seccomp, no new privileges, limits of memory, processor time"
    )
    assert part.describe() == "no core dumps; not on this system: landlock, seccomp"
    assert Confinement().describe().startswith("nothing but separate processes; not on")
    assert "3 older threads" in Confinement(landlock=True, unconfined_threads=3).describe()
    assert whole.complete
    assert not part.complete
    assert Confinement.from_plain(whole.to_plain()) == whole
