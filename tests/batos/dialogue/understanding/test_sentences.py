"""Sentences with what they mean, out of slots that anybody may change."""

from batos.dialogue.understanding.sentences import Meant, is_same, meant_in


def test_what_is_none_says_nothing():
    given = [["a", "talk"], ["b", "pot.pay_in", [1]], ["c"], "ab", ["d", 3], ["e", "talk", 4], 5]
    assert list(meant_in(given)) == [Meant("a", "talk"), Meant("b", "pot.pay_in", (1,))]
    assert [*meant_in(None), *meant_in("ab"), *meant_in({})] == []


def test_there_and_back():
    meant = Meant("b", "pot.pay_in", (1, "x"))
    assert list(meant_in([meant.to_plain()])) == [meant]


def test_a_question_is_not_the_order():
    assert is_same("The  sea.", "the sea!")
    assert not is_same("the sea?", "the sea")
