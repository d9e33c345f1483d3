"""Every fault of a persona is one sentence that names it."""

from __future__ import annotations

import pytest

from batos.plugins import CodexEntry, PersonaSpec, load_persona
from batos.plugins.new_persona import TEMPLATE
from batos.testing import faults_of_persona

[PACKAGE] = TEMPLATE.glob("src/*")
GOOD: dict[str, object] = {
    "name": "owl",
    "title": "Watcher of the Night",
    "role": "curator",
    "identity": "OWL sees in the dark.",
    "tone": "calm",
    "pillars": ("Athena: look twice",),
    "protocols": {"look": "Look before you speak."},
    "takes": ("what is out there?",),
    "prompts": {"talk": "You are OWL, the {title}: {tone}."},
    "codex": (CodexEntry(prompt="Who are you?", response="OWL."),),
    "methods": ('def hoot(self):\n    """Hoot."""\n    return "hoo"\n',),
}
PLAIN = 'def hoot(self):\n    """Hoot."""\n    return "hoo"\n'


def owl(**changes: object) -> PersonaSpec:
    return PersonaSpec(**{**GOOD, **changes})  # type: ignore[arg-type]  # wrong values are the point


@pytest.mark.parametrize("persona", [owl(), load_persona(PACKAGE)], ids=lambda each: each.name)
def test_a_good_one_has_none(persona: PersonaSpec) -> None:
    assert faults_of_persona(persona) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"tone": ""}, "'tone' is missing: how it speaks, in a few words."),
        ({"pillars": ()}, "'pillars' is missing: whom it takes after."),
        ({"protocols": {}}, "'protocols' is missing: rules of conduct that it keeps."),
        ({"takes": ()}, "'takes' is missing: sentences that are for it, or nobody is ever sent"),
        ({"codex": ()}, "'codex' is missing: golden pairs, such as"),
        ({"title": "t" * 61}, "'title' has 61 characters, and 60 are enough."),
        ({"identity": "t" * 1201}, "'identity' has 1201 characters, and 1200 are enough."),
        ({"pillars": ("a", " ")}, "Number 2 of 'pillars' is empty."),
        ({"protocols": {"look": ""}}, "'look' of [protocols] is empty."),
        ({"prompts": {"talk": "t" * 6001}}, "'talk' of [prompts] has 6001 characters, and 6000"),
        ({"takes": ("a", "a")}, "'takes' says 'a' twice."),
        ({"takes": tuple("abcdefghi")}, "'takes' has 9 sentences, of which only 8 are shown."),
        ({"serves": {"DREAMING": "persona"}}, "It serves in 'DREAMING', which is no state of the"),
        ({"serves": {"DECOMPOSING": "judge"}}, "as 'judge', where there is 'persona'."),
        ({"serves": {"VALIDATING": "judge"}}, "It judges in VALIDATING, and has no prompt 'veto'."),
        ({"serves": {"SYNTHESIZING": "persona"}}, "It writes in SYNTHESIZING, and has neither"),
        ({"prompts": {"veto": "Well?"}}, "The prompt 'veto' lacks {mission}, what it is asked"),
        ({"prompts": {"talk": "{tune}"}}, "The prompt 'talk' has {tune}, which nothing fills. Did"),
        ({"slots": {"tone": "dry"}}, "[slots] has 'tone', which is a slot that every persona has"),
        ({"slots": {"prompt_talk": "x"}}, "[slots] has 'prompt_talk', which is a slot"),
        ({"codex": GOOD["codex"] * 2}, "The codex answers 'who are you?' twice."),  # type: ignore[operator]
        ({"methods": ("def hoot(self):\n    return 1\n",)}, "'hoot' says nothing about itself"),
        ({"methods": (PLAIN, PLAIN)}, "The method 'hoot' is there twice."),
        ({"methods": (PLAIN,), "slots": {"hoot": 1}}, "The method 'hoot' has the name of a slot."),
        (
            {"methods": (PLAIN.replace('"hoo"', "open('x')"),)},
            "The guardian refuses the method 'hoot': line 3: The name 'open' is not defined",
        ),
    ],
)
def test_a_bad_one_gets_one_sentence(changes: dict[str, object], fault: str) -> None:
    [found] = faults_of_persona(owl(**changes))
    assert fault in found
    assert found.startswith("owl: ")
    assert found.count("\n") == 0


def test_a_prompt_for_a_method_of_its_own_is_filled_as_it_likes() -> None:
    assert faults_of_persona(owl(prompts={"riddle": "{about}"})) == []
