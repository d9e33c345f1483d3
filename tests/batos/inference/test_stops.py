"""An answer ends at a stop text, in whatever pieces it comes."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from batos.inference import stops
from batos.inference.stops import StopScanner


def scanned(pieces, ends):
    scanner = StopScanner(ends)
    text = "".join(map(scanner.feed, pieces))
    return text + scanner.rest(), scanner.stopped


def test_the_example_runs():
    assert doctest.testmod(stops).failed == 0


def test_the_first_of_several_ends_it():
    assert scanned(["one two ", "three"], ["three", "two"]) == ("one ", True)


def test_what_only_looked_like_a_stop_is_passed_on():
    assert scanned(["a\n", "\nUs", "ers: b\n"], ["\nUser:"]) == ("a\n\nUsers: b\n", False)


def test_without_stops_everything_is_passed_on_at_once():
    scanner = StopScanner([])
    assert scanner.feed("abc") == "abc"
    assert scanner.rest() == ""


@given(
    st.lists(st.text("ab", max_size=4), max_size=8),
    st.lists(st.text("ab", min_size=1, max_size=3), max_size=3),
)
def test_pieces_make_no_difference(pieces, ends):
    text = "".join(pieces)
    found = [at for at in map(text.find, ends) if at >= 0]
    # The first that is complete ends it, as it does for a reader of single letters.
    said, stopped = scanned(list(text), ends)
    assert stopped == bool(found)
    assert text.startswith(said)
    assert not any(end in said for end in ends)
    assert scanned(pieces, ends)[1] == stopped
