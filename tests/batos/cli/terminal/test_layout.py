"""Lines and tables that fit a screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batos.cli.terminal.layout import cells, clipped, table_lines, wrapped

WIDE = "数える語の数"
TEXTS = st.text(alphabet="ab 数é-", max_size=60)


@pytest.mark.parametrize(("text", "taken"), [("abc", 3), ("é", 1), (WIDE, 12), ("e\u0301", 1)])
def test_letters_take_the_cells_that_they_take(text, taken):
    assert cells(text) == taken


@pytest.mark.parametrize(
    ("text", "width", "kept"),
    [
        ("the contract: name, parameters", 30, "the contract: name, parameters"),
        ("the contract: name, parameters", 29, "the contract: name…"),
        ("the contract: name, parameters", 19, "the contract: name…"),
        ("the contract: name, parameters", 18, "the contract…"),
        ("the contract: name, parameters", 4, "the…"),
        ("the contract: name, parameters", 3, ""),
        ("the", 0, ""),
        (f"a {WIDE} b", 16, f"a {WIDE} b"),
        (f"a {WIDE} b", 15, f"a {WIDE}…"),
        (f"a {WIDE} b", 14, "a…"),
    ],
)
def test_a_text_is_cut_between_words(text, width, kept):
    assert clipped(text, width) == kept


def test_a_line_is_broken_between_words_and_goes_on_behind_its_hang():
    assert wrapped("  one two three", 9, hang=4) == ["  one two", "    three"]
    assert wrapped("one  two", 8) == ["one  two"]
    assert wrapped("", 8) == [""]


def test_a_long_word_stays_whole_unless_it_is_to_be_folded():
    assert wrapped("a /far/too/long b", 5) == ["a", "/far/too/long", "b"]
    assert wrapped("a /far/too/long b", 5, fold=True) == ["a", "/far/", "too/l", "ong b"]
    assert wrapped(WIDE, 5, fold=True) == ["数え", "る語", "の数"]


@given(TEXTS, st.integers(2, 30), st.integers(0, 40))
def test_a_folded_line_fits_and_loses_no_letter(text, width, hang):
    lines = wrapped(text, width, hang=hang, fold=True)
    assert max(map(cells, lines)) <= width
    assert "".join("".join(lines).split()) == "".join(text.split())


COLUMNS = ["name", "state", "text"]


def test_a_table_that_fits_has_a_line_for_each_row():
    rows = [["knot", "new", "of all"], [WIDE, "", "é"]]
    assert table_lines(COLUMNS, rows, None) == [
        "name          state  text",
        "knot          new    of all",
        f"{WIDE}         é",
    ]
    assert table_lines(COLUMNS, rows, 27) == table_lines(COLUMNS, rows, None)


def test_the_widest_column_is_broken_where_it_has_room():
    rows = [["knot", "new", "what it does is told in many words"], ["tie", "old", "short"]]
    assert table_lines(COLUMNS, rows, 40) == [
        "name  state  text",
        "knot  new    what it does is told in",
        "             many words",
        "tie   old    short",
    ]


def test_a_column_without_room_goes_below_its_row():
    rows = [["knot", "new", "what it does is told in many words"], ["tie", "old", ""]]
    assert table_lines(COLUMNS, rows, 30) == [
        "name  state",
        "knot  new",
        "    text: what it does is told",
        "      in many words",
        "tie   old",
    ]
    assert table_lines(COLUMNS, [["a" * 12, "b" * 12, "c" * 12]], 30) == [
        "name          state",
        "aaaaaaaaaaaa  bbbbbbbbbbbb",
        "    text: cccccccccccc",
    ]


def test_the_first_column_is_folded_only_where_it_cannot_fit():
    rows = [["a" * 25, "new", "text"]]
    assert table_lines(COLUMNS, rows, 25)[1] == "a" * 25
    assert table_lines(COLUMNS, rows, 20)[1:3] == ["a" * 20, "a" * 5]


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=4), st.integers(20, 90))
def test_every_table_fits_and_loses_no_letter(rows, width):
    lines = table_lines(COLUMNS, rows, width)
    assert max(map(cells, lines)) <= width
    told = "".join("".join(lines).split())
    for row in rows:
        for text in row:
            assert all(told.count(letter) for letter in "".join(text.split()))


def test_many_blanks_cost_no_more_than_many_letters():
    assert wrapped(f"a{' ' * 100_000}", 20) == ["a"]
    assert clipped(f"a b{' ' * 100_000}", 2) == "a…"


def test_a_table_of_headings_only():
    assert table_lines(COLUMNS, [], 20) == ["name  state  text"]
