"""``batos at`` against a running system."""

import pytest

ADDRESS = "genesis.knot_then"


@pytest.fixture(scope="package")
def knower(shared, h):
    """The shared system, in which genesis knows ``knot_then``."""
    odd = h.Odd("then")
    shared.script(odd.right, h.ALLOW)
    learned = shared.batos(*odd.words)
    assert learned.code == 0, learned
    return shared


def test_the_present(batos):
    rows = batos("at", "0s ago", "objects", "--json").json()
    assert "genesis" in {row["name"] for row in rows}
    assert "genesis" in batos("at", "0s", "ago", "objects").out
    assert batos("at", "0s ago", "show", "robin", "--json").json()["name"] == "robin"
    assert batos("at", "0s ago", "show", "robin").out.startswith("robin  @")


def test_scripted_a_transaction(knower, batos):
    sent = batos("at", "0s ago", "send", "genesis", "knot_then", "xyz")
    assert sent.json() == "yz-then-x"
    assert batos("at", "0s ago", "send", "genesis", "knot_then", "xyz", "--json").json() == {
        "value": "yz-then-x"
    }
    assert (
        batos("at", "0s ago", "send", "genesis", "knot_then", "-", say="xyz").json() == sent.json()
    )
    assert batos("at", "0s ago", "send", "genesis", "knot_then", "--text", "[x").code == 0
    batos("at", "0s ago", "send", "genesis", "knot_then", "[x").sentence(2, "begins like JSON")
    first = batos("history", ADDRESS, "--json").json()["events"][0]["transaction"]
    assert batos("at", first, "show", ADDRESS, "--json").json()["version"] == 1


def test_before_its_birth(batos):
    batos("at", "2001-01-01", "objects").sentence(3, "was born at")


def test_what_is_no_time(batos):
    batos("at", "soonish", "objects").sentence(2, "is no time")


def test_nothing_is_learned_there(batos):
    batos("at", "0s ago", "send", "genesis", "nobody_knows").sentence(2, "nobody_knows")


def test_without_an_image_it_says_how_to_begin(alone):
    alone("at", "1h ago", "objects").sentence(3, "batos up")
