"""What examples prove and what others agree on add up."""

from dataclasses import replace

import pytest

from batos.learning.candidates.behaviour import Behaviour, Group
from batos.learning.candidates.confidence import weigh
from batos.learning.model.brief import MissionBrief
from batos.learning.model.candidate import Candidate
from batos.learning.request.drawing import draw_up
from batos.objects import Example

ONE = Example(args=(1,), result=2)
TWO = Example(args=(2,), result=4)
TELLING = (Example(args=(1,), result=[2, 3]), Example(args=(2,), result=[4, 5]))


def group(votes=1, **facts):
    origin = facts.pop("origin", "written")
    did = [Behaviour((), [["gave", votes, {}]])]
    return Group([Candidate("def f(self): pass", origin, votes=votes, **facts)], did)


def weighed(*groups, examples=(), broken=0):
    return weigh(draw_up(MissionBrief(selector="f", examples=examples)), groups, broken=broken)


def test_more_votes_are_more_confidence_up_to_what_is_enough():
    found = [weighed(group(votes)).confidence for votes in (1, 2, 3, 9)]
    assert found[0] < found[1] < found[2] == found[3]


def test_disagreement_takes_it_away():
    alone, split = weighed(group(3)), weighed(group(3), group(2))
    assert split.confidence < alone.confidence
    assert weighed(group(2), group(2)).confidence == weighed(group(1), group(1)).confidence


def test_a_half_or_less_is_less_than_nothing_to_agree_on():
    alone = Group([Candidate("def f(self): pass", "written")])
    split = weighed(group(2), group(2), examples=(ONE,)).confidence
    assert split < 0.5 < weighed(alone, examples=(ONE,)).confidence
    assert weighed(group(2), group(2), examples=TELLING).confidence > 0.5


def test_candidates_that_broke_an_example_take_away_from_what_is_written():
    few, more, most = (weighed(group(3), broken=count).confidence for count in (0, 4, 12))
    assert few > more > most
    proven = group(origin="delegated", likeness=0.5)
    assert weighed(proven, broken=12).confidence == weighed(proven).confidence


def test_the_only_way_of_behaving_is_believed_a_little_where_most_broke_an_example():
    lone = weighed(group(1), examples=TELLING, broken=14).confidence
    assert 0.5 < lone < weighed(group(1), examples=TELLING).confidence
    assert lone > weighed(group(1), group(1), examples=(ONE,), broken=14).confidence
    # A yes or no comes true by chance.
    yes = Example(args=(1,), result=True)
    assert weighed(group(1), examples=(yes,), broken=14).confidence < 0.45


def test_stronger_examples_are_more_confidence():
    found = [weighed(group(), examples=e).confidence for e in ((), (ONE,), TELLING)]
    assert found == sorted(found)
    assert found[0] < found[1] < found[2]


def test_a_proven_method_speaks_by_its_words():
    near = weighed(group(origin="delegated", likeness=0.9))
    far = weighed(group(origin="delegated", likeness=0.1))
    assert near.confidence > far.confidence
    assert (near.votes, near.of) == (0, 0)


@pytest.mark.parametrize(
    ("examples", "proven"),
    [
        ((), False),
        ((ONE,), False),
        ((ONE, Example(args=(3,), result=2)), False),
        ((ONE, TWO), True),
        ((Example(args=(1,), result=2, origin="answer"),), True),
        ((Example(args=(1,), result=2, origin="recipe"), TWO), False),
        ((ONE, Example(args=(-1,), raises="ValueError")), True),
    ],
)
def test_proven_is_what_different_answers_would_break(examples, proven):
    found = weighed(group(5), examples=examples)
    assert found.proven is proven
    assert found.to_plain()["trust"] == ("proven" if proven else "tentative")


def test_a_proven_method_weighs_most_where_the_model_writes_it_as_well():
    written, proven = Candidate("def f(self): pass", "written"), group(origin="delegated")
    proven.members[0] = replace(proven.members[0], likeness=0.9)
    both = Group([*proven.members, written], proven.did)
    assert both.weight > proven.weight + 1
    # What the model never writes is no argument against what it does.
    assert weighed(group(3), proven).confidence == weighed(group(3)).confidence
    assert weighed(group(3), both).confidence < weighed(group(3)).confidence


def test_an_answer_halves_the_doubt():
    answer = Example(args=(5,), result=7, origin="answer")
    asked = weighed(group(), group(), examples=(ONE, answer))
    unasked = weighed(group(), group(), examples=(ONE, Example(args=(5,), result=7)))
    assert 1 - asked.confidence == pytest.approx((1 - unasked.confidence) / 2)


def test_agreement_that_nothing_was_found_to_try_on_counts_for_nothing():
    untried = Group([Candidate("def f(self): pass", "written", votes=9)])
    split = weighed(group(2), group(2)).confidence
    assert split < weighed(untried).confidence < weighed(group(1)).confidence
