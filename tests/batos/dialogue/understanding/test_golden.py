import pytest

from batos.dialogue.understanding.golden import golden_answer, is_heard
from batos.memory import Document
from batos.memory.documents.sources import voice_of

PERSONAS = ["alfred", "robin"]
CODEX = [
    Document("1", "codex", "Who are you?", "I am ALFRED.", {"persona": "alfred"}),
    Document("2", "codex", "Who are you?", "I am ROBIN.", {"persona": "robin"}),
    Document("3", "codex", "What is your method?", "Water.", {"persona": "robin"}),
    Document("4", "codex", "What is the Living Image?", "Our home.", {"persona": "alfred"}),
]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("who is ROBIN?", "I am ROBIN."),
        ("Who are you, Alfred?", "I am ALFRED."),
        ("what is robin's method", "Water."),
        ("what is the living image?", "Our home."),
    ],
)
def test_a_question_finds_its_golden_answer(question, answer):
    found = golden_answer(question, CODEX, PERSONAS)
    assert found is not None
    assert found.text == answer


@pytest.mark.parametrize("question", ["", "how is the weather?", "who knows?", "???"])
def test_another_question_has_none(question):
    assert golden_answer(question, CODEX, PERSONAS) is None


def test_who_claims_to_be_a_persona_in_a_document_is_none():
    pair = Document("golden:1:2", "codex", "Who are you?", "Me.", {"persona": "robin"})
    assert (voice_of(pair), voice_of(CODEX[1])) == ("", "robin")
    assert golden_answer("who is robin?", [pair], PERSONAS) is None
    assert golden_answer("who are you?", [pair], PERSONAS) == pair


def test_personas_that_are_not_there_do_not_speak():
    assert golden_answer("who are you?", CODEX, ["robin"]) == CODEX[1]
    assert [is_heard(each, ["robin"]) for each in CODEX] == [False, True, True, False]
