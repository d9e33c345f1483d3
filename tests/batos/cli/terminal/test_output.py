"""What is printed, on a terminal and into a pipe."""

import io
import json
import re
import sys
import time

import pytest

from batos.cli.terminal.output import (
    fitted,
    local_time,
    note,
    print_fact,
    print_json,
    print_line,
    print_table,
    printable,
    screen_width,
    show_error,
    to_json,
)
from batos.errors import MissionFailedError, UsageError

ROWS = [
    {"name": "genesis", "methods": ["count_vowels", "reverse_text"], "text": "of all"},
    {"name": "a_rather_long_name", "methods": [], "text": "one\nand [bold]two[/bold] :bat:"},
]


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_piped_table_has_a_line_for_each_row_and_no_blanks_at_the_end(capsys, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    print_table(["name", "methods", "text"], ROWS, "none")
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [
        "name                methods                     text",
        "genesis             count_vowels, reverse_text  of all",
        "a_rather_long_name                              one and [bold]two[/bold] :bat:",
    ]
    assert shown.err == ""


@pytest.mark.parametrize("width", ["60", "100"])
def test_a_table_on_a_terminal_fits_it(width, monkeypatch):
    monkeypatch.setenv("COLUMNS", width)
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    rows = [{"name": "knot", "text": "word " * 40}]
    print_table(["name", "text"], rows, "none")
    lines = re.sub(r"\x1b\[\d+m", "", screen.getvalue()).splitlines()
    assert len(lines) > 3
    assert max(map(len, lines)) <= int(width)
    assert screen.getvalue().count("word") == 40


def test_columns_in_the_environment_hold_for_a_pipe_too(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "30")
    print_table(["name", "text"], [{"name": "knot", "text": "word " * 10}], "none")
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 30
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("given", "width"),
    [("", None), ("0", None), ("wide", None), ("-3", None), ("3", 20), ("81", 81)],
)
def test_the_width_of_a_pipe_is_what_columns_says(monkeypatch, given, width):
    monkeypatch.setenv("COLUMNS", given)
    assert screen_width(io.StringIO()) == width


def test_a_terminal_that_does_not_tell_its_width_has_the_usual_one(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    assert screen_width(Terminal()) == 80


def test_a_fact_is_broken_between_words_beside_its_name(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "30")
    print_fact("walls", "kernel: landlock, seccomp, no core dumps")
    print_fact("image", "/a/path/that/is/longer/than/the/line is here")
    assert capsys.readouterr().out.splitlines() == [
        "walls      kernel: landlock,",
        "           seccomp, no core",
        "           dumps",
        "image      /a/path/that/is/longer/than/the/line",
        "           is here",
    ]
    monkeypatch.delenv("COLUMNS")
    print_fact("walls", "kernel: landlock, seccomp, no core dumps")
    assert capsys.readouterr().out == "walls      kernel: landlock, seccomp, no core dumps\n"


def test_a_line_is_broken_beside_its_mark_and_its_further_lines_stand_below(monkeypatch, capsys):
    text = "kernel: landlock, seccomp, no core dumps\nMend it: /a/path/that/is/longer/than/it"
    monkeypatch.setenv("COLUMNS", "30")
    print_line(text, mark="BAD  walls ", hang=11)
    shown = capsys.readouterr()
    assert (shown.out.splitlines(), shown.err) == (
        [
            "BAD  walls kernel: landlock,",
            "           seccomp, no core",
            "           dumps",
            "           Mend it:",
            "           /a/path/that/is/longer/than/it",
        ],
        "",
    )
    monkeypatch.delenv("COLUMNS")
    print_line(text, mark="BAD  walls ", hang=11, err=True)
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 2)


def test_an_empty_table_says_so_and_leaves_stdout_alone(capsys):
    print_table(["name"], [], "There is nothing.")
    assert capsys.readouterr() == ("", "There is nothing.\n")


def test_json_is_one_value_on_one_line(capsys):
    print_json({"text": "ä\n\x1b[31m", "bytes": b"\xff", "set": 1 + 2j})
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert json.loads(out)["text"] == "ä\n\x1b[31m"
    assert "\x1b" not in out


def test_json_carries_what_no_terminal_should_get():
    shown = to_json("a\x9b31m\x7f\ud800")
    assert shown == '"a\\u009b31m\\u007f\\ud800"'
    assert json.loads(shown) == "a\x9b31m\x7f\ud800"


def test_json_is_ascii_where_the_output_is(monkeypatch):
    out = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    monkeypatch.setattr(sys, "stdout", out)
    assert to_json("ä") == '"\\u00e4"'


def test_texts_of_others_cannot_steer_the_terminal(capsys):
    assert printable("a\x1b]0;title\x07\tb\nc\x9b") == "a\ufffd]0;title\ufffd\tb\nc\ufffd"
    note("\x1b[2Jgone")
    show_error(UsageError("\x1b[2Jgone", hint="\x1b[2Jgone"))
    assert "\x1b" not in capsys.readouterr().err


def test_a_long_sentence_is_broken_between_words_on_a_terminal_only(monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    text = "A sentence of some length that wants\na  second line, or /a/path/that/is/longer/than/30"
    assert fitted(text, io.StringIO()) == text
    assert fitted(text, Terminal(), hang=2) == (
        "A sentence of some length that\n  wants\na  second line, or\n"
        "  /a/path/that/is/longer/than/30"
    )


@pytest.mark.parametrize(
    "end", ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"]
)
def test_an_error_cannot_look_like_two(end, capsys):
    forged = f"no{end}Error: fake"

    show_error(UsageError(forged, hint=forged, details={"tried": [forged]}))

    told = capsys.readouterr().err
    assert told == "Error: no Error: fake\n  tried: no Error: fake\n  no Error: fake\n"


def test_an_error_tells_what_was_tried_and_what_to_do(capsys):
    show_error(MissionFailedError("It failed.", hint="Try more.", details={"tried": ["a", "b"]}))
    assert capsys.readouterr().err == "Error: It failed.\n  tried: a\n  tried: b\n  Try more.\n"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="needs time.tzset")
def test_times_are_shown_as_the_clock_on_the_wall(monkeypatch):
    with monkeypatch.context() as tokyo:
        tokyo.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        shown = local_time("2026-03-01T20:00:00.123456+00:00")
    time.tzset()
    assert shown == "2026-03-02 05:00:00"
    assert local_time("") == ""
