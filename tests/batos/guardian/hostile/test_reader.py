"""Sources that attack whoever reads them: refused before they are compiled."""

from __future__ import annotations

import pytest

from batos.guardian.audit.audit import audit


@pytest.mark.parametrize(
    "source",
    [
        "# coding: utf-7\ndef m(self):\n    return 1\n",
        "#!x\n# -*- coding: latin-1 -*-\ndef m(self):\n    return 1\n",
        "def m(self):\n    return 1\0\n",
        "",
        "def m(self:\n",
        "def m(self):\n    return " + "(" * 300 + ")" * 300,
        "def m(self):\n    return " + "-" * 5000 + "1",
        "def m(self):\n    return " + "+".join("1" * 1 for _ in range(5000)),
        "def m(self):\n    return " + "[" * 90 + "]" * 90,
        "def m(self):\n    x = '" + "a" * 20000 + "'\n",
        "def m(self):\n    return " + "not " * 3000 + "1",
        "def m(self):\n    return x" + ".a" * 3000,
        "def m(self):\n    return " + "lambda: " * 1500 + "1",
    ],
    ids=range(13),
)
def test_source_that_attacks_the_reader_is_refused(source: str) -> None:
    assert not audit(source).accepted


def test_nested_finally_is_refused_before_it_is_compiled() -> None:
    lines = ["def m(self):"]
    for depth in range(20):
        indent = "    " * (depth + 1)
        lines += [f"{indent}try:", f"{indent}    pass", f"{indent}finally:"]
    lines.append("    " * 21 + "x = 1")

    verdict = audit("\n".join(lines))

    assert not verdict.accepted
    assert any("finally" in finding.message for finding in verdict.errors)


def test_nested_blocks_beyond_the_compiler_are_refused() -> None:
    lines = ["def m(self):"]
    lines += ["    " * (depth + 1) + "for x in [1]:" for depth in range(25)]
    lines.append("    " * 26 + "pass")

    assert not audit("\n".join(lines)).accepted
