"""Values on a command line."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batos.cli.terminal.arguments import read_arguments, read_value
from batos.errors import ExitCode, UsageError
from batos.wire.codec import decode_body, encode_body
from batos.wire.faults import LimitExceededError
from batos.wire.messages.frame import MAX_BODY


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('"banana split"', "banana split"),
        ("3", 3),
        (" -3.5", -3.5),
        ("1e3", 1000.0),
        ("true", True),
        ("null", None),
        ("[1, {}]", [1, {}]),
        ("9" * 4000, int("9" * 4000)),
    ],
)
def test_what_is_json_is_read_as_json(text, value):
    assert read_value(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "banana",
        "banana split",
        "",
        "True",
        "nan",
        "NaN and gone",
        "Infinity war",
        "2026-03-01",
        "12:30",
        "10m",
        "3 apples",
        "192.168.0.1",
        "1,000",
        "'quoted'",
        "a@b",
        "--",
        "9" * 50_000 + " apples",
    ],
)
def test_any_other_word_is_text(text):
    assert read_value(text) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": 1', "begins like JSON, but is not: expecting ',' delimiter, character 8"),
        ("{'a': 1}", "begins like JSON, but is not: expecting property name"),
        ("[1, 2", "begins like JSON"),
        ("[1, 2] and more", "begins like JSON, but is not: extra data"),
        ('"an open text', "begins like JSON"),
        (" [draft] notes", "begins like JSON"),
        ("NaN", "is no number: JSON has no NaN"),
        ("Infinity", "JSON has no Infinity"),
        ("-Infinity", "JSON has no -Infinity"),
        ('[1, {"a": NaN}]', "JSON has no NaN"),
        ("1e999", "is larger than a number can be: '1e999'"),
        ("[-1e999]", "is larger than a number can be"),
        ("9" * 50_000, "has a number of 50000 digits"),
        ("-" + "9" * 4300, ""),
        ('{"a": 1, "a": 2}', "has the key 'a' twice"),
        ('[{"b": {"a": 1, "a": 1}}]', "has the key 'a' twice"),
        ("007", "is not how JSON writes a number"),
        (".5", "is not how JSON writes a number"),
        ("5.", "is not how JSON writes a number"),
        ("+3", "is not how JSON writes a number"),
        ("1_000", "is not how JSON writes a number"),
        ("[" * 100_000, "is nested too deeply"),
        ("[" * 500 + "]" * 500, "is nested too deeply"),
        ('{"a":' * 80 + "1" + "}" * 80, "is nested too deeply"),
    ],
)
def test_what_looks_like_json_and_is_none_is_told(text, told):
    if not told:
        assert read_value(text) == int(text)
        return
    with pytest.raises(UsageError) as caught:
        read_value(text)
    assert told in caught.value.message
    assert caught.value.hint
    assert len(caught.value.message) < 250
    assert read_value(text, as_text=True) == text


def test_the_hint_says_how_a_text_of_that_form_is_written():
    with pytest.raises(UsageError) as caught:
        read_value("[draft]")
    assert caught.value.hint == "As text: '\"[draft]\"'"
    assert read_value('"[draft]"') == "[draft]"


@pytest.mark.parametrize("depth", [59, 60, 61])
def test_a_value_is_as_deep_as_a_message_carries(depth):
    text = "[" * depth + "]" * depth
    if depth > 60:
        with pytest.raises(UsageError):
            read_value(text)
        return
    body = {"args": [read_value(text)], "padding": "x" * 100}
    assert decode_body(encode_body(body)) == body


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=9))
def test_every_value_can_be_typed_as_json(value):
    assert read_value(json.dumps(value)) == value


@given(st.text())
def test_every_text_can_be_typed_as_it_stands(text):
    typed = f"@{text}" if text.startswith("@") else text
    if text not in ("-", "@-"):
        assert read_value(typed, as_text=True) == text
    assert read_value(json.dumps(text)) == text


def test_a_name_before_an_equals_sign_makes_a_keyword():
    words = ["a=b=c", "size=3", "=x", "1a=2", '"a=b"', "x ="]
    assert read_arguments(words) == (["=x", "1a=2", "a=b", "x ="], {"a": "b=c", "size": 3})


def test_a_keyword_is_given_once():
    with pytest.raises(UsageError, match="'a' is given twice"):
        read_arguments(["a=1", "a=2"])


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"[1, 2]\n", [1, 2]),
        (b"hello world\n", "hello world"),
        (b"two\nlines\r\n", "two\nlines"),
        (b"\n\n", "\n"),
        (b"\xef\xbb\xbf{}", {}),
        (b"", ""),
        (b'{"a": "\xc3\xa4"}', {"a": "ä"}),
    ],
)
@pytest.mark.parametrize("form", ["@{file}", "-", "@-"])
def test_a_value_comes_from_a_file_or_standard_input(tmp_path, content, value, form):
    file = tmp_path / "a value"
    file.write_bytes(content)
    word = form.format(file=file)
    assert read_arguments([word], stdin=io.BytesIO(content)) == ([value], {})
    assert read_arguments([f"x={word}"], stdin=io.BytesIO(content)) == ([], {"x": value})


def test_two_ats_begin_a_text():
    assert read_arguments(["@@home", "to=@@", "@@@x"]) == (["@home", "@@x"], {"to": "@"})


def test_a_file_may_be_taken_as_text(tmp_path):
    file = tmp_path / "story.txt"
    file.write_text('"Hello," she said.\n', "utf-8")
    with pytest.raises(UsageError, match="begins like JSON") as caught:
        read_arguments([f"@{file}"])
    assert caught.value.message.startswith(f"The file {str(file)!r} ")
    assert caught.value.hint == "As text: --text"
    assert read_arguments([f"@{file}", "7"], as_text=True) == (['"Hello," she said.', "7"], {})


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["@nothing-here"], "The file 'nothing-here' cannot be read: No such file"),
        (["@"], "cannot be read"),
        (["@."], "cannot be read: Is a directory"),
        (["@a\0b"], "cannot be read"),
        (["@bytes"], "is not valid text"),
        (["-", "x=-"], "Standard input can be given once only"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bytes").write_bytes(b"\xff\x00")
    with pytest.raises(UsageError, match=told):
        read_arguments(words, stdin=io.BytesIO())


def test_a_missing_file_may_have_been_meant_as_text():
    with pytest.raises(UsageError) as caught:
        read_arguments(["@robin"])
    assert caught.value.hint == "A text that begins with @ is written @@robin"


def test_standard_input_that_is_used_for_something_else_is_no_value():
    with pytest.raises(UsageError, match="not to be had here"):
        read_arguments(["-"])


def test_more_than_a_message_carries_is_not_read_to_its_end(tmp_path):
    class Endless(io.RawIOBase):
        def read(self, size=-1):
            assert size >= 0, "it has no end"
            return b"x" * size

    with pytest.raises(LimitExceededError, match=str(MAX_BODY)) as caught:
        read_arguments(["-"], stdin=Endless())
    assert caught.value.exit_code == ExitCode.USAGE
    assert "batos.open" in caught.value.hint
