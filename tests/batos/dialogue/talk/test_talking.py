"""What is said from what a person has told."""

import pytest

from batos.dialogue.talk.talking import recalled
from batos.errors import BackendError

PROMPT = "{facts}\n{request} ="


@pytest.fixture
def ask(home, m):
    def ask_(answer, *facts):
        curator = m.persona("curator", prompts={"recall": PROMPT})
        plugins = m.small_plugins(m.plugin(curator, name="curator"))
        image = home.open([answer], plugins=plugins)
        told = [image.facts.remember(each) for each in facts]
        return recalled(image._host, "What is my dog called?", told)

    return ask_


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Your dog is called Rex.", "Your dog is called Rex.\n"),
        ("Your dog is called Bello.", ""),
        ("", ""),
        (BackendError("ill"), ""),
    ],
)
def test_a_sentence_counts_that_has_no_word_of_its_own(ask, answer, said):
    found = ask(answer, "My dog is called Rex.")
    assert found.text.startswith(f"{said}You told me on ")
    assert found.text.endswith('"My dog is called Rex."')
    assert found.calls == 1


def test_what_was_not_told_asks_nobody(ask, home):
    found = ask("Rex")
    assert found.text.startswith("You have not told me that.")
    assert (found.calls, home.asked) == (0, [])
