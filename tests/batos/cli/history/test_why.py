"""``batos why`` against a running system."""

import pytest

ADDRESS = "genesis.knot_why"


@pytest.fixture(scope="package")
def knower(shared, h):
    """The shared system, in which genesis knows ``knot_why``."""
    odd = h.Odd("why")
    shared.script(odd.right, h.ALLOW)
    learned = shared.batos(*odd.words)
    assert learned.code == 0, learned
    return shared


def test_scripted_why(knower, batos):
    answer = batos("why", ADDRESS)
    for line in ("asked for", "  mission: knots a text", "  persona: brick", "  backend: scripted"):
        assert line in answer.out.splitlines()
    assert "chosen" in answer.out
    assert "  knot_why('ab') == 'b-why-a'  (user)" in answer.out.splitlines()
    assert "batos show " in answer.out
    found = batos("why", ADDRESS, "--json").json()
    assert found["approved_by"]
    assert found["use"]["calls"] >= 0


def test_why_of_an_object(batos):
    answer = batos("why", "robin")
    assert answer.out.startswith("robin  @")
    assert "Genesis: persona-robin" in answer.out
    batos("why", "genesis.purpose").sentence(2, "is a value")
    batos("why", "nobody").sentence(2, "nobody")


def test_without_an_image_it_says_how_to_begin(alone):
    alone("why", "genesis").sentence(3, "batos up")
