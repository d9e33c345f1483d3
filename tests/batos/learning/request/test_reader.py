"""What rules cannot read is read by a model, and what they read stands."""

import json

import pytest

from batos.inference import CancelToken, LocalThinker
from batos.learning.request.reader import names_action, understand
from batos.objects import UNSET
from batos.testing import ScriptedBackend

GERMAN = "Schreibe eine Methode, die einen Text umdreht; z.B. 'abc' ergibt 'cba'"


def thinker(*answers):
    return LocalThinker({"m": ScriptedBackend(answers)}, {"default": "m"}, retries=0)


def read(text, english="", name="turn_text", parameters=("text",), kind="method", **options):
    said = {"kind": kind, "english": english, "name": name, "parameters": list(parameters)}
    return understand(text, thinker(json.dumps(said)), **options)


def examples(found):
    return [(each.args, each.result) for each in found.reading.brief.examples]


def test_a_sentence_in_another_language():
    found = read(GERMAN, "reverses a text; 'abc' -> 'cba'", receiver="robin", asked_by="amy")
    brief = found.reading.brief
    assert (brief.selector, brief.parameters) == ("turn_text", ("text",))
    assert (brief.text, brief.whole) == ("reverses a text", GERMAN)
    assert (brief.receiver, brief.asked_by) == ("robin", "amy")
    assert examples(found) == [(("abc",), "cba")]
    assert found.calls == 1


@pytest.mark.parametrize(
    ("text", "english", "found"),
    [
        # Every value stands in the text, in its role.
        (GERMAN, "turns a text; 'abc' -> 'cba'; 'ab' -> 'ba'", [(("abc",), "cba")]),
        (GERMAN, "turns a text; 'cba' -> 'abc'", []),
        (GERMAN, "turns a text; 'ABC' -> 'CBA'", []),
        ("Eine Methode, die 3 Werte nimmt, bitte: 4 ergibt 8", "doubles; 4 -> 8.0", []),
        ("Eine Funktion, die alles verdoppelt: 4 ergibt 8", "doubles; 4 -> 8", [((4,), 8)]),
        ("Une fonction qui double tout, par exemple 4 donne 8", "doubles; 4 -> 8", [((4,), 8)]),
        ("Un método que sume los dos números; 3 y 4 da 7", "adds; 3, 4 -> 7", [((3, 4), 7)]),
        ("Alles verdoppeln: 4 wird 8 und 5 wird 10", "doubles; 5 -> 10", [((5,), 10)]),
        # A rule is no example, whatever the translation makes of it.
        ("Noten, bitte; unter 60 Punkten gibt es leider 'F'", "grades; 60 -> 'F'", []),
        ("Noten, bitte; unter 60 Punkten gibt es 'F'", "grades; under 60 gives 'F'", []),
    ],
)
def test_examples_of_a_translation_count_where_their_values_stand_in_the_text(text, english, found):
    assert examples(read(text, english)) == found


def test_what_rules_have_read_stands():
    text = "Dreht jeden Text einfach um; 'abc' -> 'cba'; items=[]; push(1) -> 2; items=[1]"
    found = read(text, "turns a text; 'abc' -> 'abc'; 'cba' -> 'abc'", name="other")
    brief = found.reading.brief
    assert brief.selector == "push"
    assert [(each.args, each.result) for each in brief.examples] == [(("abc",), "cba"), ((1,), 2)]
    assert brief.examples[1].after is not UNSET
    chosen = read(GERMAN, "turns it", selector="mine", is_mission=True)
    assert chosen.reading.brief.selector == "mine"


@pytest.mark.parametrize("name", ["", "2x", "TurnText", "_p_changed", "send", "a b"])
def test_a_name_that_no_method_can_have_is_not_taken(name):
    brief = read(GERMAN, "reverses a text", name=name).reading.brief
    assert brief.selector not in ("", name)


@pytest.mark.parametrize("names", [("a", "b"), ("a b",), ("self", "x"), ()])
def test_parameters_that_do_not_fit_are_not_taken(names):
    english = "reverses a text; 'abc' -> 'cba'"
    brief = read(GERMAN, english, parameters=names).reading.brief
    assert brief.parameters == ()


def test_values_that_rules_make_nothing_of():
    text = "I'd like 'a,b' to come out as ['a', 'b']"
    found = read(text, "splits a text; 'a,b' -> ['a', 'b']", name="split_text")
    assert found.reading.brief.selector == "split_text"
    assert examples(found) == [(("a,b",), ["a", "b"])]
    assert text in found.reading.brief.whole


@pytest.mark.parametrize(
    "text",
    [
        "write a method that reverses a text; 'abc' gives 'cba'",
        "reverse the words: 'a b' gives 'b a'",
        "teach yourself to add 5 to 3",
        "who is ROBIN?",
        "what is the square of 4?",
        "Hallo",
        "'wort' " * 600,
    ],
)
def test_where_there_is_no_doubt_no_model_is_asked(text):
    assert understand(text, thinker()).calls == 0


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "I cannot read that.",
        "[]",
        "[" * 5_000,
        '{"kind": "method"}',
        '{"kind": "wish", "english": "", "name": "", "parameters": []}',
        '{"kind": "method", "english": "push(1) -> 1; pop() -> 1", "name": "", "parameters": []}',
    ],
)
def test_an_unreadable_answer_leaves_the_reading_of_rules(answer):
    found = understand(GERMAN, thinker(answer))
    assert found.is_unread
    assert found.reading.kind == "talk"
    assert found.reading.is_foreign
    ruled = understand("Dreht jeden Text einfach um; 'abc' -> 'cba'", thinker(answer))
    assert examples(ruled) == [(("abc",), "cba")]


def test_talk_is_talk_unless_a_method_is_wanted_in_any_case():
    assert read("Wie geht es dir heute?", "How are you?", kind="talk").reading.brief is None
    wanted = read("die Summe von allen Zahlen", "the sum of all", kind="talk", is_mission=True)
    assert wanted.reading.brief.selector == "turn_text"


@pytest.mark.long
def test_the_small_model_reads(small_model):
    from batos_backend_llamacpp.backend import LlamaBackend
    from batos_backend_llamacpp.options import LlamaOptions

    backend = LlamaBackend(LlamaOptions(model=str(small_model), n_ctx=4096, parallel=1))
    reader = LocalThinker({"m": backend}, {"default": "m"})
    try:
        brief = understand(GERMAN, reader, seconds=600).reading.brief
        assert [(each.args, each.result) for each in brief.examples] == [(("abc",), "cba")]
        assert understand("Wie geht es dir heute?", reader, seconds=600).reading.brief is None
        assert names_action(reader, "juggle", CancelToken())
        assert not names_action(reader, "price", CancelToken())
    finally:
        reader.close()
