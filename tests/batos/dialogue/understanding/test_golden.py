import pytest

from batos.dialogue.understanding.golden import golden_answer
from batos.memory import Document

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
