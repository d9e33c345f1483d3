"""Everything is importable where there is no Unix: what needs it looks for it when it is used."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = """
import importlib, os, pkgutil, signal, socket, sys

for name in ("fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"):
    sys.modules[name] = None
for module, names in (
    (socket, ("AF_UNIX",)),
    (signal, ("SIGALRM", "SIGHUP", "SIGKILL", "SIGUSR1", "SIGXCPU", "setitimer")),
    (os, ("fork", "getpgid", "killpg", "setsid", "sched_getaffinity")),
):
    for name in names:
        vars(module).pop(name, None)

imported = 0
for top in sys.argv[1:]:
    for module in pkgutil.walk_packages(importlib.import_module(top).__path__, f"{top}."):
        if module.name.endswith(".__main__"):
            continue
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as error:
            # What an optional package brings is not installed everywhere.
            if sys.modules.get(error.name, 0) is None or error.name.startswith("batos"):
                raise
        imported += 1
print(imported)
"""


def test_everything_is_imported_without_what_only_unix_has():
    tops = sorted(each.parent.name for each in ROOT.glob("batos-*/src/*/__init__.py"))
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, *tops],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 700
