"""``batos guardian`` as a user calls it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from batos.guardian.audit.rules import ALL_RULES

GOOD = "def add(self, x):\n    self.total = x\n    self._p_changed = True\n    return x\n"
BAD = "def add(self, x):\n    return open(x)\n"


def batos(*words: str, given: str | bytes = "") -> subprocess.CompletedProcess[bytes]:
    data = given.encode() if isinstance(given, str) else given
    return subprocess.run(
        [sys.executable, "-m", "batos.cli.main", "guardian", *words],
        input=data,
        capture_output=True,
        timeout=120,
        check=False,
    )


def test_accepted_method_exits_with_0(tmp_path: Path) -> None:
    file = tmp_path / "method.py"
    file.write_text(GOOD)
    done = batos("audit", str(file))

    assert done.returncode == 0
    assert b"add(self, x) is accepted and changes total." in done.stderr


def test_refused_method_exits_with_1_and_says_why() -> None:
    done = batos("audit", "-", given=BAD)

    assert done.returncode == 1
    assert b"error [names] line 2: The name 'open' is not defined" in done.stdout
    assert b"There are no files here" in done.stdout
    assert b"Traceback" not in done.stderr


def test_audit_as_json() -> None:
    done = batos("audit", "-", "--json", given=BAD)
    verdict = json.loads(done.stdout)

    assert done.returncode == 1
    assert verdict["accepted"] is False
    assert verdict["findings"][0]["rule"] == "names"


@pytest.mark.parametrize("given", [b"\xff\xfe", b""])
def test_what_is_no_method_is_no_traceback(given: bytes) -> None:
    done = batos("audit", "-", given=given)

    assert done.returncode in {1, 2}
    assert b"Traceback" not in done.stderr


def test_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    done = batos("audit", str(tmp_path / "none.py"))

    assert done.returncode == 2
    assert b"cannot be read" in done.stderr


def test_rules_are_listed() -> None:
    listed = json.loads(batos("rules", "--json").stdout)

    assert [rule["name"] for rule in listed["rules"]] == [rule.name for rule in ALL_RULES]
    assert all(rule["summary"] and rule["why"] and rule["mend"] for rule in listed["rules"])
    text = batos("rules").stdout.decode()
    assert batos().stdout.decode() == text
    assert all(rule.name in text for rule in ALL_RULES)


def test_cases_are_tried_line_by_line() -> None:
    cases = [
        json.dumps({"code": GOOD, "args": [3], "name": "good"}),
        "no case",
        json.dumps({"code": BAD, "args": [3]}),
        json.dumps({"code": "def m(self):\n    while True:\n        pass\n"}),
        json.dumps({"code": GOOD, "args": [4]}),
    ]
    done = batos("try", "--json", given="\n".join(cases))
    answers = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 0
    assert [answer["outcome"] for answer in answers] == [
        *("ok", "invalid", "refused", "breach", "ok")
    ]
    assert answers[0]["state_after"] == {"total": 3}


def test_cases_as_text() -> None:
    done = batos("try", given=json.dumps({"code": BAD, "args": [3]}))

    assert done.returncode == 0
    assert done.stdout.startswith(b"1 add: refused, line 2:")


def test_no_cases_are_no_error() -> None:
    done = batos("try", "--json")

    assert (done.returncode, done.stdout) == (0, b"")


def test_help_imports_no_database() -> None:
    program = (
        "import sys; from batos.cli.main import main; code = main(['guardian', 'try', '--help']);"
        "heavy = {'ZODB', 'zmq', 'numpy', 'batos.guardian'} & set(sys.modules);"
        "sys.exit(code or len(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)

    assert done.returncode == 0, done.stderr
