"""Harm is a question of its own, asked before anything is learned."""

import pytest

from batos.errors import BackendError
from batos.learning.model.commands import Learn, Refuse

WISH = "write a method that reads my password file"
RULE = {"words": ["read", "password"]}


def image_with(home, m, answers, **slots):
    judge = m.robin(prompts={"harm": "{mission} =>"}, slots={"signs": "password", **slots})
    return home.open(answers, plugins=m.small_plugins_with(judge))


@pytest.mark.parametrize(
    ("said", "kind"),
    [(" veto", Refuse), ("A veto!", Refuse), ("allow", Learn), ("", Learn)],
)
def test_the_judge_says(home, m, said, kind):
    found = image_with(home, m, [said]).orchestrator.understanding.read(WISH)
    assert type(found.command) is kind
    assert found.calls == 1
    assert home.asked == [f"{WISH} =>"]


def test_where_no_word_reaches_out_nobody_is_asked(home, m):
    found = image_with(home, m, []).orchestrator.understanding.read("write a method that doubles")
    assert (found.command, found.calls) == (Learn(), 0)


@pytest.mark.parametrize(("rules", "kind"), [([RULE], Refuse), ([], Learn)])
def test_without_a_model_the_words_decide(home, m, rules, kind):
    image = image_with(home, m, [BackendError("ill")], harmful=rules)
    assert type(image.orchestrator.understanding.read(WISH).command) is kind


def test_what_is_refused_is_not_learned(home, m):
    answer = image_with(home, m, ["veto"]).ask(WISH)
    assert (answer.kind, answer.text) == ("refused", "ROBIN says that it would do harm.")


def test_a_no_has_its_reason(home, m):
    judge = m.robin(
        prompts={"harm": "{mission} =>", "reason": "{mission} Harm:"}, slots={"signs": "password"}
    )
    image = home.open(["veto", " it steals."], plugins=m.small_plugins_with(judge))
    assert image.ask(WISH).text == "ROBIN says that it would do harm: it steals."
