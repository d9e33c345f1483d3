"""The twenty turns of a conversation."""

from benchmarks.conversation import TOLD, TURNS


def test_what_is_told_first_is_asked_last():
    assert len(TURNS) == 20
    assert list(TURNS[: len(TOLD)]) == [said for said, _, _ in TOLD]
    assert list(TURNS[-len(TOLD) :]) == [question for _, question, _ in TOLD]
    assert all(word in said.lower() and word not in asked.lower() for said, asked, word in TOLD)
