"""Who says what in an answer."""

import pytest

from batos_client.parlor.model.speech import Speech, Voices, whole_until


def said(voices):
    return [(each.who, each.text) for each in voices.speeches]


def test_pieces_make_a_speech():
    voices = Voices()
    voices.speaks("robin")
    for piece in ("I am ", "here."):
        voices.piece(piece)
    assert said(voices) == [("robin", "I am here.")]
    assert voices.speeches[0].edition == 0


def test_what_comes_before_a_name_is_the_systems():
    voices = Voices()
    voices.piece("Hello.")
    assert said(voices) == [("", "Hello.")]


def test_who_speaks_again_takes_back_what_was_said():
    voices = Voices()
    voices.speaks("brick")
    voices.piece("An attempt")
    voices.speaks("brick")
    voices.piece("Another")
    assert said(voices) == [("brick", "Another")]
    assert voices.speeches[0].edition == 1


def test_the_whole_answer_goes_on_from_the_pieces():
    voices = Voices()
    voices.speaks("robin")
    voices.piece("I am")
    voices.settle("I am here.", "robin")
    assert voices.speeches == [Speech("robin", "I am here.", 0)]


def test_the_whole_answer_takes_the_place_of_other_pieces():
    voices = Voices()
    voices.speaks("robin")
    voices.piece("ROBIN: I am")
    voices.settle("I am here.", "robin")
    assert voices.speeches == [Speech("robin", "I am here.", 1)]


def test_two_voices_are_told_apart_by_their_names():
    voices = Voices()
    text = "ROBIN: A joke.\n\nIt has two parts.\n\nBRICK (stands alone): A fact: 7."
    voices.speaks("robin")
    voices.piece("A joke.")
    voices.settle(text, known=("robin", "brick"))
    assert said(voices) == [("robin", "A joke.\n\nIt has two parts."), ("brick", "A fact: 7.")]


@pytest.mark.parametrize("text", ["Note: this is one.", "I quote BRICK: seven.", ""])
def test_a_text_without_names_is_nobodys(text):
    voices = Voices()
    voices.settle(text, known=("brick",))
    assert said(voices) == [("", text)]


def test_a_voice_that_was_too_many_goes():
    voices = Voices()
    for who in ("robin", "brick"):
        voices.speaks(who)
        voices.piece("x")
    voices.settle("Only I.", "robin")
    assert said(voices) == [("robin", "Only I.")]


def test_blanks_at_the_ends_change_nothing():
    voices = Voices()
    voices.speaks("robin")
    voices.piece(" I am here. ")
    voices.settle("I am here.", "robin")
    assert voices.speeches == [Speech("robin", " I am here. ", 0)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("One", ""),
        ("One\n", ""),
        ("One\n\nTwo", "One\n\n"),
        ("One\n \nTwo\n\nThree", "One\n \nTwo\n\n"),
        ("```\na\n\nb", ""),
        ("One\n\n~~~~\na\n\n~~~\nb\n\n", "One\n\n"),
        ("```\na\n\nb\n```\n\nTwo", "```\na\n\nb\n```\n\n"),
    ],
)
def test_what_is_whole_ends_with_a_blank_line_outside_of_code(text, whole):
    assert text[: whole_until(text)] == whole
    assert whole_until(f"x\n\n{text}", 3) == len(whole) + 3
