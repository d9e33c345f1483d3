from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """
import json
from batos.guardian.confine import confine
held = confine(64 * 1024 * 1024, 10)
report = {"rlimits": held.rlimits, "landlock": held.landlock}
for name, attempt in {
    "read": lambda: open("/etc/passwd").read(),
    "write": lambda: open("/tmp/batos-confined", "w"),
    "memory": lambda: bytearray(512 * 1024 * 1024),
}.items():
    try:
        attempt()
        report[name] = "done"
    except Exception as problem:
        report[name] = type(problem).__name__
print(json.dumps(report))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limits of Linux")
def test_limits_hold_on_linux() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60
    )
    report = json.loads(done.stdout)

    assert "RLIMIT_AS" in report["rlimits"]
    assert report["memory"] == "MemoryError"
    if report["landlock"]:
        assert report["read"] == "PermissionError"
        assert report["write"] == "PermissionError"
