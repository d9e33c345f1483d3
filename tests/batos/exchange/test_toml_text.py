"""TOML for people, and from anybody."""

import tomllib

import pytest

from batos.exchange.toml_text import TomlError, parsed, table


def test_what_is_short_stands_on_one_line():
    assert table({"a": [1, "b"], "c d": {"e": True, "f": []}}, "[x]") == (
        '\n[x]\na = [1, "b"]\n"c d" = { e = true, f = [] }\n'
    )


def test_long_lists_are_broken_and_still_read():
    values = {"a": [{"n": number, "deep": [["x" * 50] * 3]} for number in range(5)]}
    text = table(values)
    assert max(map(len, text.splitlines())) < 100
    assert tomllib.loads(text) == values


def test_the_order_of_keys_is_kept():
    values = {"b": {"z": 1}, "a": 1, "c": [{}], "0": {}}
    assert list(tomllib.loads(table(values))) == list(values)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a" + ".a" * 500_000 + " = 1", "too many parts"),
        ("a" + " . 'b'" * 100 + " = 1", "too many parts"),
        ("a = { b" + '."c"' * 100 + " = 1 }", "too many parts"),
        ("[a" + ".a" * 100 + "]", "too many parts"),
        ("'\\'.b" + ".c" * 100 + " = 1 # '", "too many parts"),
        ('a = """x"""', "several lines"),
        ("a = '''x'''", "several lines"),
        ("a = " + "9" * 50_000, "not valid"),
        ("a = " + "[" * 5000, "not valid"),
        ("a = " + "{ a = " * 5000, "not valid"),
        ("a = 1\na = 2", "not valid"),
        ("\x00", "not valid"),
        ('a = "' + '\\\\"' * 500_000, "not valid"),
        ('a = "' + '\\"' * 500_000, "not valid"),
        ("a = [" + " \n" * 500_000, "not valid"),
    ],
    ids=lambda value: value[:20],
)
def test_what_would_keep_a_reader_busy_is_refused_at_once(text, reason):
    with pytest.raises(TomlError, match=reason):
        parsed(text.encode())


@pytest.mark.parametrize(
    "values",
    [
        {"a": "." * 100, "b": "'''", "c": '"""', "d": "# '", "e": "\\", "f": "x # 'y"},
        {"." * 50: 1, "a.b.c": {"d.e" * 20: 2}},
        {"a": [1.5] * 100},
    ],
    ids=str,
)
def test_what_is_written_here_is_read_here(values):
    assert parsed(table(values).encode()) == values
