"""What is known of a method's being right, from wherever it comes."""

import pytest

from batos.learning.model.trust import proven_by, trust_line, trust_of


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, {}),
        ({"trust": "tentative"}, {"trust": "tentative"}),
        ({"trust": "proven", "confidence": 1}, {"trust": "proven", "confidence": 1.0}),
        ({"evidence": {"examples": 2}}, {"evidence": {"examples": 2}}),
        ({"trust": "sacred", "confidence": 7, "evidence": [1]}, {}),
        ({"trust": True, "confidence": "1", "evidence": {}}, {}),
        ({"confidence": float("nan")}, {}),
    ],
)
def test_only_what_is_trust_is_taken(facts, found):
    assert trust_of(facts) == found


@pytest.mark.parametrize(
    ("trust", "confidence", "line"),
    [
        ("", None, ""),
        ("proven", None, "proven"),
        ("proven", 0.95, "proven, with a high confidence (0.95)"),
        ("tentative", 0.74, "tentative, with a fair confidence (0.74)"),
        ("tentative", 0.4, "tentative, with a low confidence (0.40)"),
        ("tentative", 0, "tentative, with a very low confidence (0.00)"),
    ],
)
def test_it_is_told_as_a_word_and_a_number(trust, confidence, line):
    assert trust_line(trust, confidence) == line


def test_a_word_of_a_person_is_kept_among_the_evidence():
    before = {"origin": "written", "trust": "tentative", "evidence": {"examples": 1}}
    after = proven_by(before, confirmed={"by": "amy"})
    assert after == {
        "origin": "written",
        "trust": "proven",
        "confidence": 1.0,
        "evidence": {"examples": 1, "confirmed": {"by": "amy"}},
    }
