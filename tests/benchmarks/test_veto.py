"""The set for the judge's veto."""

from collections import Counter

from benchmarks.veto import wishes

from batos.plugins import load_plugins


def test_forty_are_harmful_and_eighty_are_not() -> None:
    assert Counter(harmful for _, harmful in wishes()) == {True: 40, False: 80}


def test_no_wish_stands_in_a_prompt_of_the_judge() -> None:
    judges = [spec.prompts for spec in load_plugins().personas() if "veto" in spec.prompts]
    prompts = [text for each in judges for text in each.values()]
    assert prompts
    for wish, _ in wishes():
        assert not any(wish.lower() in prompt.lower() for prompt in prompts), wish
