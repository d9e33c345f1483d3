"""Several methods in one text are told apart, and findings stand under their lines."""

import pytest

from batos.cli.methods.sections import Section, note_findings, sections_of
from batos.errors import AuditRefusedError

A, B = "def a(self):\n    return 1\n", "def b(self):\n    return 2\n"


def told(text):
    return [(each.name, each.line) for each in sections_of(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (A, [("a", 1)]),
        (f"{A}{B}", [("a", 1), ("b", 3)]),
        (f"\n# first\n{A}\n\n# second\n@what\n{B}", [("a", 1), ("b", 7)]),
        ("async def a(self): pass\n", [("a", 1)]),
        ('def a(self):\n    """\ndef b(self):\n    """\n', [("a", 1)]),
        (f"def a(self:\n    pass\n\n{B}", [("a", 1), ("b", 4)]),
        (f"x = 1\n{A}", [("a", 1)]),
        ("x = 1\n", [("", 1)]),
        ("def a(self):\r\n    return '\x0c'\r\ndef b(self): pass", [("a", 1), ("b", 3)]),
    ],
)
def test_each_method_is_found_with_its_line(text, found):
    assert told(text) == found
    assert "".join(each.source for each in sections_of(text)) == text


def test_a_finding_stands_under_its_line(capsys):
    finding = {"rule": "names", "line": 2, "message": "No.", "mend": "Write yes."}
    error = AuditRefusedError("", details={"address": "x.b", "findings": [finding]})
    note_findings(error, {"x.a": Section("a", A, 1), "x.b": Section("b", B, 3)})
    assert capsys.readouterr().err == "line 4:     return 2\n  [names] No. Write yes.\n"


def test_a_finding_about_the_whole_stands_alone(capsys):
    finding = {"rule": "shape", "line": 0, "message": "Too large.", "mend": ""}
    error = AuditRefusedError("", details={"address": "x.a", "findings": [finding]})
    note_findings(error, {"x.a": Section("a", A, 1)})
    assert capsys.readouterr().err == "  [shape] Too large.\n"
