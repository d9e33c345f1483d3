"""``batos guardian quarantine`` and ``batos guardian recheck`` against a running system."""

import pytest


def test_an_empty_quarantine_is_told_on_stderr(batos):
    for words in ((), ("list",)):
        answer = batos("guardian", "quarantine", *words)
        assert (answer.code, answer.out) == (0, "")
        assert "No method is in quarantine." in answer.err
        assert batos("guardian", "quarantine", *words, "--json").json() == []


def test_a_recheck_tells_what_it_judged(batos):
    answer = batos("guardian", "recheck")
    assert (answer.code, answer.out) == (0, "")
    assert "methods judged by rules" in answer.err
    report = batos("guardian", "recheck", "--json").json()
    assert {"rules", "methods", "quarantined", "lifted", "complete", "seconds"} == set(report)


def test_what_is_not_in_quarantine_is_not_lifted(batos):
    batos("guardian", "quarantine", "lift", "genesis").sentence(2, "does not name a method")
    batos("guardian", "quarantine", "lift", "nobody.x").sentence(2, "nobody")
    batos("guardian", "quarantine", "show", "genesis.nothing").sentence(2, "nothing")


@pytest.mark.parametrize("words", [("recheck",), ("quarantine", "lift", "a.b")])
def test_without_a_kernel_what_changes_something_says_so(alone, words):
    alone("guardian", *words).sentence(6, "batos up")


def test_without_an_image_the_list_says_how_to_begin(alone):
    alone("guardian", "quarantine").sentence(3, "There is no image yet", "batos up")
