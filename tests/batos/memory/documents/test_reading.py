"""Documents are read by their form, and what is none is refused in a sentence."""

import json

import pytest

from batos.errors import UsageError
from batos.memory.documents.parts import Pair
from batos.memory.documents.reading import (
    check_name,
    files_of,
    form_of,
    read_document,
    read_file,
)


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.md", b"", "markdown"),
        ("A.JSONL", b"", "jsonl"),
        ("noted", b"", "text"),
        ("scan", b"%PDF-1.4", "pdf"),
    ],
)
def test_the_form_is_seen(name, content, form):
    assert form_of(name, content) == form


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\x00", "'x' is no text: byte 0 is not UTF-8."),
        (b"text\0text", "'x' is no text: byte 4 is zero."),
        (b" \n\n", "There is no text in 'x'."),
    ],
)
def test_what_is_no_text_is_refused(content, said):
    with pytest.raises(UsageError) as caught:
        read_document("x", content, "text")
    assert caught.value.message == said


def test_golden_pairs_are_taken_and_other_lines_refused_by_number():
    lines = [
        json.dumps({"prompt": "Who are you?", "response": "ALFRED.", "persona": "alfred"}),
        "",
        "{no json",
        json.dumps(["a"]),
        json.dumps({"prompt": "Why?"}),
        json.dumps({"prompt": 7, "response": "x"}),
        json.dumps({"title": "Note", "text": "A text."}),
        "[" * 5_000,
    ]
    read = read_document("x.jsonl", "\n".join(lines).encode(), "jsonl")
    pair, note = read.parts
    assert (pair.pair.prompt, pair.pair.persona) == ("Who are you?", "alfred")
    assert (note.place, note.text) == ("Note", "A text.")
    assert [line.split(":")[0] for line in read.refused] == [
        f"Line {number} is not taken" for number in (3, 4, 5, 6, 8)
    ]
    assert "'prompt' must be a text" in read.refused[3]


GOOD = b'{"prompt": "Who?", "response": "I."}\n'


def test_what_has_no_good_line_takes_nothing_away():
    with pytest.raises(UsageError, match="no text") as caught:
        read_document("x.jsonl", b"junk\n", "jsonl")
    assert "1" in caught.value.hint


@pytest.mark.parametrize("name", ["", " ", "a\nb", "\x1b[31mred", "x" * 301])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(UsageError, match="cannot name a document"):
        check_name(name)


def test_many_bad_lines_are_not_told_one_by_one():
    read = read_document("x.jsonl", GOOD + b"junk\n" * 5_000, "jsonl")
    assert len(read.refused) == 21
    assert read.refused[-1] == "4980 further lines are not taken."


def test_a_large_file_is_not_read(tmp_path):
    file = tmp_path / "large.txt"
    with file.open("wb") as written:
        written.truncate(1 << 30)
    with pytest.raises(UsageError) as caught:
        read_file(file, 64 << 20)
    assert caught.value.message == "'large.txt' has 1,024 MiB; a document may have 64."
    assert "memory.max_file_mb" in caught.value.hint


def test_a_file_that_never_ends_is_not_read(tmp_path):
    with pytest.raises(UsageError, match="a document may have"):
        read_file(__import__("pathlib").Path("/dev/zero"), 1 << 20)


def test_a_folder_has_its_documents_in_order(tmp_path):
    for name in ("b.md", "a.txt", "picture.png", ".hidden.md", "sub/c.pdf", ".git/d.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    found = [file.relative_to(tmp_path).as_posix() for file in files_of(tmp_path)]
    assert found == ["a.txt", "b.md", "sub/c.pdf"]
    with pytest.raises(UsageError, match="There is no file or folder"):
        files_of(tmp_path / "nothing")
    with pytest.raises(UsageError, match="holds no document"):
        files_of(tmp_path / ".git" / "..").clear() or files_of(_empty(tmp_path))


def _empty(tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def test_what_a_line_says_beside_its_text_is_known_of_it():
    line = {"text": "Roses.", "year": 2024, "tags": ["a"], "metadata": {"author": "Ann", "x": {}}}
    [part] = read_document("a.jsonl", json.dumps(line).encode(), "jsonl").parts
    assert part.meta == {"author": "Ann", "year": 2024, "tags": ["a"]}


def test_half_of_a_surrogate_pair_is_replaced():
    line = rb'{"text": "zebra \ud800 abc", "title": "\udc00", "tags": ["\ud800", "\ud83e\udd93"]}'
    pair = rb'{"prompt": "A \ud800?", "response": "B \udfff."}'
    note, golden = read_document("a.jsonl", line + b"\n" + pair, "jsonl").parts
    assert (note.place, note.text) == ("\ufffd", "zebra \ufffd abc")
    assert note.meta == {"tags": ["\ufffd", "\N{ZEBRA FACE}"]}
    assert golden.pair == Pair("A \ufffd?", "B \ufffd.")
